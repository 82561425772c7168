// Not by way of host/index.js: help would wait for the AWS SDK.
import { parseDuration } from '../../host/config/units.js';

const LINES_HELP = 'must be a whole number, or all';
const SINCE_HELP = 'must be a duration such as 10m or 1h 30m, or a time such as 2026-07-28T10:00:00Z';
const MOMENT = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?)?$/;

/** What is wrong with the value of -lines, for the end of a sentence. */
export function checkLines(text: string): string | undefined {
  return linesOf(text) === undefined ? LINES_HELP : undefined;
}

/** What is wrong with the value of -since, for the end of a sentence. */
export function checkSince(text: string): string | undefined {
  return sinceOf(text, 0) === undefined ? SINCE_HELP : undefined;
}

/** The value of -lines; undefined where it is none. */
export function linesOf(text: string): number | 'all' | undefined {
  if (text === 'all') return 'all';
  const lines = /^\d+$/.test(text) ? Number(text) : undefined;
  return Number.isSafeInteger(lines) ? lines : undefined;
}

/** The moment that -since means, epoch milliseconds; undefined where it is none. */
export function sinceOf(text: string, now: number): number | undefined {
  if (MOMENT.test(text)) {
    const moment = Date.parse(text);
    return Number.isNaN(moment) ? undefined : moment;
  }
  const ago = parseDuration(text);
  return 'value' in ago ? now - ago.value : undefined;
}
