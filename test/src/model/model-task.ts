import type { Task } from '@aws-sdk/client-ecs';
import * as fc from 'fast-check';

/** How a task goes if nobody stops it. Lengths of time in milliseconds. */
export interface TaskLife {
  /** DescribeTasks says MISSING for so long. */
  readonly unseen: number;
  readonly starts: number;
  readonly runs: number;
  readonly end: 'exits 0' | 'exits 1' | 'interrupted' | 'fails to start';
  /** How long it takes to end once its stop was accepted. */
  readonly stops: number;
}

export const lives: fc.Arbitrary<TaskLife[]> = fc.array(
  fc.record({
    unseen: fc.constantFrom(0, 0, 3_000, 200_000),
    starts: fc.constantFrom(0, 5_000, 60_000),
    runs: fc.constantFrom(0, 4_000, 90_000, 900_000),
    end: fc.constantFrom<TaskLife['end']>('exits 0', 'exits 0', 'exits 1', 'interrupted', 'fails to start'),
    stops: fc.constantFrom(0, 2_000, 50_000),
  }),
  { maxLength: 8 },
);

export const ORDINARY: TaskLife = { unseen: 0, starts: 1_000, runs: 10_000, end: 'exits 0', stops: 1_000 };

/** ECS forgets a stopped task after about an hour. */
const RETENTION_MS = 3_600_000;

/** What a RunTask has started. */
export interface TaskStart {
  readonly arn: string;
  readonly workDir: string;
  readonly n: string;
  readonly resources: Pick<Task, 'cpu' | 'memory'>;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

/** One task on the modelled ECS: where it stands follows from the time alone. */
export class ModelTask {
  /** Somebody asked for its end, be it too late. */
  stopAsked = false;
  private stopAt: number | undefined;

  readonly arn: string;
  readonly workDir: string;
  readonly n: string;

  constructor(
    private readonly start: TaskStart,
    private readonly life: TaskLife,
  ) {
    ({ arn: this.arn, workDir: this.workDir, n: this.n } = start);
  }

  /** Changes nothing where it comes too late. */
  stop(now: number): void {
    this.stopAsked = true;
    if (this.isLive(now)) this.stopAt ??= now;
  }

  isLive(now: number): boolean {
    return now < this.endsAt;
  }

  isKnown(now: number): boolean {
    return now >= this.start.createdAt + this.life.unseen && now < this.endsAt + RETENTION_MS;
  }

  /** The status its command ended with, once it has. */
  exitCode(now: number): number | undefined {
    if (this.isLive(now) || !this.endsByItself) return undefined;
    if (this.life.end === 'exits 0') return 0;
    return this.life.end === 'exits 1' ? 1 : undefined;
  }

  hasStarted(now: number): boolean {
    return this.life.end !== 'fails to start' && this.startsAt <= Math.min(now, this.endsAt);
  }

  /** What ECS says of it. */
  describe(now: number): Task {
    const started = this.hasStarted(now);
    const exitCode = this.exitCode(now);
    return {
      taskArn: this.arn,
      lastStatus: this.isLive(now) ? (started ? 'RUNNING' : 'PENDING') : 'STOPPED',
      ...this.start.resources,
      createdAt: new Date(this.start.createdAt),
      ...(started && { startedAt: new Date(this.startsAt) }),
      ...(!this.isLive(now) && this.ending),
      containers: [{ name: 'main', ...(exitCode !== undefined && { exitCode }) }],
    };
  }

  private get ending(): Pick<Task, 'stopCode' | 'stoppedReason'> {
    if (!this.endsByItself) return { stopCode: 'UserInitiated', stoppedReason: 'asked for' };
    if (this.life.end === 'interrupted') return { stopCode: 'SpotInterruption', stoppedReason: 'Host EC2' };
    return this.life.end === 'fails to start'
      ? { stopCode: 'TaskFailedToStart', stoppedReason: 'CannotStartContainerError' }
      : { stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited' };
  }

  private get startsAt(): number {
    return this.start.createdAt + this.life.starts;
  }

  private get ownEnd(): number {
    return this.startsAt + this.life.runs;
  }

  private get endsByItself(): boolean {
    return this.stopAt === undefined || this.ownEnd <= this.stopAt + this.life.stops;
  }

  private get endsAt(): number {
    const stopped = this.stopAt === undefined ? Infinity : this.stopAt + this.life.stops;
    return Math.min(this.ownEnd, stopped);
  }
}
