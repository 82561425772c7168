import type { ProcessDefinition } from '../../spi/index.js';
import type { CacheMode } from '../cache/cache-mode.js';
import type { TaskInput } from '../task/task-input.js';
import type { FailurePolicy } from '../script/failure-policy.js';
import type { TaskContext } from '../script/task-context.js';

/** What about a process is worked out anew for every attempt. */
export interface TaskDynamics {
  /** @throws ExecutorError where a directive cannot be worked out, or has no value it may have. */
  definitionFor(context: TaskContext): ProcessDefinition;
  /** As {@link definitionFor}, after a failure that counts; `context.previous` is that failure. */
  policyFor(context: TaskContext): FailurePolicy;
}

/** A task somebody wants run: what all its attempts have in common. */
export interface TaskOrder {
  /** As it stands for a first attempt. */
  readonly definition: ProcessDefinition;
  /** Absent where every attempt is as the first and the default policy holds. */
  readonly dynamics?: TaskDynamics;
  /** Name of the executor it runs on. */
  readonly executor: string;
  readonly script: string;
  /** For people; the process's name where absent. */
  readonly name?: string;
  /** Which task of its process, from 1; 1 where absent. */
  readonly index?: number;
  /** Variables exported to the command. */
  readonly environment?: Readonly<Record<string, string>>;
  /** None where absent. */
  readonly inputs?: readonly TaskInput[];
  /** Files it is to leave in its work dir, as paths or patterns from there; one that is missing is a failure. None where absent. */
  readonly outputs?: readonly string[];
  /** Whether what its command prints is an output: where it cannot be read, the task has failed. Not where absent. */
  readonly outputsStdout?: boolean;
  /** `standard` where absent. */
  readonly cache?: CacheMode;
}
