import { distance } from 'fastest-levenshtein';

/** The known name that `name` most likely means; undefined where none is near. */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase();
  // A third of the letters may differ: enough for a slip, too little to offer another word.
  return [...known]
    .map((candidate) => ({ candidate, edits: distance(wanted, candidate.toLowerCase()) }))
    .filter(({ edits }) => edits <= Math.floor(wanted.length / 3))
    .sort((a, b) => a.edits - b.edits)[0]?.candidate;
}
