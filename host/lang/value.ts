import { amountText, isAmount, measureOf, type Amount } from './amounts.js';
import { EvaluationFault } from './evaluation-fault.js';

/** What an expression of a closure can be worth. Maps are `Map`s: no name in a script reaches a property of ours. */
export type Value =
  string | number | boolean | null | Amount | readonly Value[] | ReadonlyMap<string, Value> | HostObject;

/** Something of the engine's that closures look into, such as `task`. */
export interface HostObject {
  /** For messages. */
  readonly title: string;
  /** @throws EvaluationFault where there is no such member, or its value cannot be had. */
  member(name: string): Value;
}

/** Elements of a list or map, and characters of a text, at most. */
const LARGEST_LIST = 10_000;
const LONGEST_TEXT = 100_000;

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

export function isMap(value: Value): value is ReadonlyMap<string, Value> {
  return value instanceof Map;
}

export function isHostObject(value: Value): value is HostObject {
  return typeof value === 'object' && value !== null && !isList(value) && !isMap(value) && !isAmount(value);
}

/** Names the kind of a value in a message, e.g. "a number". */
export function kindOf(value: Value): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return 'a string';
  if (typeof value === 'number') return 'a number';
  if (typeof value === 'boolean') return 'true or false';
  if (isAmount(value)) return 'bytes' in value ? 'an amount of memory' : 'a duration';
  if (isList(value)) return 'a list';
  return isMap(value) ? 'a map' : value.title;
}

/** Groovy's truth: null, false, 0 and everything empty are false. */
export function isTrue(value: Value): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return Boolean(value);
  if (isAmount(value)) return measureOf(value) !== 0;
  if (isList(value)) return value.length > 0;
  return isMap(value) ? value.size > 0 : true;
}

/** `==`: by value, lists and maps by what they hold; values of two kinds are never equal. */
export function areEqual(left: Value, right: Value): boolean {
  if (isAmount(left) && isAmount(right))
    return left.constructor === right.constructor && measureOf(left) === measureOf(right);
  if (isList(left) && isList(right))
    return left.length === right.length && left.every((item, index) => areEqual(item, right[index] ?? null));
  if (isMap(left) && isMap(right))
    return (
      left.size === right.size &&
      [...left].every(([key, item]) => right.has(key) && areEqual(item, right.get(key) ?? null))
    );
  return left === right;
}

/**
 * Less than 0, 0 or more than 0. Null comes before everything.
 * @throws EvaluationFault where the two cannot be compared.
 */
export function compare(left: Value, right: Value): number {
  if (left === null || right === null) return Number(left !== null) - Number(right !== null);
  if (isAmount(left) && isAmount(right) && left.constructor === right.constructor)
    return measureOf(left) - measureOf(right);
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : Number(left > right);
  throw new EvaluationFault(
    `cannot compare ${kindOf(left)} with ${kindOf(right)}`,
    'Compare numbers, strings, amounts of memory or durations with their own kind',
  );
}

/**
 * A value as a text, as `"${value}"` shows it.
 * @throws EvaluationFault where it would be too long.
 */
export function textOf(value: Value): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(Number(value.toPrecision(15)));
  if (value === null || typeof value === 'boolean') return String(value);
  if (isAmount(value)) return amountText(value);
  if (isList(value)) return `[${joined(value.map(textOf))}]`;
  if (isMap(value)) return `[${joined([...value].map(([key, item]) => `${key}:${textOf(item)}`))}]`;
  throw new EvaluationFault(`${value.title} has no text`, 'Name one of its properties');
}

function joined(parts: readonly string[]): string {
  // Before they are joined: a list may hold the same long text many times.
  requireLength(parts.reduce((sum, part) => sum + part.length + 2, 0));
  return parts.join(', ');
}

/** `text`, where it is short enough. @throws EvaluationFault */
export function boundedText(text: string): string {
  requireLength(text.length);
  return text;
}

/** @throws EvaluationFault where a text of `length` characters would be too long. */
export function requireLength(length: number): void {
  if (length > LONGEST_TEXT)
    throw new EvaluationFault(`a text would have more than ${LONGEST_TEXT} characters`, 'Make it shorter');
}

/** Elements of lists and maps, those of the lists and maps in them included. */
const weights = new WeakMap<object, number>();

/**
 * A list or map, where it is small enough. Every new one passes here: a list that holds another one many times costs as
 * much as many.
 * @throws EvaluationFault
 */
export function boundedItems<T extends readonly Value[] | ReadonlyMap<string, Value>>(items: T): T {
  requireItems('size' in items ? items.size : items.length);
  let weight = 0;
  for (const item of items.values()) weight += 1 + weightOf(item);
  requireItems(weight);
  weights.set(items, weight);
  return items;
}

/** @throws EvaluationFault where a list of `count` elements would be too long. */
export function requireItems(count: number): void {
  if (count > LARGEST_LIST)
    throw new EvaluationFault(`a list would have more than ${LARGEST_LIST} elements`, 'Make it shorter');
}

function weightOf(value: Value): number {
  return typeof value === 'object' && value !== null ? (weights.get(value) ?? 0) : 0;
}
