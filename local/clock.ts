/** A pending callback; cancelling twice, or after it ran, does nothing. */
export interface Timer {
  cancel(): void;
}

/** Time as every part of the local cloud sees it, so that a test can hold it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs `action` once after `ms` milliseconds, never synchronously. */
  after(ms: number, action: () => void): Timer;
}

/** The machine's own time. Its timers keep no process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, action) => {
    const handle = setTimeout(action, ms);
    handle.unref();
    return { cancel: () => clearTimeout(handle) };
  },
};
