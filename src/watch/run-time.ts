import type { TaskRun } from '../../spi/index.js';
import type { EcsTask } from '../aws/ecs-api.js';
import { overrunOf, type Overrun } from './overrun.js';
import { runBound } from './time-bound.js';

/**
 * Whether a task has run for longer than its `time` allows. ECS itself has no such limit (containers-roadmap 291).
 * Both ends are read off ECS's clock, the start and the moment of the answer that shows the task: a machine whose clock
 * is wrong or set anew stops no task too early.
 * @param now epoch milliseconds, for an answer that does not tell its time.
 */
export function runOverrun(task: TaskRun, seen: EcsTask | undefined, now: number): Overrun | undefined {
  const bound = runBound(task.directives);
  // Past RUNNING its containers have ended by themselves and ECS clears up: there is nothing to stop.
  if (bound === undefined || seen?.lastStatus !== 'RUNNING' || seen.startedAt === undefined) return undefined;
  return overrunOf('ran', (seen.describedAt ?? now) - seen.startedAt, bound);
}
