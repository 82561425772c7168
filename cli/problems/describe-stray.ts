import { printable, redact } from '../../spi/index.js';

/**
 * What to say of an exception that nobody waited for: one thrown by a timer, or a rejection that nobody handles. Whose
 * it is cannot be told from it; plugins run in the same process. Nobody knows what it quotes: no credential in it is
 * shown.
 * @param debugging Whether the stack is shown.
 */
export function describeStray(error: unknown, debugging: boolean): string {
  const what = shown(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
  const said = `Unexpected failure in a plugin or in nf-awsecs: ${what}. Ending the run.`;
  if (!debugging) return `${said} NXF_DEBUG=1 shows where it comes from.`;
  return error instanceof Error && error.stack !== undefined ? `${said}\n${shown(error.stack)}` : said;
}

function shown(text: string): string {
  return printable(redact(text));
}
