import { distance } from 'fastest-levenshtein';

/** The known name that `name` most likely means; `undefined` when none is near. Case is ignored. */
export function nearestName(name: string, known: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase();
  let best: string | undefined;
  // A third of the letters may differ: enough for a slip, too little to offer another word.
  let least = (wanted.length < 3 ? 0 : Math.floor(wanted.length / 3)) + 1;
  for (const candidate of known) {
    const edits = distance(wanted, candidate.toLowerCase());
    if (edits < least) [best, least] = [candidate, edits];
  }
  return best;
}
