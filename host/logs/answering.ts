import { isExecutorError, type Clock } from '../../spi/index.js';
import { reasonOf } from '../report/reason-of.js';
import { pause } from '../engine/pause.js';

/** Nobody answered for as long as anybody waits. */
export class Unanswered extends Error {}

/** How answers are waited for. */
export interface AnsweringGround {
  readonly clock: Clock;
  /** Ends pauses. */
  readonly signal: AbortSignal;
  /** Milliseconds that something is asked which has never answered. */
  readonly patience: number;
  /** Told while nothing is heard: more than once. */
  readonly onWait: () => void;
}

/** Milliseconds before a read that failed is made again. */
const RETRY_MS = 2000;
/** Milliseconds of silence that people are told of. */
const TOLD_AFTER_MS = 3000;
/** Milliseconds that something which has answered before may be silent: a storm passes. */
const PATIENCE_MS = 60_000;

/**
 * Reads from one place for many, until it is known not to answer: then nobody waits for it any longer. Its silence is that
 * of all who ask, so that a hundred logs wait no longer than one.
 */
export class Answering {
  private readonly gone = new AbortController();
  private readonly over: AbortSignal;
  private lost: Unanswered | undefined;
  private answered = false;
  private asking = 0;
  private quietFrom = 0;
  private failure: unknown;

  constructor(private readonly ground: AnsweringGround) {
    this.over = AbortSignal.any([ground.signal, this.gone.signal]);
  }

  /**
   * Reads, again and again where that may help.
   * @throws Unanswered, or what the read failed with.
   */
  async ask<T>(read: () => Promise<T>): Promise<T> {
    if (this.lost !== undefined) throw this.lost;
    if (this.asking === 0) this.quietFrom = this.ground.clock.now();
    this.asking += 1;
    const watch = this.watch();
    try {
      return await Promise.race([this.insist(read), watch.late]);
    } finally {
      this.asking -= 1;
      watch.end();
    }
  }

  private async insist<T>(read: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        const answer = await read();
        this.heard();
        return answer;
      } catch (error) {
        // A no is an answer too.
        if (!isExecutorError(error) || !error.recoverable) this.heard();
        else {
          this.failure = error;
          await pause(RETRY_MS, this.ground.clock, this.over);
          if (!this.over.aborted) continue;
        }
        throw this.lost ?? error;
      }
    }
  }

  private heard(): void {
    this.answered = true;
    this.quietFrom = this.ground.clock.now();
  }

  private watch(): { readonly late: Promise<never>; readonly end: () => void } {
    const { clock, patience, onWait } = this.ground;
    const timer = { end: (): void => undefined };
    const late = new Promise<never>((_resolve, reject) => {
      const look = (): void => {
        const quiet = clock.now() - this.quietFrom;
        const most = this.answered ? PATIENCE_MS : patience;
        if (quiet >= most) {
          reject(this.lose(most));
          return;
        }
        if (quiet >= TOLD_AFTER_MS) onWait();
        const next = clock.after((quiet < TOLD_AFTER_MS ? TOLD_AFTER_MS : most) - quiet, look);
        timer.end = () => next.cancel();
      };
      look();
    });
    return { late, end: () => timer.end() };
  }

  private lose(silence: number): Unanswered {
    const words = this.failure === undefined ? '' : ` (${reasonOf(this.failure).replace(/\.$/, '')})`;
    this.lost ??= new Unanswered(`no answer came within ${silence / 1000} s${words}`);
    this.gone.abort();
    return this.lost;
  }
}
