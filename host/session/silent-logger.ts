import type { Logger } from '../../spi/index.js';

/** Says nothing to anybody. */
export const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
