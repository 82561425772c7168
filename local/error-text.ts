/** What an error says, of whatever kind it is. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What an error says and where it came from, for the log of something nobody foresaw. */
export function errorTrace(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
