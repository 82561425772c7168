import type { Operation } from './closure-tree.js';
import { isMark, type Token } from './token.js';
import type { TokenStream } from './token-stream.js';

/** Reads a whole expression of a closure. */
export type ReadWhole = (tokens: TokenStream) => Operation;

/** Takes what ends an element between brackets in a closure: a comma, or nothing before `close`. */
export function endElement(tokens: TokenStream, open: Token, close: string): void {
  tokens.skipNewlines();
  const token = tokens.peek();
  if (tokens.accept(',') !== undefined) tokens.skipNewlines();
  else if (token.kind === 'end' || isMark(token, '}'))
    tokens.refuse(open.span, `the ${tokens.describe(open)} is not closed`, `Close it with ${close}`);
  else if (!isMark(token, close)) {
    const advice = 'Separate what stands between brackets with commas';
    tokens.refuse(token.span, `unexpected ${tokens.describe(token)}`, advice);
  }
}

/** Reads the arguments of a call in a closure, of which the opening parenthesis comes next. */
export function parseCallArguments(tokens: TokenStream, whole: ReadWhole): Operation[] {
  const open = tokens.next();
  return tokens.nested(open, () => {
    const args: Operation[] = [];
    tokens.skipNewlines();
    while (tokens.accept(')') === undefined) {
      args.push(whole(tokens));
      endElement(tokens, open, ')');
    }
    return args;
  });
}
