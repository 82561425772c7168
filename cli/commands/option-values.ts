/** Values of one command line: text, a list of texts where repeatable, `true` for a switch. */
export type OptionValues = ReadonlyMap<string, string | readonly string[] | true>;

/** The value of an option that is given once; undefined where it is not given, or without one. */
export function one(values: OptionValues, name: string): string | undefined {
  const value = values.get(name);
  return typeof value === 'string' ? value : undefined;
}

/** The values of an option that may be repeated. */
export function many(values: OptionValues, name: string): readonly string[] {
  const value = values.get(name);
  return Array.isArray(value) ? (value as readonly string[]) : [];
}
