import { type ContainerSpec, type StartFailure } from '../task-runtime.js';
import { type ProcessSpec, type TaskProcess } from './task-process.js';

/** What a task's first process is given. */
export interface TaskFiles {
  /** Folder of this container alone, on the host. */
  readonly scratch: string;
  /** The script in Fusion's place, on the host. */
  readonly standIn: string;
}

/** How to start a container's first process, and how to reach it once it is there. */
export interface Plan extends ProcessSpec {
  /**
   * Resolves when the container's own command runs, or fails where it cannot be run although the process that was to
   * run it could. Not called where the process could not be started.
   */
  readonly settled?: (process: TaskProcess) => Promise<StartFailure | undefined>;
  /** Sends a signal to the container's first process; absent: the process that was started is the first. */
  readonly signal?: (process: TaskProcess, name: 'SIGTERM' | 'SIGKILL') => void;
  /** A command beside the first process, for a probe. */
  readonly beside: (command: readonly string[]) => ProcessSpec;
}

/** How far a runtime of processes keeps a task from the rest of the machine. */
export interface Confinement {
  /** What it is, for people. */
  readonly description: string;
  /** What tasks have to know of it, said at the first one. */
  readonly notice: string;
  /** What the container asks for and is not given, by ECS's names. */
  lacks(container: ContainerSpec): readonly string[];
  /** Its first process; rejects where the system refuses a folder or file it takes. */
  plan(container: ContainerSpec, files: TaskFiles): Promise<Plan | StartFailure>;
  /** The task has ended: its volumes go. Never rejects. */
  forget(taskId: string): Promise<void>;
}
