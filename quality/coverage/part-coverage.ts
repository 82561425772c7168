/** Covered of all: lines or branches. */
export interface Tally {
  readonly covered: number;
  readonly total: number;
}

/** What c8's `json-summary` tells of one file; its paths are absolute. */
export interface FileCoverage {
  readonly lines: Tally;
  readonly branches: Tally;
}

/** The least a part of the project may reach, in per cent. */
export interface Threshold {
  /** A folder of the project. */
  readonly part: string;
  readonly lines: number;
  readonly branches: number;
}

/** One part beside its threshold. */
export interface PartCoverage {
  readonly threshold: Threshold;
  readonly lines: Tally;
  readonly branches: Tally;
}

/** Adds up the files of each part, in the order of the thresholds. `root` ends in no slash. */
export function coverageOfParts(
  summary: Readonly<Record<string, FileCoverage>>,
  thresholds: readonly Threshold[],
  root: string,
): readonly PartCoverage[] {
  return thresholds.map((threshold) => {
    const files = Object.entries(summary)
      .filter(([path]) => path.startsWith(`${root}/${threshold.part}/`))
      .map(([, file]) => file);
    return {
      threshold,
      lines: sum(files.map(({ lines }) => lines)),
      branches: sum(files.map(({ branches }) => branches)),
    };
  });
}

/** In per cent, rounded down to two digits so that 99.999 is not shown as 100; 100 where there is nothing. */
export function percent({ covered, total }: Tally): number {
  return total === 0 ? 100 : Math.floor((covered * 10_000) / total) / 100;
}

function sum(tallies: readonly Tally[]): Tally {
  return {
    covered: tallies.reduce((all, one) => all + one.covered, 0),
    total: tallies.reduce((all, one) => all + one.total, 0),
  };
}
