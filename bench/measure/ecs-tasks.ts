import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Caller } from './caller.js';

export const cluster = 'nextflow-cluster';

/** What the benchmarks read of RunTask's and DescribeTasks' answers. */
export interface Described {
  readonly tasks: readonly { readonly taskArn: string; readonly lastStatus: string }[];
}

/** Registers a definition of one container; answers what RunTask calls it. */
export async function register(cloud: Caller, family: string, container: object = {}): Promise<string> {
  await cloud.ecs('RegisterTaskDefinition', {
    family,
    requiresCompatibilities: ['MANAGED_INSTANCES'],
    networkMode: 'host',
    cpu: '256',
    memory: '512',
    // awslogs needs one (facts §6a).
    executionRoleArn: 'arn:aws:iam::123456789012:role/ecsTaskExecutionRole',
    containerDefinitions: [{ name: 'main', image: 'load', command: ['true'], ...container }],
  });
  return `${family}:1`;
}

/** Ten tasks by one RunTask; answers their ARNs. */
export async function runTen(cloud: Caller, taskDefinition: string, more: object = {}): Promise<string[]> {
  const answer = await cloud.ecs('RunTask', { cluster, taskDefinition, count: 10, ...more });
  return (answer as Described).tasks.map(({ taskArn }) => taskArn);
}

/** Waits until every task has a status; fails after two minutes. */
export async function reach(cloud: Caller, status: string, arns: readonly string[]): Promise<void> {
  const begin = performance.now();
  for (const page of pages(arns)) {
    for (;;) {
      const { tasks } = (await cloud.ecs('DescribeTasks', { cluster, tasks: page })) as Described;
      if (tasks.filter(({ lastStatus }) => lastStatus === status).length === page.length) break;
      assert(performance.now() - begin < 120_000, `not every task was ${status} in two minutes`);
      await sleep(50);
    }
  }
}

/** A hundred each, as DescribeTasks takes them. */
export const pages = (arns: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(arns.length / 100) }, (_, page) => arns.slice(page * 100, page * 100 + 100));
