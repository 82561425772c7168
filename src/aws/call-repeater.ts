import { inject, injectable } from 'tsyringe';
import { SessionEnd } from '../di/session-end.js';
import { Session } from '../di/tokens.js';
import { adviceOnLapse } from './advice.js';
import { persist, type Persistence } from './persist.js';
import { timeSpanText } from '../config/time-span.js';
import { AwsServiceError } from './service-error.js';

/**
 * Nothing is lost by waiting, and what gives up kills the run: so a night is waited out, which somebody's credentials
 * need to be renewed in the morning. A client token would allow for no more than 24 h (ECS_Idempotency).
 */
const PATIENCE_MS = 12 * 3_600_000;
/** Where AWS was never reached, a wrong endpoint, region or proxy is likelier than weather. */
const FIRST_PATIENCE_MS = 10 * 60_000;
/** A throttle is how a bucket shared with others tells its share: news only to whom it holds up for longer. */
const QUIET_THROTTLE_MS = 10_000;

/** What a caller decides about repeating its call; see {@link Persistence}. By default it waits as long as is useful. */
export interface Repetition extends Partial<Pick<Persistence, 'patience' | 'hurry' | 'giveUp'>> {
  /** Told of each failure that is followed by another try; true: it is no trouble, or the caller says what there is to say. */
  readonly tells?: (failure: AwsServiceError) => boolean;
}

/**
 * Repeats calls to AWS for the length of the session, and says so: once when a kind of call meets trouble,
 * once when all that met it are through, however many tasks make it. Trouble can hit one call in ten: the
 * other nine are no sign that it is over.
 */
@injectable()
export class CallRepeater {
  /** Kinds of calls whose trouble was said, with the number of calls that wait for its end. */
  private readonly troubled = new Map<string, number>();
  /** Whether AWS has answered anything in this session. */
  private reached = false;

  constructor(
    @inject(Session) private readonly session: Session,
    @inject(SessionEnd) private readonly end: SessionEnd,
  ) {}

  /** @param what names the kind of call, e.g. `stopping tasks`. */
  async repeat<T>(what: string, action: () => Promise<T>, repetition: Repetition = {}): Promise<T> {
    const { clock, random } = this.session;
    const { patience = this.reached ? PATIENCE_MS : FIRST_PATIENCE_MS } = repetition;
    let waits = false;
    let since: number | undefined;
    const onWait = (failure: AwsServiceError): void => {
      if (repetition.tells?.(failure) === true) return;
      since ??= clock.now();
      if (failure.kind === 'throttled' && clock.now() - since < QUIET_THROTTLE_MS) return;
      if (!waits) this.meetTrouble(what, failure, patience);
      waits = true;
    };
    let answered = false;
    try {
      const how = { clock, random, end: this.end.signal, onWait, ...repetition, patience };
      const answer = await persist(() => this.noteAnswer(action()), how);
      answered = true;
      return answer;
    } finally {
      this.leave(what, waits, answered);
    }
  }

  private async noteAnswer<T>(call: Promise<T>): Promise<T> {
    try {
      const answer = await call;
      this.reached = true;
      return answer;
    } catch (error) {
      this.reached ||= error instanceof AwsServiceError && error.kind !== 'unavailable';
      throw error;
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
    const { kind, operation, awsCode, awsMessage } = failure;
    const advice = kind === 'lapsed' ? ` ${adviceOnLapse(true)}` : '';
    this.session.logger.warn(
      `${troubleOf(what, failure)}; trying again for up to ${timeSpanText(patience)}, nothing is lost or doubled ` +
        `(${operation}: ${awsCode}: ${awsMessage}).${advice}`,
    );
  }
}

function troubleOf(what: string, { kind }: AwsServiceError): string {
  switch (kind) {
    case 'throttled':
      return `AWS limits the rate of ${what}`;
    case 'lapsed':
      return `The AWS credentials are no longer good for ${what}`;
    default:
      return `AWS cannot be reached for ${what}`;
  }
}
