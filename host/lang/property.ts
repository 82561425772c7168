import { amountOf } from './amount-methods.js';
import { isAmount } from './amounts.js';
import { EvaluationFault } from './evaluation-fault.js';
import { callMethod } from './method-table.js';
import { isHostObject, isList, isMap, kindOf, type Value } from './value.js';

/** The value of `target.name`. @throws EvaluationFault where it has no such property. */
export function propertyOf(target: Value, name: string): Value {
  if (target === null)
    throw new EvaluationFault(
      `the property ${name} is asked of null`,
      'Check that it is not null first, e.g. by task.attempt > 1',
    );
  if (isHostObject(target)) return target.member(name);
  if (isMap(target)) return target.get(name) ?? null;
  if (typeof target === 'number') {
    const amount = amountOf(target, name);
    if (amount !== undefined) return amount;
  }
  // Nextflow's amounts have `giga` for `toGiga()`.
  if (isAmount(target)) return callMethod(target, `get${name.slice(0, 1).toUpperCase()}${name.slice(1)}`, []);
  throw new EvaluationFault(
    `${kindOf(target)} has no property ${name}`,
    'Methods are called with parentheses, e.g. size()',
  );
}

/** The value of `target[index]`; null where there is none. @throws EvaluationFault where it has no elements. */
export function elementOf(target: Value, index: Value): Value {
  if (target !== null && isMap(target)) return typeof index === 'string' ? (target.get(index) ?? null) : null;
  if ((typeof target === 'string' || (target !== null && isList(target))) && Number.isInteger(index)) {
    const found = target.at(Number(index));
    if (typeof target === 'string' && found === undefined)
      throw new EvaluationFault(`the string has no place ${Number(index)}`, 'Check its size() first');
    return found ?? null;
  }
  throw new EvaluationFault(
    `${kindOf(target)} has no element for ${kindOf(index)}`,
    'Take elements of lists by number and of maps by name',
  );
}
