import type { BackendTask } from '../../spi/index.js';
import type { TaggedTask } from '../aws/ecs-api.js';
import { present } from '../present.js';
import { sessionStartedBy } from '../request/run-task.js';
import { taskFacts } from '../request/tags.js';

/**
 * A task on ECS as whoever clears up sees it; undefined where no run submitted it.
 * @param cost Dollars so far, where they are known.
 */
export function backendTask(task: TaggedTask, cost: number | undefined): BackendTask | undefined {
  const sessionId = sessionStartedBy(task.startedBy);
  if (sessionId === undefined) return undefined;
  return {
    nativeId: task.arn,
    sessionId,
    state: task.lastStatus,
    ...taskFacts(task.tags),
    ...present({ submittedAt: task.createdAt, startedAt: task.startedAt, cost }),
  };
}
