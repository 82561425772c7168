import { isExecutorError, type Clock, type Logger, type Timer } from '../../spi/index.js';
import { reasonOf } from '../report/reason-of.js';
import type { FileStore } from '../storage/file-store.js';
import { LEASE_LIFE_MS, type LeaseWitness } from './judge-lease.js';
import type { LeaseRecord } from './lease-record.js';
import { leaseUri, readLease, type SeenLease } from './read-lease.js';
import type { RunOwner } from './run-owner.js';
import { sessionInUse } from './session-in-use.js';

const RENEWAL_MS = 60_000;
/** After a renewal that failed. */
const RETRY_MS = 15_000;
/** The end of a run does not wait longer for a storage, in milliseconds. */
const RELEASE_PATIENCE_MS = 10_000;
/** Each try but the last was lost to another engine's write. */
const MOST_TRIES = 8;

/** Engines of this process: its number alone does not tell which of them live. */
const engines = new Set<string>();

/** What a lease is held with. */
export interface LeaseGround {
  readonly files: Pick<FileStore, 'readVersion' | 'writeVersion' | 'removeAll'>;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'debug' | 'warn'>;
  /** URI, without a slash at its end. */
  readonly workDir: string;
  readonly owner: RunOwner;
  readonly holder: Pick<LeaseRecord, 'sessionId' | 'engine' | 'runName' | 'scriptPath'>;
}

/** What a process knows when it looks at leases. */
export function witnessOf(owner: RunOwner, engine?: string): LeaseWitness {
  const { processSpace, pid } = owner;
  const own = engine === undefined ? {} : { engine };
  return { processSpace, pid, isAlive: (other) => owner.isAlive(other), engines, ...own };
}

/**
 * One engine's hold on a session: a small file in the work dir that is written only where nobody else has meanwhile, and
 * renewed while the engine lives. Trouble with the storage ends no run.
 */
export class SessionLease {
  private readonly uri: string;
  private readonly beganAt: number;
  private state: 'free' | 'held' | 'lost' | 'unguarded' | 'released' = 'free';
  private version: string | undefined;
  private renewal = 0;
  private renewedAt = 0;
  private warned = false;
  private timer: Timer | undefined;
  private work: Promise<void> = Promise.resolve();

  /** @param overtaken told once, where another engine has taken the session; it is not this one's any more. */
  constructor(
    private readonly ground: LeaseGround,
    private readonly overtaken: (by: LeaseRecord | undefined) => void,
  ) {
    this.uri = leaseUri(ground.workDir, ground.holder.sessionId);
    this.beganAt = ground.clock.now();
  }

  /**
   * Takes the session, from an engine that is dead where there was one. Once.
   * @throws PreconditionError SESSION_IN_USE, or ExecutorError STORAGE_FAILED; nothing is held then.
   */
  acquire(): Promise<void> {
    const taking = this.take();
    this.work = taking.catch(() => undefined);
    return taking;
  }

  /** Resolves when nothing is under way with it: an `acquire` that was not waited for is over. Never rejects. */
  settled(): Promise<void> {
    return this.work;
  }

  /** Whether no other engine can have taken the session: it is held, and was renewed in time. */
  get isHeld(): boolean {
    return this.state === 'held' && this.ground.clock.now() - this.renewedAt < LEASE_LIFE_MS;
  }

  /**
   * Lets go of the session. Where tasks may still run, its lease stays and says that its engine is through. Never
   * rejects, and does not wait long.
   */
  async release(unfinished: number): Promise<void> {
    this.timer?.cancel();
    await new Promise<void>((resolve) => {
      const patience = this.ground.clock.after(RELEASE_PATIENCE_MS, () => {
        // What is not begun by now is not begun behind the back of a run that is over.
        this.state = 'released';
        resolve();
      });
      void this.work
        .then(() => this.letGo(unfinished))
        .then(() => {
          patience.cancel();
          resolve();
        });
    });
    engines.delete(this.ground.holder.engine);
  }

  private async take(): Promise<void> {
    const { engine, sessionId } = this.ground.holder;
    engines.add(engine);
    try {
      const lost = await this.contend();
      if (lost !== undefined) throw sessionInUse(sessionId, lost);
    } catch (error) {
      engines.delete(engine);
      if (!isUnsupported(error)) throw error;
      this.state = 'unguarded';
      this.ground.logger.warn(
        `The storage of the work dir cannot write on a condition (${reasonOf(error)}). The run goes on, and nothing ` +
          'keeps a second engine from the same session: resume it in one place at a time.',
      );
    }
  }

  /** @returns the lease of another engine that has the session; undefined where it is ours now. */
  private async contend(): Promise<SeenLease | undefined> {
    let seen: SeenLease | undefined;
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      if (await this.write(seen?.version)) {
        this.hold();
        return undefined;
      }
      seen = await this.look();
      if (seen?.engine === 'alive') return seen;
      // The answer to our own write was lost.
      if (seen?.engine === 'ours') this.version = seen.version;
      if (seen?.engine !== 'ours') continue;
      this.hold();
      return undefined;
    }
    return seen;
  }

  private hold(): void {
    this.state = 'held';
    this.renewedAt = this.ground.clock.now();
    this.renewIn(RENEWAL_MS);
  }

  private renewIn(ms: number): void {
    this.timer = this.ground.clock.after(ms, () => {
      this.work = this.renew();
    });
  }

  private async renew(): Promise<void> {
    try {
      if (!(await this.write(this.version))) await this.reconsider();
      if (this.state !== 'held') return;
      this.renewedAt = this.ground.clock.now();
      this.warned = false;
      this.renewIn(RENEWAL_MS);
    } catch (error) {
      this.tellTrouble(error);
      this.renewIn(RETRY_MS);
    }
  }

  /** The lease is not as it was left: taken by another, removed, or written by us with the answer lost. */
  private async reconsider(): Promise<void> {
    const seen = await this.look();
    if (seen?.engine === 'ours') {
      this.version = seen.version;
      return;
    }
    // Where it was silent for too long, another may have taken the session, come to its end and let go of it.
    const outlived = this.ground.clock.now() - this.renewedAt >= LEASE_LIFE_MS;
    if (seen !== undefined || outlived) {
      this.state = 'lost';
      this.overtaken(seen?.record);
    } else if (!(await this.write(undefined))) throw new Error('it changes while it is looked at');
  }

  private tellTrouble(error: unknown): void {
    const { logger, clock } = this.ground;
    const silence = clock.now() - this.renewedAt;
    const what = `The lease of the session was not renewed: ${reasonOf(error)}`;
    if (this.warned || silence < LEASE_LIFE_MS / 2) {
      logger.debug(what);
      return;
    }
    this.warned = true;
    const left = Math.max(0, Math.floor((LEASE_LIFE_MS - silence) / 60_000));
    logger.warn(
      `${what}. The run goes on; in ${left} min others will take it for dead. Do not resume it elsewhere, and look ` +
        'at what keeps this machine from the work dir.',
    );
  }

  private async letGo(unfinished: number): Promise<void> {
    const { files, logger } = this.ground;
    this.timer?.cancel();
    if (this.state !== 'held') return;
    this.state = 'released';
    try {
      // First of all this tells whether it is still ours: only then may it be removed.
      const ours = await this.write(this.version, { state: 'ended', unfinished });
      if (ours && unfinished === 0) await files.removeAll([this.uri]);
    } catch (error) {
      logger.debug(`The lease of the session was not let go of: ${reasonOf(error)}`);
    }
  }

  private look(): Promise<SeenLease | undefined> {
    const { files, owner, holder } = this.ground;
    return readLease(files, this.uri, witnessOf(owner, holder.engine));
  }

  /** Whether it was written, over the state `expected` and no other. */
  private async write(
    expected: string | undefined,
    end: Pick<LeaseRecord, 'state' | 'unfinished'> = { state: 'held', unfinished: 0 },
  ): Promise<boolean> {
    const { files, owner, holder } = this.ground;
    const { program, host, processSpace, pid } = owner;
    const { sessionId, engine, runName, scriptPath } = holder;
    const record: LeaseRecord = {
      ...{ sessionId, engine, runName, program, host, processSpace, pid },
      ...(scriptPath === undefined ? {} : { scriptPath }),
      ...{ beganAt: this.beganAt, renewal: (this.renewal += 1), ...end },
    };
    const version = await files.writeVersion(this.uri, `${JSON.stringify(record)}\n`, expected);
    if (version !== undefined) this.version = version;
    return version !== undefined;
  }
}

/** Whether the storage has no conditional writes: old look-alikes of S3 answer so. */
function isUnsupported(error: unknown): boolean {
  if (!isExecutorError(error)) return false;
  const { cause } = error;
  return cause instanceof Error && cause.name === 'NotImplemented';
}
