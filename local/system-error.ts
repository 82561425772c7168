/** The system's code of an error, e.g. `ENOENT`; `undefined` where it has none. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

/** Whether the system's code of an error is one of these. */
export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  const code = errorCode(error);
  return code !== undefined && codes.includes(code);
}

/** Nothing at a path, or a task just replaced a folder on the way by a file. */
export function isAbsent(error: unknown): boolean {
  return hasCode(error, 'ENOENT', 'ENOTDIR');
}

/** The system refused by permission. */
export function isDenied(error: unknown): boolean {
  return hasCode(error, 'EACCES', 'EPERM');
}
