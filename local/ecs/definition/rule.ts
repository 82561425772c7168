/** What a rule has to say: nothing where it holds, else its one problem. */
export const unless = (holds: boolean, problem: string): string[] => (holds ? [] : [problem]);

/** Whether a value is absent or a whole number from `least` to `most`. */
export const within = (value: number | undefined, least: number, most: number): boolean =>
  value === undefined || (Number.isInteger(value) && value >= least && value <= most);

/** Says so where a value is given and none of those allowed. */
export function among(path: string, value: string | undefined, allowed: readonly string[]): string[] {
  return unless(
    value === undefined || allowed.includes(value),
    `${path} '${value ?? ''}' must be one of ${allowed.join(', ')}`,
  );
}

/** Says so where a value is absent or empty. */
export const required = (path: string, value: string | undefined): string[] =>
  unless(value !== undefined && value !== '', `${path} is missing`);

/** Says so where a path is given and is not absolute. */
export const absolute = (path: string, value: string | undefined): string[] =>
  unless(value === undefined || value.startsWith('/'), `${path} '${value ?? ''}' must be an absolute path`);

/** The values that stand more than once in a list, each once. */
export const repeated = (values: readonly string[]): string[] => [
  ...new Set(values.filter((value, index) => values.indexOf(value) !== index)),
];

/** Names of families, containers and volumes (facts §1d). */
export const isName = (name: string): boolean => /^[A-Za-z0-9_-]{1,255}$/.test(name);
