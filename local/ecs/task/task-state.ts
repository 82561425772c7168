import { type AttachmentStatus } from './attachment.js';
import { type Ending } from './ending.js';
import { type EcsTask, type TaskStatus, type TaskTimes } from './task.js';

/** Moments that {@link TaskState.mark} sets. */
export type Moment = Exclude<keyof TaskTimes, 'createdAt' | 'stoppingAt'>;

/** The one place where a task's own state changes: each change is told, and what is set once stays. */
export class TaskState {
  constructor(
    readonly task: EcsTask,
    private readonly now: () => number,
    private readonly changed: () => void,
  ) {}

  get hasVolume(): boolean {
    return this.task.attachments.some(({ type }) => type === 'AmazonElasticBlockStorage');
  }

  move(status: TaskStatus): void {
    this.task.lastStatus = status;
    this.changed();
  }

  /** The first ending wins: a StopTask after the process has exited does not turn its result into UserInitiated. */
  settle(ending: Ending): void {
    if (this.task.ending !== undefined) return;
    this.task.ending = ending;
    this.task.desiredStatus = 'STOPPED';
    this.task.times.stoppingAt = this.now();
    this.changed();
  }

  /** Notes that something happened now; told with the next move. */
  mark(...moments: readonly Moment[]): void {
    for (const moment of moments) this.task.times[moment] ??= this.now();
  }

  attachments(status: AttachmentStatus): void {
    for (const attachment of this.task.attachments) attachment.status = status;
  }

  /** The agent of its host is not heard any more; told with the next move. */
  disconnect(): void {
    if (this.task.connectivity !== undefined) this.task.connectivity = 'DISCONNECTED';
  }
}
