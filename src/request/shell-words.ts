/** Words of a command line, or the quote that is never closed. */
export type ShellWords =
  { readonly ok: true; readonly words: readonly string[] } | { readonly ok: false; readonly open: string };

/** A quoted part, an escaped character, a run of plain ones; then what can only be a quote that stays open. */
const PART = /'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"|\\([\s\S])|([^\s'"\\]+)|(\s+)|(['"\\])/g;

/**
 * Splits as a POSIX shell does (XCU 2.2): quotes, and the backslash outside of them and in front of `"`, `\`, `$` and
 * `` ` `` between double quotes. Nothing is expanded: no shell ever sees the text.
 */
export function shellWords(text: string): ShellWords {
  const words: string[] = [];
  let word: string | undefined;
  for (const [, single, double, escaped, plain, blank, open] of text.matchAll(PART)) {
    if (open !== undefined) return { ok: false, open };
    if (blank === undefined) {
      word = (word ?? '') + (single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? escaped ?? plain ?? '');
    } else if (word !== undefined) {
      words.push(word);
      word = undefined;
    }
  }
  return { ok: true, words: word === undefined ? words : [...words, word] };
}
