import { parseExpression, parseMapEntry } from './expression-parser.js';
import type { Expression, MapEntry } from './syntax-tree.js';
import type { Token } from './token.js';
import type { TokenStream } from './token-stream.js';

/** The arguments of a call, in their order. */
export interface Arguments {
  readonly positional: readonly Expression[];
  readonly named: readonly MapEntry[];
}

/** Reads arguments to the parenthesis that closes `open`, or to the end of the statement where none was opened. */
export function parseArguments(tokens: TokenStream, open: Token | undefined): Arguments {
  const positional: Expression[] = [];
  const named: MapEntry[] = [];
  if (open !== undefined) {
    tokens.skipNewlines();
    if (tokens.accept(')') !== undefined) return { positional, named };
  }
  do {
    tokens.skipNewlines();
    if (open !== undefined && tokens.peek().kind === 'end') refuseUnclosed(tokens, open);
    const entry = parseMapEntry(tokens, named);
    if (entry === undefined) positional.push(parseExpression(tokens));
    else named.push(entry);
    if (open !== undefined) tokens.skipNewlines();
  } while (tokens.accept(',') !== undefined);
  if (open !== undefined && tokens.accept(')') === undefined) refuseUnclosed(tokens, open);
  return { positional, named };
}

function refuseUnclosed(tokens: TokenStream, open: Token): never {
  const token = tokens.peek();
  if (token.kind === 'end') tokens.refuse(open.span, 'the parenthesis is not closed', 'Close it with )');
  const advice = 'Separate arguments with commas and close the list with )';
  return tokens.refuse(token.span, `unexpected ${tokens.describe(token)} among the arguments`, advice);
}
