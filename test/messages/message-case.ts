import type { ExecutorError } from '../../spi/index.js';
import type { Place } from './place.js';

/** One way of making the real code raise an error. */
export interface MessageCase {
  /** The error's code, or that of one of its problems. */
  readonly code: string;
  /** What was wrong, as a heading of the snapshot. */
  readonly title: string;
  /** Fails with the error. What it opens it closes, or leaves to the place. */
  readonly raise: (place: Place) => Promise<unknown>;
}

/** A case and the error it raised. */
export interface RaisedMessage {
  readonly code: string;
  readonly title: string;
  readonly error: ExecutorError;
}
