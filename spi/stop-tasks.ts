import type { Clock } from './clock.js';
import { Deadline } from './deadline.js';
import { messageOf } from './submit-outcome.js';
import type { TaskHandler } from './task-handler.js';
import type { ShutdownOptions } from './task-monitor.js';
import type { TroubleLog } from './trouble-log.js';

/**
 * A shutdown gives up on stops when none was accepted for this long, and on a round that takes this long. A network that
 * is gone for minutes is to leave nothing running; who cannot wait for that can leave at once.
 */
export const STALLED_MS = 10 * 60_000;

/** Who is told of stops, and whose time they take. */
export interface Stopping {
  readonly clock: Clock;
  readonly trouble: TroubleLog;
  readonly progress?: ShutdownOptions['progress'];
}

/** Kills all of them side by side; resolves to how many stops were accepted, also where others hang. */
export async function stopTasks(
  targets: readonly TaskHandler[],
  { clock, trouble, progress }: Stopping,
): Promise<number> {
  const stalled = new Deadline(clock, STALLED_MS);
  let stopped = 0;
  const kill = async (handler: TaskHandler): Promise<void> => {
    try {
      await handler.kill();
      stopped += 1;
      stalled.extend();
      trouble.tell(() => progress?.(stopped, targets.length));
    } catch (error) {
      const fields = { nativeId: handler.nativeId };
      trouble.error(`Could not stop task ${handler.task.name}: ${messageOf(error)}`, fields);
    }
  };
  await Promise.race([Promise.all(targets.map(kill)), stalled.reached]);
  stalled.cancel();
  return stopped;
}
