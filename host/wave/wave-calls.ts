import { isExecutorError, ShutdownError } from '../../spi/index.js';
import { Patience, type WeatherGround } from '../weather/patience.js';
import type { Http, HttpAnswer, HttpRequest } from './http.js';
import { pause } from '../engine/pause.js';
import { retryDelay } from './retry-delay.js';
import { refusal, unreachable, wordsOf, type Errand } from './wave-failures.js';
import type { RetryPolicy } from './wave-settings.js';

/** Milliseconds a service may take to answer. */
const PATIENCE = 60_000;
/** From this wait on people are told why nothing happens, in milliseconds. */
const TOLD_FROM = 5_000;

export interface CallGround extends WeatherGround {
  readonly http: Http;
  readonly retry: RetryPolicy;
}

/**
 * Requests that are tried again: as often as the policy says where the service has too many, and for as long as the run
 * is patient where it is ill or cannot be reached.
 */
export class WaveCalls {
  private readonly end = new AbortController();
  private readonly patience: Patience;

  constructor(private readonly ground: CallGround) {
    this.patience = new Patience(ground, 'Wave');
  }

  /** Aborted once nothing is to be asked any more. */
  get ended(): AbortSignal {
    return this.end.signal;
  }

  /**
   * The text of a successful answer.
   * @throws PreconditionError WAVE_UNREACHABLE, WAVE_LIMITED, WAVE_UNAUTHORIZED or WAVE_REFUSED; ShutdownError.
   */
  async send(request: Omit<HttpRequest, 'signal'>, errand: Errand): Promise<string> {
    try {
      return await this.patience.repeat(() => this.sendByPolicy(request, errand), isOutOfReach);
    } catch (error) {
      this.throwIfOver();
      throw error;
    }
  }

  private async sendByPolicy(request: Omit<HttpRequest, 'signal'>, errand: Errand): Promise<string> {
    const { retry, clock, random } = this.ground;
    for (let tries = 1; ; tries++) {
      const answer = await this.attempt(request);
      if ('status' in answer && answer.status >= 200 && answer.status < 300) return answer.text;
      const delay = mayPass(answer)
        ? retryDelay(tries, retry, { random: random(), now: clock.now(), ...retryAfter(answer) })
        : undefined;
      const error = 'status' in answer ? refusal(errand, answer) : unanswered(errand, answer);
      if (delay === undefined || tries >= retry.maxAttempts) throw error;
      this.tell(errand, delay, answer);
      await this.pause(delay);
    }
  }

  /** @throws ShutdownError where the end came meanwhile. */
  async pause(ms: number): Promise<void> {
    await pause(ms, this.ground.clock, this.end.signal);
    this.throwIfOver();
  }

  /** No further request; those under way are given up. Idempotent. */
  close(): void {
    this.end.abort();
    this.patience.hurry();
  }

  private async attempt(request: Omit<HttpRequest, 'signal'>): Promise<HttpAnswer | Silence> {
    this.throwIfOver();
    const slow = new AbortController();
    const timer = this.ground.clock.after(PATIENCE, () => slow.abort());
    try {
      return await this.ground.http({ ...request, signal: AbortSignal.any([slow.signal, this.end.signal]) });
    } catch (cause) {
      this.throwIfOver();
      return { late: slow.signal.aborted, cause };
    } finally {
      timer.cancel();
    }
  }

  private tell({ deed }: Errand, delay: number, answer: HttpAnswer | Silence): void {
    const { logger } = this.ground;
    const why = 'status' in answer ? `answer ${answer.status}` : reasonOf(answer);
    const words = `Could not ${deed} (${why}); trying again in ${Math.ceil(delay / 1000)} s.`;
    if (delay >= TOLD_FROM) logger.info(words);
    else logger.debug(words);
  }

  private throwIfOver(): void {
    if (!this.end.signal.aborted) return;
    throw new ShutdownError('No image is asked for: the session is ending. Open another session.', {
      code: 'SHUT_DOWN',
    });
  }
}

function isOutOfReach(error: unknown): boolean {
  return isExecutorError(error) && error.code === 'WAVE_UNREACHABLE';
}

/** No answer came. */
interface Silence {
  /** Whether the time was up. */
  readonly late: boolean;
  readonly cause: unknown;
}

function mayPass(answer: HttpAnswer | Silence): boolean {
  return !('status' in answer) || answer.status === 429 || answer.status >= 500;
}

function retryAfter(answer: HttpAnswer | Silence): Pick<HttpAnswer, 'retryAfter'> {
  return 'status' in answer && answer.retryAfter !== undefined ? { retryAfter: answer.retryAfter } : {};
}

function unanswered(errand: Errand, silence: Silence): Error {
  return unreachable(errand, `did not answer (${reasonOf(silence)})`, silence.cause);
}

/** The system's own code says most; fetch hides it in its cause, and that in its first member. */
function reasonOf({ late, cause }: Silence): string {
  if (late) return `no answer within ${PATIENCE / 1000} s`;
  for (const error of [cause, causeOf(cause), firstOf(causeOf(cause))]) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code !== '')
      return wordsOf(error.code);
  }
  const inner = causeOf(cause) ?? cause;
  return wordsOf(inner instanceof Error ? inner.message : String(inner));
}

function causeOf(error: unknown): unknown {
  return error instanceof Error ? error.cause : undefined;
}

function firstOf(error: unknown): unknown {
  return error instanceof AggregateError ? error.errors[0] : undefined;
}
