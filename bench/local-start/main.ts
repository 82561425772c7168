import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalCloudOptions } from '../../local/index.js';
import { Caller } from '../measure/caller.js';
import { CloudChild, inFolder } from '../measure/cloud-child.js';
import { cluster, reach, register, runTen } from '../measure/ecs-tasks.js';
import { mebibytes, print, since } from '../measure/figures.js';

/**
 * How long `startLocalCloud` takes, with an empty folder and with what a cloud before has kept, and how large its
 * journal is: `npm run bench:start`. Counts are asserted, times printed.
 */
const tasks = Number(process.argv[2] ?? 20_000);
const definitions = Number(process.argv[3] ?? 5000);

function options(dataDir: string, keep: boolean): LocalCloudOptions {
  return {
    dataDir,
    keep,
    runtime: 'simulated',
    scenario: { simulated: [{ durationMs: 10 }] },
    speed: 1000,
    throttle: 'off',
  };
}

const ready = (cloud: CloudChild): string => `${cloud.up.startMs.toFixed(0)} ms`;

async function fill(cloud: CloudChild): Promise<void> {
  const caller = new Caller(cloud.up.endpoint);
  try {
    const begin = performance.now();
    const arns: string[] = [];
    for (let family = 0; family < definitions; family++) await register(caller, `kept-${family}`);
    for (let call = 0; call < tasks / 10; call++) {
      const more = { clientToken: `kept-${call}` };
      arns.push(...(await runTen(caller, `kept-${call % definitions}:1`, more)));
    }
    await reach(caller, 'STOPPED', arns);
    assert.equal(new Set(arns).size, tasks);
    print('filled', `${arns.length} tasks and ${definitions} definitions in ${since(begin)}`);
  } finally {
    caller.close();
  }
}

/** Everything is found again: counted by whole listings. */
async function find(cloud: CloudChild): Promise<void> {
  const caller = new Caller(cloud.up.endpoint);
  try {
    const stopped = { cluster, desiredStatus: 'STOPPED' };
    assert.equal(await listed(caller, 'ListTasks', 'taskArns', stopped), tasks);
    assert.equal(await listed(caller, 'ListTaskDefinitions', 'taskDefinitionArns', {}), definitions);
    print('memory of the cloud', mebibytes((await cloud.usage()).memory));
  } finally {
    caller.close();
  }
}

async function listed(caller: Caller, operation: string, member: string, input: object): Promise<number> {
  const found = new Set<string>();
  let nextToken: string | undefined;
  do {
    const page = (await caller.ecs(operation, { ...input, nextToken })) as Record<string, unknown>;
    for (const arn of page[member] as readonly string[]) found.add(arn);
    nextToken = page['nextToken'] as string | undefined;
  } while (nextToken !== undefined);
  return found.size;
}

await inFolder(async (dataDir) => {
  await CloudChild.during(options(dataDir, false), (cloud) => {
    print('start, empty folder', ready(cloud));
    return Promise.resolve();
  });
  await CloudChild.during(options(dataDir, true), fill);
  const { size } = await stat(join(dataDir, 'state', 'journal'));
  print('journal', `${mebibytes(size)}, ${(size / (tasks + definitions)).toFixed(0)} bytes a record kept`);
  // Each task is written anew as it changes: what has been overtaken must not pile up.
  assert(size < 16 * 2 ** 20 + (tasks + definitions) * 3 * 3000, `the journal has ${size} bytes`);
  await CloudChild.during(options(dataDir, true), async (cloud) => {
    print('start, kept state', ready(cloud));
    await find(cloud);
  });
});
