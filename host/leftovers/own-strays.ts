import type { Clock, Executor, Logger } from '../../spi/index.js';
import { Turnstile } from '../engine/turnstile.js';
import type { SessionLease } from '../lease/session-lease.js';
import { reasonOf } from '../report/reason-of.js';
import type { FileStore } from '../storage/file-store.js';
import { tasksOfSession, type LeftTask } from './dead-runs.js';
import { stopLeftTasks, type UnstoppedTask } from './stop-left-tasks.js';
import { standingOf } from './stray-standing.js';
import { TimeUp } from './time-up.js';

/** The end of a session waits no longer for a backend that neither tells nor stops anything, in milliseconds. */
const PATIENCE_MS = 30_000;
const LOOKS_AT_ONCE = 20;

/** What strays are looked for with. */
export interface StrayGround {
  readonly sessionId: string;
  readonly runName: string;
  /** URI, without a slash at its end. */
  readonly workDir: string;
  readonly files: Pick<FileStore, 'exists'>;
  readonly executors: readonly Executor[];
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
  readonly lease: Pick<SessionLease, 'settled' | 'isHeld'>;
  /** Native ids that handlers of this session have by now: their monitors stop those. */
  readonly held: () => ReadonlySet<string>;
}

/** What the end of a session could not bring to an end, of what was no handler's. */
export interface StraysLeft {
  /** Native ids. */
  readonly unfinished: readonly string[];
  /** Whether there may be more, that nobody could look at. */
  readonly unseen: boolean;
}

/** No stray was left. */
export const NO_STRAYS: StraysLeft = { unfinished: [], unseen: false };

/**
 * Tasks that earlier runs of a session submitted and that this one has not taken over: it was ended before, or its
 * pipeline has changed and nothing asks for them. At its end nobody is left who would wait for them.
 */
export class OwnStrays {
  private readonly time: TimeUp;

  constructor(private readonly ground: StrayGround) {
    this.time = new TimeUp(ground.clock, PATIENCE_MS);
  }

  /**
   * Looks once, and stops them. What has ended, and only leaves its files, is left to that. Never rejects, and waits no
   * longer than half a minute for whoever does not answer.
   * @param progress told after each accepted stop.
   */
  async end(progress: (stopped: number, total: number) => void): Promise<StraysLeft> {
    try {
      if (await this.mayTouch()) return await this.endThem(progress);
      return NO_STRAYS;
    } finally {
      this.time.end();
    }
  }

  /** Without its lease the session may be another engine's by now, and so may its tasks. */
  private async mayTouch(): Promise<boolean> {
    const { lease, executors, logger } = this.ground;
    if (executors.every(({ housekeeping }) => housekeeping === undefined)) return false;
    await this.time.limit(() => lease.settled()).catch(() => undefined);
    if (lease.isHeld) return true;
    logger.info(
      'Tasks that earlier runs of the session may have left were not stopped: this run does not hold the session.',
    );
    return false;
  }

  private async endThem(progress: (stopped: number, total: number) => void): Promise<StraysLeft> {
    const { runName } = this.ground;
    const { tasks, unseen } = await this.find();
    const { strays, unknown } = await this.sort(tasks);
    const bounded = strays.map((stray) => this.bounded(stray));
    const unstopped = await stopLeftTasks(bounded, {
      reason: `Run ${runName} of its session has ended, and did not wait for it.`,
      told: { sweeping: progress },
      halted: () => false,
    });
    this.tell(strays.length - unstopped.length, [...unknown, ...unstopped]);
    return { unfinished: [...unknown, ...unstopped].map(({ task }) => task.nativeId), unseen };
  }

  private async find(): Promise<{ readonly tasks: readonly LeftTask[]; readonly unseen: boolean }> {
    const { executors, sessionId, logger } = this.ground;
    const found = new Map<string, LeftTask>();
    let unseen = false;
    const look = async (executor: Executor): Promise<void> => {
      try {
        const tasks = await this.time.limit(() => tasksOfSession(sessionId, [executor]));
        // Two executors of one backend see the same tasks.
        for (const left of tasks) found.set(left.task.nativeId, left);
      } catch (error) {
        unseen = true;
        logger.warn(
          `Tasks that earlier runs of the session may have left could not be looked for: ${reasonOf(error)}. They may ` +
            'go on running: stop them, or go on with the session.',
        );
      }
    };
    await Promise.all(executors.map(look));
    return { tasks: [...found.values()], unseen };
  }

  private async sort(
    tasks: readonly LeftTask[],
  ): Promise<{ readonly strays: readonly LeftTask[]; readonly unknown: readonly UnstoppedTask[] }> {
    const turnstile = new Turnstile(LOOKS_AT_ONCE);
    const strays: LeftTask[] = [];
    const unknown: UnstoppedTask[] = [];
    const held = this.ground.held();
    const look = async (left: LeftTask): Promise<void> => {
      const { task } = left;
      try {
        const standing = await turnstile.pass(() => this.time.limit(() => standingOf(task, this.ground)));
        if (standing === 'stray') strays.push(left);
        if (standing === 'unknown') unknown.push({ task, why: 'the backend does not tell what it is of' });
      } catch (error) {
        unknown.push({ task, why: `whether it has ended is not known (${reasonOf(error)})` });
      }
    };
    await Promise.all(tasks.filter(({ task }) => !held.has(task.nativeId)).map(look));
    return { strays, unknown };
  }

  /** As the task, but nobody waits too long for its stop, and none is sent once the session is lost. */
  private bounded({ task, housekeeping }: LeftTask): LeftTask {
    const stop = async (nativeId: string, reason: string): Promise<void> => {
      if (!this.ground.lease.isHeld) throw new Error('another engine may have the session');
      await this.time.limit(() => housekeeping.stop(nativeId, reason));
      this.time.extend();
    };
    return { task, housekeeping: { stop } };
  }

  private tell(stopped: number, left: readonly UnstoppedTask[]): void {
    const { logger } = this.ground;
    if (stopped > 0) logger.info(`Stopped ${countOf(stopped)} of this session that nothing waited for.`);
    const [first] = left;
    if (first === undefined) return;
    const { task, why } = first;
    logger.warn(
      `${countOf(left.length)} of this session that nothing waits for could not be stopped: ${task.nativeId}: ${why}. ` +
        'What runs of them goes on: stop it, or go on with the session.',
    );
  }
}

function countOf(tasks: number): string {
  return tasks === 1 ? '1 task' : `${tasks} tasks`;
}
