import type { TaskRun } from '../../spi/index.js';
import type { EcsTask } from '../aws/ecs-api.js';
import { CAPACITY } from '../outcome/retry-account.js';
import type { Route } from '../submit/routed-task.js';
import { overrunOf, type Overrun } from './overrun.js';
import type { TimeBound } from './time-bound.js';

/**
 * A cold start takes a minute or two; how and when ECS gives up where EC2 has no capacity is not written down (facts
 * §3a), so a task with another provider to go to waits no longer for this one.
 */
const BOUND: TimeBound = { ms: 10 * 60_000, setting: 'while another capacity provider is left' };

/**
 * Whether a task has waited in PROVISIONING for so long that the next provider of its list is worth a try. Each is
 * tried so once; at the last of them it waits as any task does. Read off ECS's clock, as the time it runs.
 * @param now epoch milliseconds, for an answer that does not tell its time.
 */
export function routeOverrun(
  task: TaskRun,
  seen: EcsTask | undefined,
  route: Route | undefined,
  now: number,
): Overrun | undefined {
  if (seen?.lastStatus !== 'PROVISIONING' || seen.createdAt === undefined) return undefined;
  const left = (route?.providers ?? 1) - 1 - (task.interruptions[CAPACITY] ?? 0);
  return left > 0 ? overrunOf('waited', (seen.describedAt ?? now) - seen.createdAt, BOUND) : undefined;
}
