import { isAmount } from './amounts.js';
import { EvaluationFault } from './evaluation-fault.js';
import type { Method } from './method-table.js';
import { applyOperator } from './operators.js';
import { areEqual, boundedItems, compare, kindOf, requireLength, textOf, type Value } from './value.js';

type List = readonly Value[];
type Entries = ReadonlyMap<string, Value>;

function nonEmpty(list: List): readonly [Value, ...Value[]] {
  const [first, ...rest] = list;
  if (first !== undefined) return [first, ...rest];
  throw new EvaluationFault('the list is empty', 'Check its size() first');
}

/** The extreme one; null where there is none, as in Groovy. */
function extreme(list: List, isBetter: (order: number) => boolean): Value {
  if (list.length === 0) return null;
  return nonEmpty(list).reduce((best, item) => (isBetter(compare(item, best)) ? item : best));
}

function sum(list: List): Value {
  if (list.length === 0) return null;
  return nonEmpty(list).reduce((total, item) => {
    if (typeof item !== 'number' && !isAmount(item))
      throw new EvaluationFault(
        `cannot add up ${kindOf(item)}`,
        'Add up numbers, amounts of memory or durations',
      );
    return applyOperator('+', total, item);
  });
}

function joined(list: List, [separator = '']: readonly Value[]): string {
  const [parts, between] = [list.map(textOf), textOf(separator)];
  requireLength(parts.reduce((total, part) => total + part.length + between.length, 0));
  return parts.join(between);
}

function distinct(list: List): Value {
  // Half a million comparisons at most.
  if (list.length > 1000)
    throw new EvaluationFault('unique() takes at most 1000 elements', 'Shorten the list');
  return boundedItems(
    list.filter((item, index) => list.findIndex((other) => areEqual(item, other)) === index),
  );
}

function entry(entries: Entries, [name, otherwise = null]: readonly Value[]): Value {
  return typeof name === 'string' ? (entries.get(name) ?? otherwise) : otherwise;
}

const plain = <T>(work: (target: T) => Value): Method<T> => ({
  takes: [0, 0],
  call: (target) => work(target),
});

/** What a list can be asked. */
export const listMethods: ReadonlyMap<string, Method<List>> = new Map<string, Method<List>>([
  ['size', plain((list) => list.length)],
  ['isEmpty', plain((list) => list.length === 0)],
  ['contains', { takes: [1, 1], call: (list, [item = null]) => list.some((other) => areEqual(item, other)) }],
  [
    'indexOf',
    { takes: [1, 1], call: (list, [item = null]) => list.findIndex((other) => areEqual(item, other)) },
  ],
  [
    'get',
    { takes: [1, 1], call: (list, [index]) => (typeof index === 'number' ? (list[index] ?? null) : null) },
  ],
  ['first', plain((list) => nonEmpty(list)[0])],
  ['last', plain((list) => nonEmpty(list).at(-1) ?? null)],
  ['min', plain((list) => extreme(list, (order) => order < 0))],
  ['max', plain((list) => extreme(list, (order) => order > 0))],
  ['sum', plain(sum)],
  ['reverse', plain((list) => boundedItems([...list].reverse()))],
  ['sort', plain((list) => boundedItems([...list].sort(compare)))],
  ['unique', plain(distinct)],
  ['join', { takes: [0, 1], call: joined }],
  ['toString', plain(textOf)],
]);

/** What a map can be asked. */
export const mapMethods: ReadonlyMap<string, Method<Entries>> = new Map<string, Method<Entries>>([
  ['size', plain((map) => map.size)],
  ['isEmpty', plain((map) => map.size === 0)],
  ['containsKey', { takes: [1, 1], call: (map, [name]) => typeof name === 'string' && map.has(name) }],
  ['get', { takes: [1, 2], call: entry }],
  ['getOrDefault', { takes: [2, 2], call: entry }],
  ['keySet', plain((map) => boundedItems([...map.keys()]))],
  ['values', plain((map) => boundedItems([...map.values()]))],
  ['toString', plain(textOf)],
]);
