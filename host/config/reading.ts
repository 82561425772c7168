/** A value that was read, or what is wrong with it and what is allowed. */
export type Reading<T> = { readonly value: T } | { readonly problem: string };

/** Whether `reading` holds a value. */
export function isRead<T>(reading: Reading<T>): reading is { readonly value: T } {
  return 'value' in reading;
}
