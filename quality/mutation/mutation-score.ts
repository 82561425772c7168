/** What became of one mutant, as Stryker tells it. */
export interface MutantFate {
  readonly status: string;
}

/** How the tests of one folder did. */
export interface MutationScore {
  readonly folder: string;
  /** Mutants that some test noticed. */
  readonly noticed: number;
  /** Mutants that could be judged: without those that Stryker's comments exclude or that did not compile. */
  readonly judged: number;
  readonly least: number;
}

const NOTICED: ReadonlySet<string> = new Set(['Killed', 'Timeout']);
const MISSED: ReadonlySet<string> = new Set(['Survived', 'NoCoverage']);

/** Counts as Stryker does: killed and timed out of those and the survivors, whether covered or not. */
export function mutationScore(folder: string, least: number, fates: readonly MutantFate[]): MutationScore {
  const noticed = fates.filter(({ status }) => NOTICED.has(status)).length;
  const missed = fates.filter(({ status }) => MISSED.has(status)).length;
  return { folder, noticed, judged: noticed + missed, least };
}

/** In per cent; 0 where nothing was judged: a folder without mutants proves nothing. */
export function scoreInPercent({ noticed, judged }: MutationScore): number {
  return judged === 0 ? 0 : (noticed / judged) * 100;
}

/** One line for each folder. */
export function scoreLines(scores: readonly MutationScore[]): readonly string[] {
  const widest = Math.max(0, ...scores.map(({ folder }) => folder.length));
  return scores.map((score) => {
    const reached = scoreInPercent(score);
    const verdict = reached < score.least ? `  below ${score.least}` : '';
    const count = `${score.noticed} of ${score.judged}`;
    return `${score.folder.padEnd(widest)}  ${reached.toFixed(1).padStart(5)} %  (${count})${verdict}`;
  });
}

/** Whether every folder reached its least. */
export function passes(scores: readonly MutationScore[]): boolean {
  return scores.every((score) => scoreInPercent(score) >= score.least);
}
