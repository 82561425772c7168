import { describeValue, type DirectiveValue } from '../../spi/index.js';
import { DAY_MS } from '../config/time-span.js';
import { invalid, refused, taken, type Reading } from './reading.js';

/** Instances drain from their 14th day on (DG managed-instances-patching). */
const MOST_DAYS = 14;
/** The deadline is watched in poll rounds: what is shorter than a second would end tasks at random. */
const LEAST_MS = 1000;

/** Milliseconds that a task may run. */
export function readTime(value: DirectiveValue): Reading<number> {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < LEAST_MS)
    return refused(
      invalid('must be a duration of 1 second or more', describeDuration(value), "Write it like: time '2h'"),
    );
  const most = MOST_DAYS * DAY_MS;
  if (value <= most) return taken(value);
  return taken(
    most,
    `a task on Managed Instances runs ${MOST_DAYS} days at most, so its limit is ${MOST_DAYS} days. ` +
      'One that lands on an older instance may be ended after about 7.',
  );
}

/** Milliseconds that a task may wait for an instance; the wait itself reads the directive. */
export function readMaxSubmitAwait(value: DirectiveValue): Reading<number> {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return taken(value);
  return refused(
    invalid(
      'must be a duration longer than 0',
      describeDuration(value),
      "Write it like: maxSubmitAwait '30 min'",
    ),
  );
}

/** Durations come in milliseconds, however they were written. */
function describeDuration(value: DirectiveValue): string {
  return typeof value === 'number' ? `${value} ms` : describeValue(value);
}
