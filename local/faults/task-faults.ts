import type { FusionFailure } from './fusion-failure.js';

/** What a fault rule may look at to find its tasks. */
export interface TaskMark {
  readonly arn: string;
  readonly cluster: string;
  readonly family: string;
  readonly group: string;
  readonly startedBy: string | undefined;
  readonly provider: string;
  readonly images: readonly string[];
  readonly tags: ReadonlyMap<string, string>;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

/**
 * A state a task can be made to stay in. PENDING: on its instance, where no pull ever begins (facts §3e); PULLING: ECS
 * calls that PENDING too, and the pull never ends.
 */
export type StickingStatus =
  'PROVISIONING' | 'PENDING' | 'PULLING' | 'ACTIVATING' | 'STOPPING' | 'DEPROVISIONING';

/** Scripted misfortune of single tasks, asked by ECS at the moment it could strike. */
export interface TaskFaults {
  /** Why the image cannot be pulled, in ECS's words (`CannotPullContainerError: ...`), or `undefined`. */
  pullFailure(task: TaskMark, image: string): string | undefined;
  /** Why the task cannot start after its images are there, e.g. `ResourceInitializationError: ...`. */
  startFailure(task: TaskMark): string | undefined;
  /** How Fusion fails the task's containers once they have started. */
  fusionFailure(task: TaskMark): FusionFailure | undefined;
  /** True where the task is to stay in this state: it leaves it only for a StopTask, or for the loss of its host. */
  sticksIn(task: TaskMark, status: StickingStatus): boolean;
  /** True where DescribeTasks and ListTasks do not know the task at this moment. */
  hides(task: TaskMark): boolean;
}

/** Nothing goes wrong. */
export const noTaskFaults: TaskFaults = {
  pullFailure: () => undefined,
  startFailure: () => undefined,
  fusionFailure: () => undefined,
  sticksIn: () => false,
  hides: () => false,
};
