import type { Clock, Executor, Logger } from '../../spi/index.js';
import { inventSessionId } from '../engine/run-names.js';
import type { RunOwner } from '../lease/run-owner.js';
import { SessionLease, witnessOf } from '../lease/session-lease.js';
import { reasonOf } from '../report/reason-of.js';
import type { FileStore } from '../storage/file-store.js';
import { findDeadRuns, tasksOfSession, type DeadRun, type LeftTask } from './dead-runs.js';
import { stopLeftTasks } from './stop-left-tasks.js';

/** The lease of a dead run that left nothing is of no use to anybody after this time. */
const LEASE_KEPT_MS = 30 * 24 * 3_600_000;

/** What a dead run left behind. */
export interface LeftRun {
  readonly runName: string;
  readonly sessionId: string;
  /** Tasks that run, or are about to; 1 or more. */
  readonly tasks: number;
}

/** Who is told. */
export interface LeftoverTold {
  /** Dead runs of the script left tasks, and none is stopped. */
  leftBehind(runs: readonly LeftRun[]): void;
  /** Stops accepted so far, of those to send. */
  sweeping(stopped: number, total: number): void;
}

/** What leftovers are looked for with. */
export interface LeftoverGround {
  readonly files: FileStore;
  readonly workDir: string;
  readonly scriptPath: string;
  readonly sessionId: string;
  readonly runName: string;
  readonly owner: RunOwner;
  readonly executors: ReadonlyMap<string, Executor>;
  readonly clock: Clock;
  readonly random: () => number;
  readonly logger: Logger;
  readonly told: LeftoverTold;
  /** Whether they are stopped; else they are told of. */
  readonly sweep: boolean;
  /** Whether the run is being ended: nothing more is looked for or stopped. */
  readonly halted: () => boolean;
}

interface LeftByRun {
  readonly run: DeadRun;
  readonly tasks: readonly LeftTask[];
}

/**
 * Tasks that dead runs of the same script left in the same work dir: told of, and stopped only where that was asked for.
 * What a live engine has is never touched: whoever stops tasks of a session holds its lease.
 */
export class Leftovers {
  constructor(private readonly ground: LeftoverGround) {}

  /** Looks once. Never rejects: a run does not end for what others left. */
  async attend(): Promise<void> {
    const { sweep } = this.ground;
    try {
      const left = await this.look();
      if (left.length === 0 || this.ground.halted()) return;
      if (sweep) await this.sweep(left);
      else this.ground.told.leftBehind(left.map(describe));
    } catch (error) {
      const deed = sweep ? 'stopped' : 'looked for';
      this.ground.logger.warn(
        `Tasks that dead runs may have left could not be ${deed}: ${reasonOf(error)}. The run goes on.`,
      );
    }
  }

  private async look(): Promise<readonly LeftByRun[]> {
    const { files, workDir, scriptPath, sessionId, owner, executors } = this.ground;
    const housekeepers = [...executors.values()].filter(({ housekeeping }) => housekeeping !== undefined);
    if (housekeepers.length === 0) return [];
    const witness = witnessOf(owner);
    const dead = await findDeadRuns({ files, workDir, scriptPath, sessionId, witness });
    const left: LeftByRun[] = [];
    for (const run of dead) {
      if (this.ground.halted()) break;
      const tasks = await tasksOfSession(run.record.sessionId, housekeepers);
      if (tasks.length > 0) left.push({ run, tasks });
      else if (run.ageMs >= LEASE_KEPT_MS) await files.removeAll([run.uri]);
    }
    return left;
  }

  private async sweep(left: readonly LeftByRun[]): Promise<void> {
    const { logger, told, halted, runName } = this.ground;
    const held: { readonly lease: SessionLease; readonly tasks: readonly LeftTask[] }[] = [];
    try {
      for (const { run } of left) {
        const lease = await this.hold(run);
        // Again, now that nobody else can begin with them.
        if (lease !== undefined) held.push({ lease, tasks: await this.tasksOf(run) });
      }
      const tasks = held.flatMap((one) => one.tasks);
      const reason = `The run that submitted it is gone; run ${runName} was told to sweep up after it.`;
      const failures = await stopLeftTasks(tasks, { reason, told, halted });
      for (const { task, why } of failures)
        logger.warn(`Task ${task.nativeId} of a dead run was not stopped: ${why}`);
      const failed = new Set(failures.map(({ task }) => task.nativeId));
      for (const { lease, tasks: own } of held.splice(0))
        await lease.release(own.filter(({ task }) => failed.has(task.nativeId)).length);
    } finally {
      for (const { lease, tasks } of held) await lease.release(Math.max(1, tasks.length));
    }
  }

  private tasksOf({ record }: DeadRun): Promise<readonly LeftTask[]> {
    return tasksOfSession(record.sessionId, this.ground.executors.values());
  }

  /** Takes the session of a dead run, so that no engine goes on with it meanwhile; undefined where one just did. */
  private async hold({ record }: DeadRun): Promise<SessionLease | undefined> {
    const { files, clock, logger, workDir, owner, random, runName } = this.ground;
    const { sessionId, scriptPath } = record;
    const engine = inventSessionId(random);
    const script = scriptPath === undefined ? {} : { scriptPath };
    const holder = { sessionId, engine, runName, ...script };
    const lease = new SessionLease({ files, clock, logger, workDir, owner, holder }, () => undefined);
    try {
      await lease.acquire();
      return lease;
    } catch (error) {
      logger.warn(`Tasks of run ${record.runName} are left alone: ${reasonOf(error)}`);
      return undefined;
    }
  }
}

function describe({ run: { record }, tasks }: LeftByRun): LeftRun {
  return { runName: record.runName, sessionId: record.sessionId, tasks: tasks.length };
}
