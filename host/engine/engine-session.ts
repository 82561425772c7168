import { RequestError, type ConfigMap, type Executor, type Session, type TaskRun } from '../../spi/index.js';
import { TaskPlaces } from '../cache/task-places.js';
import type { LeaseRecord } from '../lease/lease-record.js';
import type { RunOwner } from '../lease/run-owner.js';
import type { SessionLease } from '../lease/session-lease.js';
import { NO_STRAYS } from '../leftovers/own-strays.js';
import type { ExecutorRegistry } from '../plugin/executor-registry.js';
import type { FileStore } from '../storage/file-store.js';
import type { Asker } from './asker.js';
import { deferred } from './deferred.js';
import type { ImageSource } from '../wave/image-source.js';
import { createExecutors, startExecutors, type PlacedProcess } from './executor-set.js';
import { shutDownAll, type ShutdownManner } from './executor-shutdown.js';
import { newTask } from './live-task.js';
import type { Refusals } from './refusals.js';
import { openLease, openStrays } from './session-hold.js';
import { TaskDispatcher } from './task-dispatcher.js';
import type { TaskFollower } from './task-follower.js';
import { TaskFactory } from './task-factory.js';
import type { TaskOrder } from './task-order.js';
import { refuseNoWorkDir, refuseWorkDir, requireBucket, type ChosenWorkDir } from './work-dir-check.js';

/** What a session is opened with. */
export interface SessionGround<O extends TaskOrder> {
  readonly asker: Asker;
  /** The session as executors see it; what this module makes itself is left out. */
  readonly identity: Omit<Session, 'workDir' | 'config' | 'events' | 'resolvesContainers'>;
  /** Whether its id was given: earlier runs of it are gone on with. */
  readonly resumes: boolean;
  /** The process that holds the session. */
  readonly owner: RunOwner;
  /** Absolute path; absent where the session runs no script. */
  readonly scriptPath?: string;
  readonly config: ConfigMap;
  readonly workDir: ChosenWorkDir;
  readonly registry: ExecutorRegistry;
  /** Names of the executors to make. */
  readonly executors: Iterable<string>;
  /** What is known of the processes that will run. */
  readonly processes: readonly PlacedProcess[];
  readonly store: FileStore;
  /** Absent where nobody says that images hold what starts a task. The session ends it. */
  readonly images?: ImageSource;
  readonly follower: TaskFollower<O>;
}

/**
 * The executors of one session and the dispatcher of its tasks. It is prepared without a call to a backend, started
 * once, and shut down whatever happened.
 */
export class EngineSession<O extends TaskOrder> {
  private readonly halting = deferred();
  private readonly losing = deferred();
  private readonly lease: SessionLease;
  private halted = false;
  private lost = false;
  private refused = false;

  private constructor(
    readonly executors: ReadonlyMap<string, Executor>,
    readonly dispatcher: TaskDispatcher<O>,
    /** As executors see it. */
    readonly session: Session,
    /** See {@link sampleOf}. */
    private readonly sample: (order: O) => TaskRun,
    private readonly ground: SessionGround<O>,
  ) {
    this.lease = openLease(ground, (by) => this.lose(by));
  }

  /**
   * Makes the executors and asks them about the processes. Where anything stands in the way, those made are let go of.
   * @throws ExecutorError with everything in `refusals` and every problem found here.
   */
  static async prepare<O extends TaskOrder>(
    ground: SessionGround<O>,
    refusals: Refusals,
  ): Promise<EngineSession<O>> {
    const { identity, resumes, config, store, registry, follower, processes, images } = ground;
    const workDir = ground.workDir.uri;
    const executors = new Map<string, Executor>();
    const factory = new TaskFactory({
      ...{ config, store, executors },
      ...(images === undefined ? {} : { images }),
    });
    const { id: sessionId, logger, clock } = identity;
    const adopts = (name: string): boolean => executors.get(name)?.capabilities.adoption === true;
    const places = new TaskPlaces({ sessionId, workDir, store, resumes, adopts, logger });
    const dispatcher = new TaskDispatcher(factory, follower, {
      ...{ logger, clock, places },
      ...(images === undefined ? {} : { images }),
    });
    const resolvesContainers = images !== undefined;
    const session: Session = { ...identity, resolvesContainers, workDir, config, events: dispatcher };
    try {
      // Before the executors, which do not know how one is given.
      refusals.add(refuseNoWorkDir(ground.workDir, ground.asker));
      createExecutors(ground.executors, { registry, session, refusals }, executors);
      // Behind the executors' own words on it, which know their backend.
      refusals.add(refuseWorkDir(ground.workDir));
      refusals.collect(() => refusals.add(refuseProblems(processes, ground)));
      refusals.throwIfAny();
    } catch (error) {
      await Promise.allSettled([...executors.values()].map((executor) => executor.shutdown()));
      throw error;
    }
    const sample = (order: O): TaskRun => factory.makeRun(newTask(order), places.sample(order));
    return new EngineSession(executors, dispatcher, session, sample, ground);
  }

  /** Resolves where another engine takes the session: its tasks are that one's, and this one only leaves them. */
  get overtaken(): Promise<void> {
    return this.losing.promise;
  }

  /** Whether nothing is started or submitted any more. */
  get isHalted(): boolean {
    return this.halted;
  }

  /** Whether another engine has the session. */
  get isOvertaken(): boolean {
    return this.lost;
  }

  /**
   * Starts the executors and their monitors, makes sure of the work dir, then takes hold of the session. Ends early,
   * without an error, when the session is halted.
   * @throws ExecutorError, SESSION_IN_USE among them; the session is then to be shut down.
   */
  async start(): Promise<void> {
    const { processes } = this.ground;
    try {
      await this.unlessHalted(() => startExecutors(this.executors, processes, () => this.halted));
      // Behind the executors, which may refuse to run before any call is made to a cloud.
      await this.unlessHalted(() => this.requireWorkDir());
      await this.unlessHalted(() => this.lease.acquire());
    } catch (error) {
      this.refused = true;
      throw error;
    }
  }

  /**
   * Makes sure of the work dir, without writing to it.
   * @throws PreconditionError WORK_DIR_UNUSABLE.
   */
  requireWorkDir(): Promise<void> {
    return requireBucket(this.ground.workDir, this.ground.store);
  }

  /** Whether the order's tasks run in another image than its process names, which is asked for only then. */
  changesImage({ definition }: O): boolean {
    return this.ground.images?.changes(definition) ?? false;
  }

  /** A task's first attempt as an executor would get it, with the image that its process names; nobody submits it. */
  sampleOf(order: O): TaskRun {
    return this.sample(order);
  }

  /** From now on nothing is started or submitted; what waits for a slow backend goes on at once. Idempotent. */
  halt(): void {
    this.halted = true;
    this.dispatcher.stop();
    this.stopWaiting();
    this.halting.resolve();
  }

  /** Takes a step of the session's life. A halt does not wait for a backend that is slow to answer. */
  async unlessHalted(step: () => Promise<void>): Promise<void> {
    if (this.halted) return;
    await Promise.race([this.halting.promise, step()]);
  }

  /** Nobody waits any longer for images, nor for a storage that cannot be reached. */
  private stopWaiting(): void {
    this.ground.images?.close();
    this.ground.store.hurry();
  }

  /**
   * Ends every executor with its tasks, or without them, and lets go of the session. With the tasks of a session that is
   * gone on with end those that earlier runs of it left and that were not taken over. Never rejects.
   * @returns native ids of tasks the backend may still run, and that are nobody else's. Those whose end nobody told are
   * still the dispatcher's.
   */
  async shutDown(manner: ShutdownManner = {}): Promise<readonly string[]> {
    this.dispatcher.stop();
    this.stopWaiting();
    const leaveRunning = this.lost || manner.leaveRunning === true;
    // Where the session was refused, its tasks are another engine's, or nobody knows whose.
    const goesOn = this.ground.resumes && !this.refused && !leaveRunning;
    const ownStrays = goesOn ? openStrays(this.ground, this.lease, this) : undefined;
    let strays = NO_STRAYS;
    const { unfinished, failed } = await shutDownAll(this.executors.values(), this.ground.identity.logger, {
      ...manner,
      leaveRunning,
      ...(ownStrays && { meanwhile: async (progress) => void (strays = await ownStrays.end(progress)) }),
    });
    const left = [...unfinished, ...this.underWayOn(failed), ...strays.unfinished];
    await this.lease.release(left.length + (strays.unseen ? 1 : 0));
    return this.lost ? [] : left;
  }

  /** Native ids of tasks whose end nobody told, on some of the executors. */
  private underWayOn(executors: readonly string[]): string[] {
    const own = this.dispatcher.underWay().filter(({ executor }) => executors.includes(executor.name));
    return own.flatMap(({ handler }) => handler.nativeId ?? []);
  }

  private lose(by: LeaseRecord | undefined): void {
    this.lost = true;
    const { id, logger } = this.ground.identity;
    const who =
      by === undefined
        ? 'another engine'
        : `run ${by.runName} of ${by.program} (process ${by.pid} on ${by.host})`;
    logger.error(
      `Session ${id} was taken over by ${who}: this engine was not heard of for too long. It submits nothing more ` +
        'and leaves its tasks to that one. Look there for how they end.',
    );
    this.halt();
    this.losing.resolve();
  }
}

function refuseProblems(
  processes: readonly PlacedProcess[],
  { registry, asker, images }: Pick<SessionGround<TaskOrder>, 'registry' | 'asker' | 'images'>,
): RequestError | undefined {
  const problems = processes.flatMap(({ definition, executor }) => [
    ...registry.pluginOf(executor).check(executor, definition),
    ...(images?.check(definition) ?? []),
  ]);
  if (problems.length === 0) return undefined;
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  return new RequestError(
    `Cannot ${asker.deed}: its processes ask for what the executor cannot do (${count}). Correct what is listed.`,
    { code: 'PROCESS_UNSUPPORTED', problems },
  );
}
