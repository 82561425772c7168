import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { Caller } from '../measure/caller.js';
import { inFolder } from '../measure/cloud-child.js';
import { cluster, register, runTen } from '../measure/ecs-tasks.js';
import { mebibytes, print, since } from '../measure/figures.js';
import { type DaysCloud, startDaysCloud } from './days-cloud.js';
import { livingObjects } from './objects.js';

/**
 * Days of tasks in minutes, by virtual time, through the cloud's HTTP door in this process: `npm run bench:days`.
 * What the cloud holds is counted every six hours, and no count may be past what an hour of tasks accounts for.
 */
const days = Number(process.argv[2] ?? 3);
const callsPerMinute = 10;
const minute = 60_000;
const perHour = callsPerMinute * 10 * 60;

/** What may live. A stopped task is shown for an hour (facts §3b); starts and ends take minutes beside. */
const most = {
  tasks: perHour * 1.2,
  // Of calls: a token outlives its tasks by an hour and is looked at two a call, so twice that is its bound.
  tokens: 2 * callsPerMinute * 60 * 1.2,
  // Those that live and those that ended within the hour.
  instances: 200,
  streams: 10_000,
  lives: callsPerMinute * 10 * 10,
};

async function measure(cloud: DaysCloud): Promise<void> {
  const caller = new Caller(cloud.endpoint);
  try {
    await caller.logs('CreateLogGroup', { logGroupName: '/days' });
    const logConfiguration = {
      logDriver: 'awslogs',
      options: { 'awslogs-group': '/days', 'awslogs-region': 'us-east-1', 'awslogs-stream-prefix': 'days' },
    };
    const definition = await register(caller, 'days', { logConfiguration });
    const begin = performance.now();
    let earlier: string[] = [];
    for (let now = 1; now <= days * 1440; now++) {
      for (let call = 0; call < callsPerMinute; call++) {
        const token = { clientToken: `${now}-${call}`, startedBy: `run-${now}` };
        const arns = await runTen(caller, definition, token);
        assert.equal(arns.length, 10);
        if (now % 360 === 350) earlier.push(...arns);
      }
      await cloud.time.advance(minute);
      if (now % 360 === 355) {
        await allSucceeded(caller, earlier);
        earlier = [];
      }
      if (now % 360 === 0) await count(cloud, now / 60, begin);
    }
    assert.equal(cloud.calls.count('ecs', 'RunTask'), days * 1440 * callsPerMinute);
  } finally {
    caller.close();
  }
}

/** Were they to fail at the start, there would be little to leak. */
async function allSucceeded(caller: Caller, arns: readonly string[]): Promise<void> {
  const { tasks } = (await caller.ecs('DescribeTasks', { cluster, tasks: arns })) as {
    readonly tasks: readonly { readonly containers: readonly { readonly exitCode?: number }[] }[];
  };
  assert.equal(tasks.filter(({ containers: [main] }) => main?.exitCode === 0).length, arns.length);
}

async function count({ book, time }: DaysCloud, hours: number, begin: number): Promise<void> {
  // A turn of the event loop lets go of what the last calls held.
  await sleep(0);
  const objects = livingObjects();
  const counts = {
    tasks: book.count('task/'),
    tokens: book.count('client-token/'),
    instances: book.count('container-instance'),
    streams: book.count('logs-stream'),
    timers: time.pending,
    ...objects,
  };
  print(`hour ${hours}, after ${since(begin)}`, `RSS ${mebibytes(process.memoryUsage().rss)}`);
  print('', JSON.stringify(counts));
  assert(counts.tasks > perHour * 0.9 && counts.tasks <= most.tasks, 'tasks');
  assert(counts.tokens > 0 && counts.tokens <= most.tokens, 'client tokens');
  assert(counts.instances > 0 && counts.instances <= most.instances, 'instances');
  assert(objects.ManagedInstance <= most.instances, 'instances in memory');
  assert(counts.streams > 0 && counts.streams <= most.streams, 'log streams');
  assert(objects.LogStream <= most.streams + 1, 'log streams in memory');
  assert(objects.TaskLife <= most.lives, 'lives of tasks in memory');
  assert(objects.TaskClaim <= most.lives, 'claims of tasks in memory');
  assert(objects.ContainerRun <= most.lives, 'containers in memory');
  assert(objects.SimulatedContainer <= most.lives, 'simulated containers in memory');
}

await inFolder(async (dataDir) => {
  const cloud = await startDaysCloud(dataDir);
  try {
    await measure(cloud);
  } finally {
    await cloud.close();
  }
});
