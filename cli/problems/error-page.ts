import type { ExecutorError } from '../../spi/index.js';

const HEADING = /^### `([A-Z][A-Z0-9_]*)`$/gm;

/** The codes that docs/errors.md lists, in its order. */
export function listedCodes(page: string): string[] {
  return [...page.matchAll(HEADING)].map((heading) => heading[1] ?? '');
}

/** What docs/errors.md says of one code, its heading included; undefined where it does not list the code. */
export function sectionOf(page: string, code: string): string | undefined {
  const start = page.indexOf(`### \`${code}\`\n`);
  if (start < 0) return undefined;
  const next = /\n#{1,3} /.exec(page.slice(start + 1));
  return page.slice(start, next === null ? undefined : start + 1 + next.index).trimEnd();
}

/**
 * The one line that ends every error of ours: its code, and what to type to read more: of the code of all its problems
 * where they have but one, which says more.
 */
export function readMore({ code, problems }: Pick<ExecutorError, 'code' | 'problems'>): string {
  const [first, ...others] = new Set(problems.map((problem) => problem.code));
  const topic = others.length === 0 ? (first ?? code) : code;
  return `[${code}] Read more: nf-awsecs help ${topic}`;
}
