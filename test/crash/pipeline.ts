import { bucket, region } from './place.js';

/** A task of the pipeline: what it prints, and what it does first. */
interface Part {
  readonly name: string;
  readonly seconds: number;
  readonly lines: number;
  /** Its first try fails, and is tried again as the user asked for. */
  readonly failsOnce?: true;
}

/** Short and long ones, so that an engine that dies leaves tasks in every state. */
const parts: readonly Part[] = [
  { name: 'QUICK', seconds: 0, lines: 1 },
  { name: 'WORDY', seconds: 0, lines: 200 },
  { name: 'FLAKY', seconds: 0, lines: 1, failsOnce: true },
  { name: 'NAP', seconds: 1, lines: 2 },
  { name: 'REST', seconds: 2, lines: 2 },
  { name: 'SLEEP', seconds: 4, lines: 3 },
];

/** What every task of the pipeline prints, and so the run; sorted, as tasks end in any order. */
export const pipelineOutput: readonly string[] = parts
  .flatMap(({ name, lines }) => Array.from({ length: lines }, (_, line) => `${name} says ${line}`))
  .sort();

/** How often the command of a task fails by itself. */
export const ownFailures: Readonly<Record<string, number>> = Object.fromEntries(
  parts.map(({ name, failsOnce }) => [name, failsOnce === true ? 1 : 0]),
);

export interface PipelinePlace {
  /** Of the image: each has definitions of its own. */
  readonly label: string;
  readonly cluster: string;
  /** A folder in which every command notes that it began and that it was done. */
  readonly ledger: string;
  /** A file that the longest task waits for; absent where it does not wait. */
  readonly heldBy?: string;
}

/** `main.nf`. */
export function pipelineScript({ label, ledger, heldBy }: PipelinePlace): string {
  const processes = parts.map(
    (part) => `process ${part.name} {
    container 'ubuntu:crash-${label}'
    cpus 1
    memory '512 MB'
    errorStrategy '${part.failsOnce === true ? 'retry' : 'terminate'}'
    maxRetries 3

    output:
    stdout

    script:
    '''
${command(part, ledger, heldBy)}
    '''
}
`,
  );
  const calls = parts.map(({ name }) => `    ${name}() | view\n`).join('');
  return `${processes.join('\n')}\nworkflow {\n${calls}}\n`;
}

function command({ name, seconds, lines, failsOnce }: Part, ledger: string, heldBy?: string): string {
  const note = `${ledger}/${name}`;
  return [
    `echo begun >> '${note}'`,
    ...(failsOnce === true ? [`[ -e '${note}.failed' ] || { : > '${note}.failed'; exit 3; }`] : []),
    ...(seconds > 0 ? [`sleep ${seconds}`] : []),
    ...(name === 'SLEEP' && heldBy !== undefined ? [`while [ ! -e '${heldBy}' ]; do sleep 0.2; done`] : []),
    `for line in $(seq 0 ${lines - 1}); do echo "${name} says $line"; done`,
    `echo done >> '${note}'`,
  ].join('\n');
}

/** `nextflow.config`. */
export function pipelineConfig({ cluster }: PipelinePlace): string {
  return `process.executor = 'awsecs'
aws.region = '${region}'
aws.ecs.cluster = '${cluster}'
aws.ecs.executionRole = 'arn:aws:iam::123456789012:role/ecsTaskExecutionRole'
wave.enabled = true
fusion.enabled = true
workDir = 's3://${bucket}/${cluster}'
`;
}
