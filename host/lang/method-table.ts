import { durationMethods, memoryMethods, numberMethods } from './amount-methods.js';
import { Duration, MemoryUnit } from './amounts.js';
import { listMethods, mapMethods } from './collection-methods.js';
import { EvaluationFault } from './evaluation-fault.js';
import { nearestName } from './nearest-name.js';
import { textMethods } from './text-methods.js';
import { isList, isMap, kindOf, type Value } from './value.js';

/** A method of one kind of value. */
export interface Method<T> {
  /** Fewest and most arguments. */
  readonly takes: readonly [least: number, most: number];
  /** @throws EvaluationFault where it does not take such arguments. */
  readonly call: (target: T, args: readonly Value[]) => Value;
}

const tables = [textMethods, listMethods, mapMethods, memoryMethods, durationMethods, numberMethods];

/** Names of the methods that some kind of value has. */
export const methodNames: ReadonlySet<string> = new Set(tables.flatMap((table) => [...table.keys()]));

/** The value of `target.name(args)`. @throws EvaluationFault where it has no such method, or not for these. */
export function callMethod(target: Value, name: string, args: readonly Value[]): Value {
  if (typeof target === 'string') return call(textMethods, target, name, args);
  if (typeof target === 'number') return call(numberMethods, target, name, args);
  if (target instanceof MemoryUnit) return call(memoryMethods, target, name, args);
  if (target instanceof Duration) return call(durationMethods, target, name, args);
  if (target !== null && isList(target)) return call(listMethods, target, name, args);
  if (target !== null && isMap(target)) return call(mapMethods, target, name, args);
  if (target === null)
    throw new EvaluationFault(
      `the method ${name}() is called on null`,
      'Check that it is not null first, e.g. by task.attempt > 1',
    );
  throw new EvaluationFault(`${kindOf(target)} has no method ${name}()`, 'Use its properties');
}

function call<T extends Value>(
  methods: ReadonlyMap<string, Method<T>>,
  target: T,
  name: string,
  args: readonly Value[],
): Value {
  const method = methods.get(name);
  if (method === undefined) {
    const nearest = nearestName(name, methods.keys());
    const advice =
      nearest === undefined ? `It has ${[...methods.keys()].join(', ')}` : `Did you mean ${nearest}()?`;
    throw new EvaluationFault(`${kindOf(target)} has no method ${name}()`, advice);
  }
  const [least, most] = method.takes;
  if (args.length < least || args.length > most) {
    const count = least === most ? String(least) : `${least} to ${most}`;
    throw new EvaluationFault(`${name}() takes ${count} arguments, not ${args.length}`, 'Give it as many');
  }
  return method.call(target, args);
}
