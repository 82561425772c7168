import type { Logger } from '../../spi/index.js';
import type { LiveTask } from '../engine/live-task.js';
import type { TaskOrder } from '../engine/task-order.js';
import { keyedDirectives } from '../script/directives.js';
import type { FileStore } from '../storage/file-store.js';
import { taskWorkDir } from '../task/work-dir.js';
import type { AttemptDecision } from './attempt-decision.js';
import { AttemptWalk } from './attempt-walk.js';
import { InputFingerprints, type InputFingerprint } from './input-fingerprints.js';
import { attemptHash, taskKey, type TaskIdentity } from './task-key.js';

/** Where the next attempt at a task stands. */
export interface AttemptPlace {
  readonly kind: AttemptDecision['kind'];
  /** 32 hexadecimal digits. */
  readonly hash: string;
  /** URI, without a slash at its end. */
  readonly workDir: string;
  /** See `TaskRun.anew`. */
  readonly anew?: true;
}

/** What a session's attempts are placed by. */
export interface PlacesGround {
  readonly sessionId: string;
  /** URI of the session's work dir, without a slash at its end. */
  readonly workDir: string;
  readonly store: FileStore;
  /** Whether earlier runs of the session may have left attempts. */
  readonly resumes: boolean;
  /** Whether an executor takes over what an engine before this one submitted. */
  readonly adopts: (executor: string) => boolean;
  readonly logger: Pick<Logger, 'debug'>;
}

/** A task whose attempts are placed; how far it has come is kept in it. */
export type PlacedTask = Pick<LiveTask, 'order' | 'standing'>;

/** Which of the session's tasks a task is, and how far its attempts have come. */
export interface TaskStanding {
  /** See {@link taskKey}. */
  readonly key: string;
  /** See `AttemptName`. */
  readonly occurrence: number;
  /** Which attempt is the next, from 0. */
  n: number;
}

/**
 * Gives every attempt its hash and its work dir. Both follow from the session's id and from what the task is, so that a
 * later run of the session finds what was made of it without having kept anything.
 */
export class TaskPlaces {
  private readonly walk: AttemptWalk;
  private readonly fingerprints: InputFingerprints;
  /** How many tasks there were of each key. */
  private readonly occurrences = new Map<string, number>();

  constructor(private readonly ground: PlacesGround) {
    this.walk = new AttemptWalk(ground.store);
    this.fingerprints = new InputFingerprints(ground.store);
  }

  /**
   * The place of the next attempt; at once where nothing is to be looked at.
   * @throws ExecutorError INPUT_MISSING, STORAGE_FAILED or STORAGE_UNSUPPORTED, as what rejects.
   */
  place(task: PlacedTask): AttemptPlace | Promise<AttemptPlace> {
    const { inputs = [] } = task.order;
    if (this.ground.resumes || (task.standing === undefined && inputs.length > 0)) return this.find(task);
    return this.take(task, this.standingOf(task, []), undefined);
  }

  /** The place of a task's first attempt in a session where nothing went before, as if its inputs were none. */
  sample(order: TaskOrder): AttemptPlace {
    const standing = { key: taskKey(this.identityOf(order, [])).key, occurrence: 0, n: 0 };
    return this.placed('new', standing, 0);
  }

  /** From now on nothing is looked at; whoever waits for a place is told so. */
  close(): void {
    this.walk.close();
  }

  private async find(task: PlacedTask): Promise<AttemptPlace> {
    const { order } = task;
    const { inputs = [], cache = 'standard' } = order;
    const fingerprints = task.standing === undefined ? await this.fingerprints.of(inputs, cache) : [];
    const standing = this.standingOf(task, fingerprints);
    if (!this.ground.resumes) return this.take(task, standing, undefined);
    const decision = await this.walk.walk(
      {
        workDirOf: (n) => this.placed('new', standing, n).workDir,
        inputs,
        outputs: order.outputs ?? [],
        outputsStdout: order.outputsStdout ?? false,
        caches: cache !== 'off',
        adopts: this.ground.adopts(order.executor),
      },
      standing.n,
    );
    return this.take(task, standing, decision);
  }

  private take(
    task: PlacedTask,
    standing: TaskStanding,
    decision: AttemptDecision = { kind: 'new', n: standing.n },
  ): AttemptPlace {
    standing.n = decision.n + 1;
    const place = this.placed(decision.kind, standing, decision.n);
    if (decision.kind === 'new' && decision.why !== undefined)
      this.ground.logger.debug(
        `Task ${nameOf(task.order)} runs again: of its last attempt, ${decision.why}.`,
      );
    return this.beginsAnew(task.order, decision) ? { ...place, anew: true } : place;
  }

  /** Work dirs can be removed, and a backend may remember longer what was submitted for them. */
  private beginsAnew({ executor }: TaskOrder, { kind }: AttemptDecision): boolean {
    return kind === 'new' && this.ground.resumes && this.ground.adopts(executor);
  }

  private standingOf(task: PlacedTask, fingerprints: readonly InputFingerprint[]): TaskStanding {
    if (task.standing !== undefined) return task.standing;
    const { key, parts } = taskKey(this.identityOf(task.order, fingerprints));
    const occurrence = this.occurrences.get(key) ?? 0;
    this.occurrences.set(key, occurrence + 1);
    this.tellParts(task.order, parts);
    task.standing = { key, occurrence, n: 0 };
    return task.standing;
  }

  /** Who wonders why a task ran again compares what two runs said here. */
  private tellParts(order: TaskOrder, parts: Readonly<Record<string, string>>): void {
    const digests = Object.entries(parts).map(([part, digest]) => `${part} ${digest.slice(0, 8)}`);
    this.ground.logger.debug(`Key of task ${nameOf(order)}: ${digests.join(', ')}.`);
  }

  private identityOf(order: TaskOrder, inputs: readonly InputFingerprint[]): TaskIdentity {
    const { definition, script, outputs = [], environment = {} } = order;
    const { name: process, container, directives } = definition;
    return {
      sessionId: this.ground.sessionId,
      process,
      script,
      ...(container === undefined ? {} : { container }),
      inputs,
      outputs,
      environment,
      directives: keyedDirectives(directives),
    };
  }

  private placed(kind: AttemptPlace['kind'], { key, occurrence }: TaskStanding, n: number): AttemptPlace {
    const hash = attemptHash({ key, occurrence, n });
    return { kind, hash, workDir: taskWorkDir(this.ground.workDir, hash) };
  }
}

function nameOf({ name, definition }: TaskOrder): string {
  return name ?? definition.name;
}
