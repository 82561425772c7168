import type { Problem } from '../../spi/index.js';

/** The problems without those on a path that an earlier one names: whoever came first said it. */
export function firstOfEachPath(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>();
  return problems.filter(({ path }) => !seen.has(path) && seen.add(path));
}
