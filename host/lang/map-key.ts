import type { Name } from './syntax-tree.js';
import { isMark } from './token.js';
import type { TokenStream } from './token-stream.js';

/**
 * Reads `key:` where it stands next, else nothing.
 * @throws ScriptError where `earlier` has the key already.
 */
export function parseMapKey(tokens: TokenStream, earlier: readonly string[]): Name | undefined {
  const token = tokens.peek();
  if ((token.kind !== 'name' && token.kind !== 'string') || !isMark(tokens.peek(1), ':')) return undefined;
  if (token.kind === 'string' && token.parts !== undefined)
    tokens.refuse(token.span, 'a key with an expression in it is not supported', 'Write the key itself');
  const key: Name = { text: token.kind === 'name' ? token.name : token.value, span: token.span };
  if (earlier.includes(key.text))
    tokens.refuse(key.span, `the key ${key.text} is given twice`, 'Keep one of them');
  tokens.next();
  tokens.next();
  tokens.skipNewlines();
  return key;
}
