import { isUnit } from '../config/units.js';
import { parseClosure } from './closure-parser.js';
import { parseMapKey } from './map-key.js';
import type { Expression, MapEntry } from './syntax-tree.js';
import { isMark, type Token } from './token.js';
import type { TokenStream } from './token-stream.js';

/** What a value may be, for messages. */
export const SUPPORTED_VALUES =
  'Supported values are strings, numbers, true, false, null, lists and maps of them, and closures for directives';

const INSTEAD_OF_CHANNELS =
  "Channels are not supported: write the URI of a file in the call, e.g. NAME('s3://my-bucket/file')";

const CONSTANTS: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/** Marks that may follow a value; every other one would make it part of something unsupported. */
const FOLLOWERS = new Set([',', ')', ']', '}', ';', '|', ':']);

/**
 * Reads one value.
 * @throws ScriptError at operators, calls and everything else that is no literal.
 */
export function parseExpression(tokens: TokenStream): Expression {
  const expression = parsePrimary(tokens);
  const after = tokens.peek();
  if (after.kind === 'mark' && !FOLLOWERS.has(after.mark)) refuseAfter(tokens, expression, after);
  return expression;
}

function parsePrimary(tokens: TokenStream): Expression {
  const token = tokens.peek();
  switch (token.kind) {
    case 'string':
      tokens.next();
      return { kind: 'literal', value: token.value, span: token.span };
    case 'number':
      return parseNumber(tokens);
    case 'name':
      return parseWord(tokens, token.name);
    case 'mark':
      if (token.mark === '{') return parseClosureValue(tokens);
      if (token.mark === '[') return tokens.nested(token, () => parseListOrMap(tokens));
      if (token.mark === '-' && tokens.peek(1).kind === 'number') return parseNegative(tokens);
      return refuseMark(tokens, token);
    case 'newline':
    case 'end':
      return tokens.refuse(
        token.span,
        `a value is missing before ${tokens.describe(token)}`,
        SUPPORTED_VALUES,
      );
  }
}

/** Reads the closure whose brace comes next. */
export function parseClosureValue(tokens: TokenStream): Expression {
  const code = parseClosure(tokens);
  return { kind: 'closure', code, span: code.span };
}

function parseWord(tokens: TokenStream, word: string): Expression {
  const { start } = tokens.next().span;
  const constant = CONSTANTS.get(word);
  if (constant !== undefined) return { kind: 'literal', value: constant, span: tokens.spanFrom(start) };
  let name = word;
  while (isMark(tokens.peek(), '.') && tokens.peek(1).kind === 'name') {
    tokens.next();
    const part = tokens.next();
    if (part.kind === 'name') name += `.${part.name}`;
  }
  const span = tokens.spanFrom(start);
  const open = tokens.peek();
  if (isMark(open, '(')) {
    if (name === 'file') return tokens.nested(open, () => parseFile(tokens, open, start));
    const advice = /^channel\./i.test(name) ? INSTEAD_OF_CHANNELS : SUPPORTED_VALUES;
    tokens.refuse(span, `the call ${name}(...) as a value is not supported`, advice);
  }
  return { kind: 'variable', name, span };
}

/** The rest of `file(value)`, of which the parenthesis comes next. */
function parseFile(tokens: TokenStream, open: Token, start: number): Expression {
  tokens.next();
  tokens.skipNewlines();
  const argument = parseExpression(tokens);
  tokens.skipNewlines();
  if (isMark(tokens.peek(), ','))
    tokens.refuse(
      tokens.peek().span,
      'options of file are not supported',
      "Write file('s3://my-bucket/file'): whether it is there is looked at in any case",
    );
  if (tokens.accept(')') === undefined)
    tokens.refuse(open.span, 'the parenthesis is not closed', 'Close it with )');
  return { kind: 'file', argument, span: tokens.spanFrom(start) };
}

/** A number, or an amount such as `4.GB`: the text that means the same, `4 GB`. */
function parseNumber(tokens: TokenStream): Expression {
  const number = tokens.next();
  const value = number.kind === 'number' ? number.value : 0;
  const unit = tokens.peek(1);
  if (!isMark(tokens.peek(), '.') || unit.kind !== 'name' || !isUnit(unit.name))
    return { kind: 'literal', value, span: number.span };
  tokens.next();
  tokens.next();
  return { kind: 'literal', value: `${value} ${unit.name}`, span: tokens.spanFrom(number.span.start) };
}

function parseNegative(tokens: TokenStream): Expression {
  const { start } = tokens.next().span;
  const number = tokens.next();
  const value = number.kind === 'number' ? -number.value : 0;
  return { kind: 'literal', value, span: tokens.spanFrom(start) };
}

function parseListOrMap(tokens: TokenStream): Expression {
  const open = tokens.next();
  tokens.skipNewlines();
  if (isMark(tokens.peek(), ':') && isMark(tokens.peek(1), ']')) {
    tokens.next();
    tokens.next();
    return { kind: 'map', entries: [], span: tokens.spanFrom(open.span.start) };
  }
  const { items, entries } = parseElements(tokens, open);
  const span = tokens.spanFrom(open.span.start);
  return entries.length > 0 ? { kind: 'map', entries, span } : { kind: 'list', items, span };
}

function parseElements(tokens: TokenStream, open: Token): { items: Expression[]; entries: MapEntry[] } {
  const items: Expression[] = [];
  const entries: MapEntry[] = [];
  while (tokens.accept(']') === undefined) {
    const start = tokens.peek();
    if (start.kind === 'end') tokens.refuse(open.span, 'the list or map is not closed', 'Close it with ]');
    const entry = parseMapEntry(tokens, entries);
    if (entry === undefined) items.push(parseExpression(tokens));
    else entries.push(entry);
    if (items.length > 0 && entries.length > 0) {
      tokens.refuse(
        start.span,
        'a list and a map are mixed between the same brackets',
        'Give every element a key, or none',
      );
    }
    closeElement(tokens, open);
  }
  return { items, entries };
}

function closeElement(tokens: TokenStream, open: Token): void {
  tokens.skipNewlines();
  const token = tokens.peek();
  if (token.kind === 'end') tokens.refuse(open.span, 'the list or map is not closed', 'Close it with ]');
  if (tokens.accept(',') !== undefined) tokens.skipNewlines();
  else if (!isMark(token, ']')) {
    tokens.refuse(
      token.span,
      `unexpected ${tokens.describe(token)} in a list or map`,
      'Separate elements with commas',
    );
  }
}

/**
 * Reads `key: value` where it stands next, else nothing.
 * @throws ScriptError where `earlier` has the key already.
 */
export function parseMapEntry(tokens: TokenStream, earlier: readonly MapEntry[]): MapEntry | undefined {
  const key = parseMapKey(
    tokens,
    earlier.map((entry) => entry.key.text),
  );
  if (key === undefined) return undefined;
  return { key, value: parseExpression(tokens) };
}

function refuseMark(tokens: TokenStream, token: Token & { kind: 'mark' }): never {
  const { mark, span } = token;
  if (mark === '/') return tokens.refuse(span, 'slashy strings are not supported', SUPPORTED_VALUES);
  if (mark === '(')
    return tokens.refuse(span, 'parentheses around a value are not supported', SUPPORTED_VALUES);
  if (FOLLOWERS.has(mark))
    return tokens.refuse(span, `a value is missing before '${mark}'`, SUPPORTED_VALUES);
  return tokens.refuse(span, `the operator '${mark}' is not supported`, SUPPORTED_VALUES);
}

function refuseAfter(tokens: TokenStream, before: Expression, token: Token & { kind: 'mark' }): never {
  const { mark, span } = token;
  const property = tokens.peek(1);
  if (mark === '.' && before.kind === 'literal' && property.kind === 'name') {
    const whole = { start: before.span.start, end: property.span.end };
    const advice =
      typeof before.value === 'number'
        ? 'Write an amount with a unit such as 4.GB (B, KB, MB, GB, TB, PB) or 90.min (ms, s, min, h, d)'
        : SUPPORTED_VALUES;
    return tokens.refuse(whole, `the property .${property.name} of a value is not supported`, advice);
  }
  if (mark === '{') return tokens.refuse(span, 'a closure after a value is not supported', SUPPORTED_VALUES);
  if (mark === '(') return tokens.refuse(span, 'a call of a value is not supported', SUPPORTED_VALUES);
  if (mark === '[')
    return tokens.refuse(span, 'taking an element with [...] is not supported', SUPPORTED_VALUES);
  return tokens.refuse(span, `the operator '${mark}' is not supported`, SUPPORTED_VALUES);
}
