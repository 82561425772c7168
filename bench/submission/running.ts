import { Caller } from '../measure/caller.js';
import { cluster } from '../measure/ecs-tasks.js';
import { callsOf, fewestTokens, taskRead, throttled } from './call-account.js';
import { runShaped, withSession } from './bench-session.js';
import { Deferred } from '../../test/support/deferred.js';
import type { Findings } from './findings.js';
import { inVirtualTime } from './virtual-ground.js';

const tasks = 10_000;
/** Of them, those that end one after the other while the others run. */
const ending = 100;
/** `executor.pollInterval`, by default. */
const pollInterval = 10_000;

/** 10,000 tasks run; some end. */
export function running(findings: Findings): Promise<void> {
  const simulated = [
    { durationMs: 24 * 3_600_000, match: { image: 'long' } },
    { durationMs: [60_000, 180_000] as const },
  ];
  return inVirtualTime(simulated, async (ground) => {
    await ground.during(useLargeInstances(ground.settings.aws.ecs.endpoint));
    const all = new Deferred<undefined>();
    let started = 0;
    const seenLate: number[] = [];
    const observer = {
      running: () => {
        started += 1;
        if (started === tasks) all.resolve(undefined);
      },
    };
    await withSession(ground, observer, async (session) => {
      for (let index = 0; index < tasks - ending; index++) void runShaped(session, index, { image: 'long' });
      const short = Array.from({ length: ending }, async (_, index) => {
        const { trace } = await runShaped(session, index, { image: 'short' });
        seenLate.push(ground.clock.now() - (trace?.complete ?? 0));
      });
      await ground.during(all.promise);
      const from = ground.clock.now();
      await ground.during(Promise.all(short));
      const calls = (await ground.calls()).filter(({ at }) => at >= from);
      const asked = callsOf(calls, 'DescribeTasks');
      const rounds = roundsOf(asked.map(({ at }) => at));
      findings.tell('looked at', `${((ground.clock.now() - from) / 1000).toFixed(0)} virtual seconds`);
      findings.atLeast('rounds', rounds.length, 5);
      findings.atMost('DescribeTasks a round', Math.max(...rounds), 100);
    });
    const calls = await ground.calls();
    findings.equal('DescribeTasks throttled', callsOf(calls, 'DescribeTasks').filter(throttled).length, 0);
    findings.atLeast('fewest tokens of the bucket', fewestTokens(calls, taskRead), 1);
    findings.equal('ends seen', seenLate.length, ending);
    findings.atMost('end seen after, ms', Math.max(...seenLate), pollInterval);
  });
}

/** A cluster has 5,000 instances at most (facts §5), and by itself the cloud takes the smallest that fits each task. */
async function useLargeInstances(endpoint: string): Promise<void> {
  const caller = new Caller(endpoint);
  try {
    await caller.ecs('UpdateCapacityProvider', {
      cluster,
      name: 'MANAGED_INSTANCES',
      managedInstancesProvider: {
        infrastructureRoleArn: 'arn:aws:iam::123456789012:role/ecsInfrastructureRole',
        instanceLaunchTemplate: {
          instanceRequirements: {
            vCpuCount: { min: 96 },
            memoryMiB: { min: 1 },
            allowedInstanceTypes: ['m6i.24xlarge'],
          },
        },
      },
    });
  } finally {
    caller.close();
  }
}

/** How many calls each round made: a pause of more than a second parts two rounds. */
function roundsOf(times: readonly number[]): number[] {
  const rounds: number[] = [];
  let last = -Infinity;
  for (const at of times) {
    if (at - last > 1000) rounds.push(0);
    rounds.push((rounds.pop() ?? 0) + 1);
    last = at;
  }
  return rounds;
}
