import type { TaskOutcome } from '../../spi/index.js';

/**
 * The reason of an outcome, for a place that has named the exit status: nothing where it only names it once more, and
 * else what it says besides.
 */
export function reasonBesideStatus({ exitStatus, reason }: TaskOutcome): string {
  if (exitStatus === undefined) return reason;
  return reason.replace(new RegExp(`^[A-Za-z ]*\\bstatus ${exitStatus}(?=$|\\n| \\()`, 'i'), '').trim();
}
