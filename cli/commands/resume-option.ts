const LEAST_CHARACTERS = 8;

/**
 * Whether a word behind -resume is its value, as in Nextflow: `last`, or eight characters and more of a session id. A
 * script's name is none.
 */
export function isSessionWord(word: string): boolean {
  if (word === 'last') return true;
  return word.length >= LEAST_CHARACTERS && /^[0-9a-f]{8}(?:-[0-9a-f-]*)?$/i.test(word);
}
