import type { EcsTask, TaggedTask } from '../aws/ecs-api.js';
import type { TaskResources } from '../request/resources.js';
import { BASE_RESOURCES } from '../request/task-definition.js';
import { hasEnded } from '../outcome/task-state.js';
import { tryOf } from './task-identity.js';

/** What is to be done about the tasks that run for one attempt. */
export interface Sorted {
  /** The attempt; absent where none of them is. */
  readonly own?: TaggedTask;
  /** Tasks that must not go on. */
  readonly misfits: readonly TaggedTask[];
  /** The definite try that the attempt goes on with. */
  readonly n: number;
}

/**
 * Tells the attempt itself from tasks that a try before it had left.
 * @param live tasks of the attempt's work dir that have not ended.
 * @param recorded the latest try that was noted; a try is noted before it is sent.
 * @param asked what the attempt asks for, where that is known.
 */
export function sortOut(live: readonly TaggedTask[], recorded: number, asked?: TaskResources): Sorted {
  const latest = live.reduce((n, { tags }) => Math.max(n, tryOf(tags) ?? 0), recorded);
  // Of two with the same number the token of the first had run out (24 hours) when the second was sent.
  const own = live.find(({ tags }) => (tryOf(tags) ?? 0) === latest);
  if (own === undefined) return { misfits: live, n: latest };
  if (asked !== undefined && lacksResources(own, asked)) return { misfits: live, n: latest + 1 };
  return { own, misfits: live.filter((task) => task !== own), n: latest };
}

/**
 * Whether a task was started with the little that every definition holds instead of what was asked for: ECS had ignored
 * the overrides, and the engine that asked did not live to see to it.
 */
export function lacksResources(task: EcsTask, { cpu, memory }: TaskResources): boolean {
  if (hasEnded(task) || (cpu === BASE_RESOURCES.cpu && memory === BASE_RESOURCES.memory)) return false;
  return task.cpu === BASE_RESOURCES.cpu && task.memory === BASE_RESOURCES.memory;
}
