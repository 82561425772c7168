import type { BackendTask } from '../../spi/index.js';
import { reasonOf } from '../report/reason-of.js';
import type { LeftTask } from './dead-runs.js';

/** Executors pace their calls themselves: more would only wait in their queue. */
const STOPS_AT_ONCE = 20;

/** How tasks are stopped. */
export interface StopManner {
  /** For whoever looks at a task later; a sentence. */
  readonly reason: string;
  readonly told: { sweeping(stopped: number, total: number): void };
  readonly halted: () => boolean;
}

/** A task that was not stopped. */
export interface UnstoppedTask {
  readonly task: BackendTask;
  readonly why: string;
}

/** Stops tasks, some side by side; those whose stop was not accepted, or not sent, come back. Never rejects. */
export async function stopLeftTasks(
  tasks: readonly LeftTask[],
  { reason, told, halted }: StopManner,
): Promise<readonly UnstoppedTask[]> {
  const unstopped: UnstoppedTask[] = [];
  let stopped = 0;
  const queue = tasks.values();
  const work = async (): Promise<void> => {
    for (const { task, housekeeping } of queue) {
      if (halted()) {
        unstopped.push({ task, why: 'the run is being ended' });
        continue;
      }
      try {
        await housekeeping.stop(task.nativeId, reason);
        stopped += 1;
        told.sweeping(stopped, tasks.length);
      } catch (error) {
        unstopped.push({ task, why: reasonOf(error) });
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(STOPS_AT_ONCE, tasks.length) }, work));
  return unstopped;
}
