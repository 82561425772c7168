import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type News, type Question } from './cloud-process.js';
import { EcsCaller } from './ecs-caller.js';

/**
 * The local cloud with ten thousand tasks running: `npm run bench:local`. Counts are asserted, times printed.
 * DescribeTasks is called as often as AWS's bucket refills, 20 a second (facts §5): no client can ask more of it.
 */
const tasks = Number(process.argv[2] ?? 10_000);
const seconds = Number(process.argv[3] ?? 20);
const perSecond = 20;

interface Described {
  readonly tasks: readonly { readonly taskArn: string; readonly lastStatus: string }[];
}

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'nf-bench-'));
  const begin = performance.now();
  const child = fork(new URL('cloud-process.js', import.meta.url), [folder]);
  const news = await answerOf(child);
  assert(news.kind === 'up');
  print('ready after', `${(performance.now() - begin).toFixed(0)} ms (with the start of node)`);
  const ecs = new EcsCaller(news.endpoint);
  try {
    const arns = await launch(ecs);
    await allRunning(ecs, arns);
    await poll(child, ecs, arns);
  } finally {
    ecs.close();
    child.send('close' satisfies Question);
    await once(child, 'exit');
    await rm(folder, { recursive: true });
  }
}

async function launch(ecs: EcsCaller): Promise<string[]> {
  await ecs.call('RegisterTaskDefinition', {
    family: 'load',
    requiresCompatibilities: ['MANAGED_INSTANCES'],
    networkMode: 'host',
    cpu: '256',
    memory: '512',
    containerDefinitions: [{ name: 'main', image: 'load', command: ['true'] }],
  });
  const begin = performance.now();
  const arns: string[] = [];
  for (let call = 0; call < tasks / 10; call++) {
    const request = { cluster: 'nextflow-cluster', taskDefinition: 'load:1', count: 10 };
    const answer = (await ecs.call('RunTask', request)) as Described;
    arns.push(...answer.tasks.map(({ taskArn }) => taskArn));
  }
  print('launched', `${arns.length} tasks by ${tasks / 10} RunTask in ${since(begin)}`);
  assert.equal(new Set(arns).size, tasks);
  return arns;
}

async function allRunning(ecs: EcsCaller, arns: readonly string[]): Promise<void> {
  const begin = performance.now();
  for (const page of pages(arns)) {
    for (;;) {
      const { tasks: found } = await describe(ecs, page);
      if (found.filter(({ lastStatus }) => lastStatus === 'RUNNING').length === page.length) break;
      assert(performance.now() - begin < 120_000, 'not every task came to run in two minutes');
      await sleep(50);
    }
  }
  print('all RUNNING', `${since(begin)} later`);
}

async function poll(child: ChildProcess, ecs: EcsCaller, arns: readonly string[]): Promise<void> {
  const before = await usage(child);
  const all = pages(arns);
  const times: number[] = [];
  const begin = performance.now();
  for (let call = 0; call < seconds * perSecond; call++) {
    await sleep(Math.max(0, begin + (call * 1000) / perSecond - performance.now()));
    const sent = performance.now();
    const { tasks: found } = await describe(ecs, all[call % all.length] ?? []);
    times.push(performance.now() - sent);
    assert.equal(found.length, all[call % all.length]?.length);
    assert(found.every(({ lastStatus }) => lastStatus === 'RUNNING'));
  }
  const wall = (performance.now() - begin) * 1000;
  const after = await usage(child);
  assert.equal(after.describes - before.describes, times.length);
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share: number): string => `${(sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(2)} ms`;
  print('DescribeTasks(100)', `${times.length} calls: p50 ${at(0.5)}, p99 ${at(0.99)}, most ${at(0.9999)}`);
  print('cpu of the cloud', `${(((after.cpu - before.cpu) / wall) * 100).toFixed(1)} % of one core`);
  print('memory of the cloud', `${(after.memory / 2 ** 20).toFixed(0)} MiB`);
}

async function usage(child: ChildProcess): Promise<Extract<News, { kind: 'usage' }>> {
  child.send('usage' satisfies Question);
  const news = await answerOf(child);
  assert(news.kind === 'usage');
  return news;
}

async function answerOf(child: ChildProcess): Promise<News> {
  const [news] = (await once(child, 'message')) as [News];
  return news;
}

const describe = async (ecs: EcsCaller, page: readonly string[]): Promise<Described> =>
  (await ecs.call('DescribeTasks', { cluster: 'nextflow-cluster', tasks: page })) as Described;

const pages = (arns: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(arns.length / 100) }, (_, page) => arns.slice(page * 100, page * 100 + 100));

const since = (begin: number): string => `${((performance.now() - begin) / 1000).toFixed(1)} s`;

function print(what: string, figure: string): void {
  process.stdout.write(`${what.padEnd(22)}${figure}\n`);
}

await main();
