import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { Caller } from '../measure/caller.js';
import { CloudChild, inFolder } from '../measure/cloud-child.js';
import { cluster, type Described, pages, reach, register, runTen } from '../measure/ecs-tasks.js';
import { mebibytes, print, since, spread } from '../measure/figures.js';

/**
 * The local cloud with ten thousand tasks running: `npm run bench:local`. Counts are asserted, times printed.
 * DescribeTasks is called as often as AWS's bucket refills, 20 a second (facts §5): no client can ask more of it.
 */
const tasks = Number(process.argv[2] ?? 10_000);
const seconds = Number(process.argv[3] ?? 20);
const perSecond = 20;

async function measure(cloud: CloudChild): Promise<void> {
  const caller = new Caller(cloud.up.endpoint);
  try {
    const definition = await register(caller, 'load');
    const arns: string[] = [];
    const begin = performance.now();
    for (let call = 0; call < tasks / 10; call++) arns.push(...(await runTen(caller, definition)));
    print('launched', `${arns.length} tasks, RunTask after RunTask, in ${since(begin)}`);
    assert.equal(new Set(arns).size, tasks);
    const launched = performance.now();
    await reach(caller, 'RUNNING', arns);
    print('all RUNNING', `${since(launched)} later (reads lag 2 s, as on AWS)`);
    await poll(cloud, caller, pages(arns));
  } finally {
    caller.close();
  }
}

async function poll(cloud: CloudChild, caller: Caller, all: readonly string[][]): Promise<void> {
  const before = await cloud.usage();
  const times: number[] = [];
  const small: number[] = [];
  const begin = performance.now();
  for (let call = 0; call < seconds * perSecond; call++) {
    await sleep(Math.max(0, begin + (call * 1000) / perSecond - performance.now()));
    const page = all[call % all.length] ?? [];
    const sent = performance.now();
    const text = await caller.ecsText('DescribeTasks', { cluster, tasks: page });
    times.push(performance.now() - sent);
    const again = performance.now();
    await caller.ecsText('ListClusters', {});
    small.push(performance.now() - again);
    const { tasks: found } = JSON.parse(text) as Described;
    assert.deepEqual(
      found.map(({ taskArn }) => taskArn),
      page,
    );
    assert(found.every(({ lastStatus }) => lastStatus === 'RUNNING'));
  }
  const wall = (performance.now() - begin) * 1000;
  const after = await cloud.usage();
  assert.equal(after.describes - before.describes, times.length);
  print('DescribeTasks(100)', spread(times));
  // Next to no work, so what it takes at worst is the machine's and not the cloud's.
  print('ListClusters, to compare', spread(small));
  print('cpu of the cloud', `${(((after.cpu - before.cpu) / wall) * 100).toFixed(1)} % of one core`);
  print('memory of the cloud', mebibytes(after.memory));
}

await inFolder((dataDir) =>
  CloudChild.during(
    {
      dataDir,
      runtime: 'simulated',
      scenario: { simulated: [{ durationMs: 24 * 3_600_000 }] },
      speed: 1000,
      throttle: 'off',
    },
    measure,
  ),
);
