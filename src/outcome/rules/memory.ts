import { lastWord, type EndEvidence } from '../evidence.js';
import { exitStatus } from '../exit-status.js';
import { ranOutOfMemory } from '../stop-signs.js';
import { startFailed, type RuleFamily } from './rule.js';

/** Want of memory, by the word of the agent or the runtime: 137 alone is any SIGKILL. */
export const memory: RuleFamily = {
  title: 'Memory',
  rules: [
    {
      name: 'out of memory',
      sign: '`OutOfMemoryError` in the container’s reason, whatever the status but 0',
      fact: 'facts §4, OOM; AGENT dockerapi/errors.go',
      when: (end) => ranOutOfMemory(end) && exitStatus(end) !== 0,
      then: {
        kind: 'out-of-memory',
        code: 'OUT_OF_MEMORY',
        reason: (end) => `The command took more memory than ${hadText(end)}`,
        advice: moreMemory,
        retry: 'counted',
      },
    },
    {
      name: 'too little memory to start',
      sign: 'never started: `OOM-killed` or `memory limit too low`',
      fact: 'DG cannot-start-container; runc, container init',
      when: startFailed(/OOM-killed|memory limit too low/),
      then: {
        kind: 'out-of-memory',
        code: 'OUT_OF_MEMORY',
        reason: (end) => `The container could not begin with ${hadText(end)}`,
        advice: moreMemory,
        retry: 'counted',
      },
    },
  ],
};

const LEAST_EXAMPLE_MIB = 1024;

/** MiB, as ECS writes it; undefined where it does not say. */
function askedMib(end: EndEvidence): number | undefined {
  const mib = Number(lastWord(end)?.memory);
  return Number.isInteger(mib) && mib > 0 ? mib : undefined;
}

function hadText(end: EndEvidence): string {
  const asked = askedMib(end);
  return asked === undefined ? 'it had' : `its ${sizeText(asked)}`;
}

function moreMemory(end: EndEvidence): string {
  const more = sizeText(Math.max((askedMib(end) ?? 0) * 2, LEAST_EXAMPLE_MIB));
  return `Give the process more memory, e.g. memory '${more}', or more with each attempt: memory { ${more.replace(' ', '.')} * task.attempt } with errorStrategy 'retry'.`;
}

/** As Nextflow writes sizes: its GB is 1024 MB. */
function sizeText(mib: number): string {
  return mib % 1024 === 0 ? `${mib / 1024} GB` : `${mib} MB`;
}
