/** A pending callback; cancelling one that has run, or cancelling twice, does nothing. */
export interface Timer {
  cancel(): void;
}

/** Time as the engine hands it out, so that a test can hold it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs `action` once after `ms` milliseconds (0 or more), never synchronously. */
  after(ms: number, action: () => void): Timer;
}
