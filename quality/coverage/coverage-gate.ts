import { type PartCoverage, percent, type Tally } from './part-coverage.js';

/** A table of the parts, lines and branches beside what they must reach. */
export function coverageTable(parts: readonly PartCoverage[]): string {
  const rows = parts.map(({ threshold, lines, branches }) => [
    threshold.part,
    share(lines),
    String(threshold.lines),
    share(branches),
    String(threshold.branches),
  ]);
  const table = [['part', 'lines %', 'least', 'branches %', 'least'], ...rows];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...table.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ');
  return table.map(line).join('\n');
}

/** Every reason to fail, each saying what to do; none where the gate is passed. */
export function coverageFailures(
  parts: readonly PartCoverage[],
  unmeasured: readonly string[],
): readonly string[] {
  return [
    ...parts.flatMap(({ threshold, lines, branches }) => [
      ...tooLow(threshold.part, 'lines', lines, threshold.lines),
      ...tooLow(threshold.part, 'branches', branches, threshold.branches),
    ]),
    ...unmeasured.map((path) => `${path} is loaded by no test: test it, or delete it where nothing uses it.`),
  ];
}

function tooLow(part: string, what: string, tally: Tally, least: number): readonly string[] {
  const reached = percent(tally);
  if (reached >= least) return [];
  return [
    `${part}/ has ${reached} % of its ${what} covered (${tally.covered} of ${tally.total}), and ${least} % are ` +
      `asked for. Open coverage/index.html and test what is red.`,
  ];
}

function share(tally: Tally): string {
  return tally.total === 0 ? 'none' : percent(tally).toFixed(2);
}
