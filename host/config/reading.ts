import { type ConfigValue, redact } from '../../spi/index.js';

/** A value that was read, or what is wrong with it and what is allowed. */
export type Reading<T> = { readonly value: T } | { readonly problem: string };

/** Whether `reading` holds a value. */
export function isRead<T>(reading: Reading<T>): reading is { readonly value: T } {
  return 'value' in reading;
}

/** A value found, as text for a message, without a password in an address; cut where it is long. */
export function describeValue(value: ConfigValue): string {
  const text = redact(typeof value === 'string' ? `'${value}'` : JSON.stringify(value));
  return text.length <= 80 ? text : `${text.slice(0, 80)}…`;
}
