import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { Caller } from '../measure/caller.js';
import { CloudChild, inFolder } from '../measure/cloud-child.js';
import { reach, register, runTen } from '../measure/ecs-tasks.js';
import { print, since } from '../measure/figures.js';
import { listMany, makeFiles, putMany } from './objects.js';

/**
 * RunTask as often as AWS allows in the long run, 40 a second (facts §5), with ten tasks each; many small puts at
 * once; a long listing: `npm run bench:keep-up`. Counts are asserted, times printed.
 */
const tasks = Number(process.argv[2] ?? 10_000);
const keys = Number(process.argv[3] ?? 100_000);
const perSecond = 40;

async function runTasks(cloud: CloudChild): Promise<void> {
  const caller = new Caller(cloud.up.endpoint, 32);
  try {
    const definition = await register(caller, 'keep-up');
    const before = await cloud.usage();
    const begin = performance.now();
    const answers: Promise<string[]>[] = [];
    for (let call = 0; call < tasks / 10; call++) {
      await sleep(Math.max(0, begin + (call * 1000) / perSecond - performance.now()));
      answers.push(runTen(caller, definition));
    }
    const arns = (await Promise.all(answers)).flat();
    assert.equal(new Set(arns).size, tasks);
    print('launched', `${arns.length} tasks at ${perSecond} RunTask a second in ${since(begin)}`);
    await reach(caller, 'RUNNING', arns);
    const { cpu } = await cloud.usage();
    const share = (cpu - before.cpu) / ((performance.now() - begin) * 1000);
    print('all RUNNING', `after ${since(begin)}, with ${(share * 100).toFixed(0)} % of one core`);
  } finally {
    caller.close();
  }
}

await inFolder(async (dataDir) => {
  await makeFiles(dataDir, keys);
  await CloudChild.during(
    {
      dataDir,
      runtime: 'simulated',
      scenario: { simulated: [{ durationMs: 24 * 3_600_000 }] },
      throttle: 'off',
      buckets: ['puts', 'listed'],
    },
    async (cloud) => {
      await runTasks(cloud);
      await putMany(cloud.up.endpoint, 1000);
      await listMany(cloud.up.endpoint, keys);
    },
  );
});
