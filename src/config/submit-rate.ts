import { text, type OptionType } from './option-types.js';
import { parseTimeSpan } from './time-span.js';

/** At most `count` calls in any `periodMs` milliseconds. */
export interface SubmitRate {
  /** 1 to 999 999. */
  readonly count: number;
  readonly periodMs: number;
}

const COUNT = '[1-9][0-9]{0,5}';
const UNIT = '(?:s|sec|second|seconds|m|min|minute|minutes|h|hour|hours|d|day|days)';
/**
 * Nextflow's two forms (`nextflow.util.RateUnit`): a count over a duration, of seconds where it names no unit, and a
 * count in one unit of time, of a second where it names none. Nextflow cuts a duration to whole seconds and takes none
 * below one; here there is nothing to cut.
 */
const SUBMIT_RATE = `^${COUNT}(?:\\s*/\\s*(?:${COUNT}|${UNIT}|(?:${COUNT}\\s*${UNIT}\\s*){1,4})|\\s*${UNIT})?$`;

/** A rate of submits in Nextflow's syntax. */
export function submitRate(): OptionType<SubmitRate> {
  const form = text('a rate such as `50/2min` (50 in 2 minutes) or `10 sec` (10 a second)', SUBMIT_RATE);
  return {
    ...form,
    read: (value) => {
      const rate = form.read(value);
      return rate === undefined ? undefined : parseSubmitRate(rate);
    },
  };
}

function parseSubmitRate(rate: string): SubmitRate | undefined {
  const [, count = '', rest = ''] = /^(\d+)\s*\/?\s*(.*)$/u.exec(rate) ?? [];
  const periodMs = parseTimeSpan(periodOf(rest));
  return periodMs === undefined ? undefined : Object.freeze({ count: Number(count), periodMs });
}

function periodOf(text: string): string {
  if (text === '') return '1 s';
  if (/^\d+$/u.test(text)) return `${text} s`;
  return /^\d/u.test(text) ? text : `1 ${text}`;
}
