import type { Clock } from '../../spi/index.js';

/**
 * The machine's own time and chance, for whoever brings none. Nothing else in the engine reads them, so that
 * everything else can be tested without waiting.
 */

/** The machine's own time. Its timers keep the process alive: a session must not end between two polls. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, action) => {
    const handle = setTimeout(action, ms);
    return { cancel: () => clearTimeout(handle) };
  },
};

/** Uniform in [0, 1). */
export const systemRandom = (): number => Math.random();
