import { isNumberText, toNumber, toWhole } from './conversion.js';
import { EvaluationFault } from './evaluation-fault.js';
import type { Method } from './method-table.js';
import { Pattern } from './pattern.js';
import { boundedItems, boundedText, kindOf, requireLength, textOf, type Value } from './value.js';

const isBlank = (text: string): boolean => text.trim() === '';

function requireText(value: Value | undefined): string {
  if (typeof value === 'string') return value;
  throw new EvaluationFault(
    `a method of a string takes a string, not ${kindOf(value ?? null)}`,
    'Write a string',
  );
}

function requireIndex(value: Value | undefined, length: number): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= length) return value;
  throw new EvaluationFault(
    `a place in the string must be a whole number from 0 to ${length}`,
    'Check its size() first',
  );
}

const test = (work: (text: string, other: string) => boolean): Method<string> => ({
  takes: [1, 1],
  call: (text, [other]) => work(text, requireText(other)),
});

const plain = (work: (text: string) => Value): Method<string> => ({
  takes: [0, 0],
  call: (text) => work(text),
});

function substring(text: string, [from, to]: readonly Value[]): string {
  const [start, end] = [
    requireIndex(from, text.length),
    to === undefined ? text.length : requireIndex(to, text.length),
  ];
  return text.slice(start, Math.max(start, end));
}

function replaced(text: string, [from, to]: readonly Value[]): string {
  const [part, other] = [requireText(from), requireText(to)];
  const pieces = text.split(part);
  requireLength(text.length + pieces.length * other.length);
  return boundedText(pieces.join(other));
}

/** Pieces between any of the characters of `separators`, without empty ones. */
function tokenized(text: string, [separators = ' \t\n\r\f']: readonly Value[]): Value {
  const any = new Set(requireText(separators));
  const pieces: string[] = [];
  let piece = '';
  for (const character of text) {
    if (!any.has(character)) piece += character;
    else if (piece !== '') {
      pieces.push(piece);
      piece = '';
    }
  }
  return boundedItems(piece === '' ? pieces : [...pieces, piece]);
}

/** What a string can be asked. */
export const textMethods: ReadonlyMap<string, Method<string>> = new Map<string, Method<string>>([
  ['contains', test((text, other) => text.includes(other))],
  ['startsWith', test((text, other) => text.startsWith(other))],
  ['endsWith', test((text, other) => text.endsWith(other))],
  ['equalsIgnoreCase', test((text, other) => text.toLowerCase() === other.toLowerCase())],
  ['matches', test((text, pattern) => Pattern.of(pattern).matches(text, 'whole'))],
  ['indexOf', { takes: [1, 1], call: (text, [other]) => text.indexOf(requireText(other)) }],
  ['substring', { takes: [1, 2], call: substring }],
  ['replace', { takes: [2, 2], call: replaced }],
  ['tokenize', { takes: [0, 1], call: tokenized }],
  ['toLowerCase', plain((text) => boundedText(text.toLowerCase()))],
  ['toUpperCase', plain((text) => boundedText(text.toUpperCase()))],
  ['capitalize', plain((text) => boundedText(text.slice(0, 1).toUpperCase() + text.slice(1)))],
  ['trim', plain((text) => text.trim())],
  ['length', plain((text) => text.length)],
  ['size', plain((text) => text.length)],
  ['isEmpty', plain((text) => text === '')],
  ['isBlank', plain(isBlank)],
  ['isNumber', plain(isNumberText)],
  ['isInteger', plain((text) => isNumberText(text) && !text.includes('.'))],
  ['toInteger', plain(toWhole)],
  ['toLong', plain(toWhole)],
  ['toFloat', plain(toNumber)],
  ['toDouble', plain(toNumber)],
  ['toBigDecimal', plain(toNumber)],
  ['toString', plain(textOf)],
]);
