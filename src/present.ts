type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The fields that have a value. Under `exactOptionalPropertyTypes` an absent field and an undefined one differ. */
export function present<T extends object>(fields: T): Present<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>;
}
