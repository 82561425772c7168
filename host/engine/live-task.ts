import type { Executor, ProcessDefinition, TaskHandler, TaskRun } from '../../spi/index.js';
import type { TaskStanding } from '../cache/task-places.js';
import type { PreviousAttempt, TaskContext } from '../script/task-context.js';
import { shortHash } from '../task/work-dir.js';
import type { AttemptEnd } from './attempt-end.js';
import type { KnownTask, TaskView } from './run-api.js';
import type { TaskOrder } from './task-order.js';

/** One attempt at a task, from its making to its end. */
export interface TaskAttempt {
  readonly run: TaskRun;
  readonly executor: Executor;
  readonly handler: TaskHandler;
  /** Whether its monitor has begun to submit it: what only waits can be taken back without the backend. */
  readonly begun: boolean;
}

/** One task over all its attempts. */
export interface LiveTask<O extends TaskOrder = TaskOrder> {
  readonly order: O;
  /** What the attempt under way, or the last one, asks for. */
  definition: ProcessDefinition;
  /** The attempt under way, or the last one; absent between two, and where none could be made. */
  attempt: TaskAttempt | undefined;
  /** Absent until its first attempt has a place. */
  standing: TaskStanding | undefined;
  /** Attempts made so far. */
  attempts: number;
  /** Failures so far that counted against the user's retries. */
  errorCount: number;
  /** Free resubmissions so far, by budget. */
  interruptions: Readonly<Record<string, number>>;
  /** How the last attempts that failed ended, oldest first. */
  ends: readonly AttemptEnd[];
  /** The end of the attempt before, whole. */
  previous: PreviousAttempt | undefined;
  /** Somebody wants it ended: it goes no other time. */
  cancelled: boolean;
}

/** A task before its first attempt. */
export function newTask<O extends TaskOrder>(order: O): LiveTask<O> {
  return {
    order,
    definition: order.definition,
    attempt: undefined,
    standing: undefined,
    attempts: 0,
    errorCount: 0,
    interruptions: {},
    ends: [],
    previous: undefined,
    cancelled: false,
  };
}

/** What people see of an attempt now. */
export function viewOf({ run, handler }: TaskAttempt): TaskView {
  const { nativeId, adopted } = handler;
  return {
    ...viewOfRun(run),
    ...(nativeId === undefined ? {} : { nativeId }),
    ...(adopted === true ? { adopted } : {}),
  };
}

/** What people see of an attempt that no executor was given. */
export function viewOfRun({ hash, name, process, workDir }: TaskRun): TaskView {
  return { shortHash: shortHash(hash), name, process, workDir };
}

/** What people see of a task, whether or not an attempt at it could be made. */
export function knownOf({ order, attempt }: LiveTask): KnownTask {
  const process = order.definition.name;
  return attempt === undefined ? { name: order.name ?? process, process } : viewOf(attempt);
}

/** What dynamic directives may look at. `attempt` is the one to be made, or the one that has just failed. */
export function contextOf(
  { order, errorCount, interruptions, previous }: LiveTask,
  attempt: number,
  processErrors: number,
): TaskContext {
  const { definition, name = definition.name, index = 1 } = order;
  return {
    process: definition.name,
    name,
    index,
    attempt,
    errorCount,
    processErrors,
    interruptions: Object.values(interruptions).reduce((sum, count) => sum + count, 0),
    ...(previous === undefined ? {} : { previous }),
  };
}
