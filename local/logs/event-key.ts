import { lowerBound } from '../lower-bound.js';

/**
 * Where an event stands among all of a region: by its time, then by arrival. CloudWatch's event ids are such
 * numbers of 56 digits too, and its readers get events in their order.
 */
export interface EventKey {
  /** Epoch milliseconds. */
  readonly timestamp: number;
  /** Order of arrival over all streams of a region. */
  readonly serial: number;
}

export const compareKeys = (one: EventKey, other: EventKey): number =>
  one.timestamp - other.timestamp || one.serial - other.serial;

/** The id of FilterLogEvents, 56 digits. */
export const eventId = ({ timestamp, serial }: EventKey): string =>
  digits(timestamp, 28) + digits(serial, 28);

/** The least key above `key`. */
export const after = ({ timestamp, serial }: EventKey): EventKey => ({ timestamp, serial: serial + 1 });

export const digits = (value: number, width: number): string => String(value).padStart(width, '0');

/** Index of the first of `events`, which are in order, whose key is not below `key`. */
export function firstFrom(events: readonly EventKey[], key: EventKey): number {
  return lowerBound(events.length, (index) => {
    const event = events[index];
    return event !== undefined && compareKeys(event, key) < 0;
  });
}
