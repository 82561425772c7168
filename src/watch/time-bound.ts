import type { TaskDirectives } from '../../spi/index.js';
import type { AwsEcsConfig } from '../config/awsecs-config.js';
import { timeSpanText } from '../config/time-span.js';
import { readTime } from '../request/time-limit.js';

/** How long a task may be in one phase of its life, and what says so. */
export interface TimeBound {
  readonly ms: number;
  /**
   * Whether it counts anew when another task that wants the same finds room, false by default. So it is with the
   * session's bound, which ends what would wait for ever, not what stands in a long line that moves.
   */
  readonly renews?: boolean;
  /** What sets it, for people. */
  readonly setting: string;
}

/**
 * How long a task may be without an instance: while ECS has no room for it and while ECS, having taken it, finds it
 * none. Both are one wait to whoever waits for the task. The task's own bound, else that of the session.
 */
export function waitBound({ others }: TaskDirectives, config: AwsEcsConfig): TimeBound {
  const own = others['maxSubmitAwait'];
  return typeof own === 'number'
    ? { ms: own, setting: 'maxSubmitAwait' }
    : { ms: config.provisioningTimeout, renews: true, setting: 'aws.ecs.provisioningTimeout' };
}

/** How long a task may be on an instance without being started; undefined where nobody limits it. */
export function pendingBound(config: Pick<AwsEcsConfig, 'pendingTimeout'>): TimeBound | undefined {
  const ms = config.pendingTimeout;
  return ms === undefined ? undefined : { ms, setting: 'aws.ecs.pendingTimeout' };
}

/** How long a task may run; undefined where nobody limits it. */
export function runBound({ others }: TaskDirectives): TimeBound | undefined {
  const { time } = others;
  // Asked of every running task in every round: most have none.
  if (time === undefined) return undefined;
  const limit = readTime(time);
  return limit.ok ? { ms: limit.value, setting: 'time' } : undefined;
}

/** E.g. `30 min (maxSubmitAwait)`. */
export function timeBoundText({ ms, setting }: TimeBound): string {
  return `${timeSpanText(ms)} (${setting})`;
}
