import type { ExecutorError } from '../../spi/index.js';

/** Texts that are being written anew elsewhere; each line goes when its text has gone. */
const TEXTS: readonly (readonly [text: RegExp, fault: RegExp])[] = [
  [/^cannot (?:use|read) the configuration/, /^does not begin with a capital$/],
];

/** Whether a fault is one of those. */
export function tolerated({ message }: ExecutorError, fault: string): boolean {
  return TEXTS.some(([text, kind]) => text.test(message) && kind.test(fault));
}
