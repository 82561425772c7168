import type { ConfigMap } from '../spi/index.js';
import type { KitTime } from './kit-time.js';

/** How long something is waited for. */
export interface Waiting {
  /** Each wait between two looks is so many times the one before. Default 1.2. */
  readonly growth?: number;
  /** Milliseconds of the clock; default the time's own. */
  readonly patience?: number;
}

/** What a test may change about its executor. */
export interface BenchOptions<B> {
  readonly config?: ConfigMap;
  readonly backend?: B;
  /** The time of the test, where it has begun already. */
  readonly time?: KitTime;
  /** The id of a session to go on with, as an engine does that resumes it. Default: one of its own. */
  readonly sessionId?: string;
}
