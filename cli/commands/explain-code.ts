import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { didYouMean, nearest } from '../arguments/nearest.js';
import { UsageError } from '../arguments/usage-error.js';
import type { CliContext } from '../context/cli-context.js';
import { listedCodes, sectionOf } from '../problems/error-page.js';
import type { CliServices } from './services.js';

/** The code that `nf-awsecs help <code>` asks for; undefined where the command line asks for something else. */
export function requestedCode(argv: readonly string[]): string | undefined {
  const [command, topic = ''] = argv;
  if (command !== 'help' || argv.length !== 2) return undefined;
  return /^(?:[A-Z][A-Z0-9_]*|[A-Za-z]+(?:_[A-Za-z0-9]+)+)$/.test(topic) ? topic.toUpperCase() : undefined;
}

/**
 * Prints what the package's own docs/errors.md says of a code.
 * @returns 0.
 * @throws UsageError where the page does not list the code.
 */
export async function explainCode(
  code: string,
  { stdout }: Pick<CliContext, 'stdout'>,
  { ownManifest }: Pick<CliServices, 'ownManifest'>,
): Promise<number> {
  const path = join(dirname(ownManifest), 'docs', 'errors.md');
  const page = await readFile(path, 'utf8');
  const section = sectionOf(page, code);
  if (section === undefined) {
    const guess = didYouMean(nearest(code, listedCodes(page)));
    throw new UsageError([`There is no error code ${code}. ${guess}`.trimEnd()], 'nf-awsecs');
  }
  stdout.write(`${section}\n\nAll codes, and what links lead to: ${path}\n`);
  return 0;
}
