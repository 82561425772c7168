/** Proves that the harness can fail: engines that are wrong on purpose, each of which it has to catch. */
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Breakage,
  breakPackage,
  forgetsTokens,
  noListing,
  noWalk,
  onlyTags,
  randomTokens,
} from './broken-package.js';
import { CloudProcess } from './cloud-process.js';
import type { Death } from './death.js';
import { clusterOf, ownDist } from './place.js';
import { ScenarioRun } from './scenario-run.js';

interface Proof {
  readonly name: string;
  readonly engine?: Breakage;
  readonly cloud: 'late' | 'narrow' | 'forgetful';
  readonly dies: Pick<Death, 'at'> | Pick<Death, 'interrupted'>;
  /** A problem that has to be found; absent where all has to be well. */
  readonly caught?: RegExp;
}

const whileTasksRun = { at: { point: 'poll-unanswered', passing: 1 } };

/** Two things find a task again, so each is tried where the other cannot help; and a whole engine has to come through there. */
const proofs: readonly Proof[] = [
  { name: 'a whole engine, tokens forgotten', cloud: 'forgetful', dies: whileTasksRun },
  {
    name: 'an engine that does not look for earlier attempts',
    ...{ engine: noWalk, cloud: 'forgetful', dies: whileTasksRun },
    caught: /succeeded 2 times|^double/,
  },
  {
    name: 'an engine that does not list the tasks of its session',
    ...{ engine: noListing, cloud: 'forgetful', dies: whileTasksRun },
    caught: /^double/,
  },
  {
    name: 'an engine whose tokens are random',
    ...{ engine: randomTokens, cloud: 'late', dies: { at: { point: 'run-task-unanswered', passing: 6 } } },
    caught: /^double/,
  },
  {
    name: 'an engine that knows a stopped task by its tags alone',
    ...{ engine: onlyTags, cloud: 'narrow' },
    dies: { interrupted: { point: 'run-task-unanswered', passing: 6 } },
    caught: /TOKEN_CONFLICT|client token belongs to/,
  },
];

/** Milliseconds: the engine that goes on comes while the longest task runs, also on a busy machine. */
const heldFor = 24_000;
/** Reads do not know a task for as long as an engine takes to come back on a busy machine. */
const hidden = { tasks: [{ effect: { kind: 'missing', for: '25s' } }] };

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
process.exitCode = await main();

/** @returns the exit code: 0 where every wrong engine was caught. */
async function main(): Promise<number> {
  const scratch = join(ownDist, '..', '.cache', 'broken');
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'nf-awsecs-crash-')));
  const clusters = proofs.map((_, index) => clusterOf(index));
  const dist = await breakPackage(join(scratch, 'cloud'), forgetsTokens);
  const clouds = {
    forgetful: await CloudProcess.start({ folder, clusters, manner: 'calm', dist }),
    late: await CloudProcess.start({ folder, clusters, manner: 'late', scenario: hidden }),
    narrow: await CloudProcess.start({ folder, clusters, manner: 'narrow' }),
  };
  try {
    const verdicts = await Promise.all(
      proofs.map(async (proof, number) => {
        const engine = proof.engine;
        const place = join(scratch, `engine-${number}`);
        const { dies } = proof;
        const lives = 'interrupted' in dies;
        const ground = {
          folder,
          cloud: clouds[proof.cloud],
          dist: engine === undefined ? ownDist : await breakPackage(place, engine),
        };
        const plan = {
          number,
          engine: 'command',
          cloud: 'calm',
          deaths: [dies],
          ...(lives ? {} : { heldFor }),
        } as const;
        const end = await ScenarioRun.run({ ...plan, resumeBy: ['last'] }, ground);
        return tell(proof, lives || end.kills.length > 0, end.problems);
      }),
    );
    return verdicts.every((right) => right) ? 0 : 1;
  } finally {
    await Promise.all(Object.values(clouds).map((cloud) => cloud.close()));
    await rm(folder, { recursive: true, maxRetries: 3 });
    await rm(scratch, { recursive: true });
  }
}

function tell({ name, caught }: Proof, disturbed: boolean, problems: readonly string[]): boolean {
  const right =
    disturbed &&
    (caught === undefined ? problems.length === 0 : problems.some((problem) => caught.test(problem)));
  const verdict = caught === undefined ? 'comes through' : 'is caught';
  console.log(`${right ? 'ok' : 'FAILED'}  ${name} ${right ? verdict : `: not ${verdict}`}`);
  for (const problem of right ? problems.slice(0, 1) : problems) console.log(`      ${problem}`);
  return right;
}
