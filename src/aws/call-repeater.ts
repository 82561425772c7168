import { inject, injectable } from 'tsyringe';
import { SessionEnd } from '../di/session-end.js';
import { Session } from '../di/tokens.js';
import { persist, type Persistence } from './persist.js';
import type { AwsServiceError } from './service-error.js';

/** A throttle is how a bucket shared with others tells its share: news only to whom it holds up for longer. */
const QUIET_THROTTLE_MS = 10_000;

/** What a caller decides about repeating its call; see {@link Persistence}. */
export type Repetition = Pick<Persistence, 'patience' | 'hurry' | 'giveUp'>;

/**
 * Repeats calls to AWS for the length of the session, and says so: once when a kind of call meets trouble,
 * once when all that met it are through, however many tasks make it. Trouble can hit one call in ten: the
 * other nine are no sign that it is over.
 */
@injectable()
export class CallRepeater {
  /** Kinds of calls whose trouble was said, with the number of calls that wait for its end. */
  private readonly troubled = new Map<string, number>();

  constructor(
    @inject(Session) private readonly session: Session,
    @inject(SessionEnd) private readonly end: SessionEnd,
  ) {}

  /** @param what names the kind of call, e.g. `stopping tasks`. */
  async repeat<T>(what: string, action: () => Promise<T>, repetition: Repetition): Promise<T> {
    const { clock, random } = this.session;
    let waits = false;
    let since: number | undefined;
    const onWait = (failure: AwsServiceError): void => {
      since ??= clock.now();
      if (failure.kind === 'throttled' && clock.now() - since < QUIET_THROTTLE_MS) return;
      if (!waits) this.meetTrouble(what, failure, repetition.patience);
      waits = true;
    };
    let answered = false;
    try {
      const answer = await persist(action, { clock, random, end: this.end.signal, onWait, ...repetition });
      answered = true;
      return answer;
    } finally {
      this.leave(what, waits, answered);
    }
  }

  private leave(what: string, waited: boolean, answered: boolean): void {
    const waiting = this.troubled.get(what);
    if (waiting === undefined) return;
    const left = waited ? waiting - 1 : waiting;
    this.troubled.set(what, left);
    if (!answered || left > 0) return;
    this.troubled.delete(what);
    this.session.logger.info(`AWS answers again: ${what}.`);
  }

  private meetTrouble(what: string, failure: AwsServiceError, patience: number): void {
    const waiting = this.troubled.get(what);
    this.troubled.set(what, (waiting ?? 0) + 1);
    if (waiting !== undefined) return;
    const trouble = failure.kind === 'throttled' ? 'AWS limits the rate of' : 'AWS cannot be reached for';
    const minutes = Math.round(patience / 60_000);
    this.session.logger.warn(
      `${trouble} ${what}; trying again for up to ${minutes} min, nothing is lost or doubled ` +
        `(${failure.operation}: ${failure.awsCode}: ${failure.awsMessage}).`,
    );
  }
}
