import type { Executor, Logger, ShutdownOptions } from '../../spi/index.js';
import { END_PATIENCE_MS } from './end-patience.js';
import { reasonOf } from '../report/reason-of.js';

/** What the shutdown of all executors left behind. */
export interface RemainingTasks {
  /** Native ids of tasks the backend may still run. */
  readonly unfinished: readonly string[];
  /** Executors whose shutdown itself failed: nobody knows what they left. */
  readonly failed: readonly string[];
}

/** How executors are shut down. */
export interface ShutdownManner {
  /** See `ShutdownOptions`. */
  readonly leaveRunning?: boolean;
  /** Told after each accepted stop: how many, of how many on all executors. */
  readonly stopping?: StopProgress;
  /** What is done meanwhile by way of the executors' connections: they are kept until it is through. Never rejects. */
  readonly meanwhile?: (progress: StopProgress) => Promise<void>;
}

type StopProgress = (stopped: number, total: number) => void;

/** Shuts executors down side by side and adds up their progress. Never rejects. */
export async function shutDownAll(
  executors: Iterable<Executor>,
  logger: Logger,
  { leaveRunning = false, stopping, meanwhile }: ShutdownManner,
): Promise<RemainingTasks> {
  const progress = new Map<unknown, readonly [number, number]>();
  const progressOf =
    (who: unknown): StopProgress =>
    (stopped, total) => {
      progress.set(who, [stopped, total]);
      stopping?.(sum(progress, 0), sum(progress, 1));
    };
  const beside = meanwhile?.(progressOf(meanwhile));
  const unfinished: string[] = [];
  const failed: string[] = [];
  const shutDown = async (executor: Executor): Promise<void> => {
    const options: ShutdownOptions = {
      graceMs: END_PATIENCE_MS,
      ...(leaveRunning ? { leaveRunning } : {}),
      progress: progressOf(executor),
    };
    if (beside !== undefined) await Promise.allSettled([endTasks(executor, options), beside]);
    try {
      const report = await executor.shutdown(options);
      for (const { nativeId } of report.unfinished) if (nativeId !== undefined) unfinished.push(nativeId);
    } catch (error) {
      failed.push(executor.name);
      logger.error(`Executor ${executor.name} did not shut down: ${reasonOf(error)}`);
    }
  };
  await Promise.all([...executors].map(shutDown));
  return { unfinished, failed };
}

/** Its connections stay open; how it went is told by the shutdown of the executor, which comes behind it. */
async function endTasks(executor: Executor, options: ShutdownOptions): Promise<void> {
  await executor.createTaskMonitor().shutdown(options);
}

function sum(progress: ReadonlyMap<unknown, readonly [number, number]>, index: 0 | 1): number {
  let total = 0;
  for (const counts of progress.values()) total += counts[index];
  return total;
}
