import { distance } from 'fastest-levenshtein';

/**
 * The candidate a mistyped word most likely meant: one it begins, or the closest by edits. A single letter is
 * within reach of everything, so nothing is suggested for it.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  if (word.length < 2) return undefined;
  const begun = candidates.find((candidate) => candidate.startsWith(word));
  if (begun !== undefined) return begun;
  const reach = reachOf(word);
  const ranked = candidates
    .filter((candidate) => candidate.length >= 3)
    .map((candidate) => ({ candidate, edits: distance(word, candidate) }))
    .filter(({ edits }) => edits <= reach)
    .sort((a, b) => a.edits - b.edits);
  return ranked[0]?.candidate;
}

/** Letters that may differ, of words of this length. */
function reachOf({ length }: string): number {
  if (length <= 2) return 1;
  return length <= 5 ? 2 : 3;
}

/** The question that ends a complaint; empty where nothing is near. */
export function didYouMean(candidate: string | undefined, prefix = ''): string {
  return candidate === undefined ? '' : `Did you mean ${prefix}${candidate}?`;
}
