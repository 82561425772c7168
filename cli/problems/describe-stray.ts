/**
 * What to say of an exception that nobody waited for: one thrown by a timer, or a rejection that nobody handles. Whose
 * it is cannot be told from it; plugins run in the same process.
 * @param debugging Whether the stack is shown.
 */
export function describeStray(error: unknown, debugging: boolean): string {
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const said = `Unexpected failure in a plugin or in nf-awsecs: ${what}. Ending the run.`;
  if (!debugging) return `${said} NXF_DEBUG=1 shows where it comes from.`;
  return error instanceof Error && error.stack !== undefined ? `${said}\n${error.stack}` : said;
}
