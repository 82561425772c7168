const any = Symbol('any characters');
const one = Symbol('one character');

type Token = string | typeof any | typeof one;

/**
 * EC2's wildcards as a test of a whole text: `*` for any characters, `?` for one; a backslash takes away their
 * meaning. Its time grows with pattern times text at most: a client's pattern must not hold up everybody, as one
 * made into a regular expression could.
 */
export function globMatcher(pattern: string): (text: string) => boolean {
  const tokens = tokensOf(pattern);
  return (text) => matches(tokens, Array.from(text));
}

function tokensOf(pattern: string): readonly Token[] {
  return [...pattern.matchAll(/\\([*?\\])|[^]/gu)].map(([found, escaped]): Token => {
    if (escaped !== undefined) return escaped;
    if (found === '*') return any;
    return found === '?' ? one : found;
  });
}

/** Only the last `*` is ever given more characters: an earlier one cannot help where that one does not. */
function matches(tokens: readonly Token[], text: readonly string[]): boolean {
  let token = 0;
  let star: { readonly token: number; next: number } | undefined;
  for (let at = 0; at < text.length;) {
    if (tokens[token] === any) {
      star = { token: ++token, next: at };
    } else if (tokens[token] === one || tokens[token] === text[at]) {
      token++;
      at++;
    } else if (star === undefined) {
      return false;
    } else {
      token = star.token;
      at = ++star.next;
    }
  }
  while (tokens[token] === any) token++;
  return token === tokens.length;
}
