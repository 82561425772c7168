import { toDuration, toMemory } from './conversion.js';
import { EvaluationFault } from './evaluation-fault.js';
import { divisionByZero, finite } from './operators.js';
import { kindOf, type Value } from './value.js';

/** What can be called under a name such as `Math.pow`. */
export interface NamedFunction {
  /** How many arguments it takes. */
  readonly takes: number;
  readonly call: (args: readonly Value[]) => Value;
}

function numeric(takes: number, work: (...numbers: number[]) => number): NamedFunction {
  return {
    takes,
    call: (args) => finite(work(...args.map(requireNumber))),
  };
}

function requireNumber(value: Value): number {
  if (typeof value === 'number') return value;
  throw new EvaluationFault(
    `Math takes numbers, not ${kindOf(value)}`,
    'Convert it, e.g. mem.toGiga() or x as int',
  );
}

function single(work: (value: Value) => Value): NamedFunction {
  return { takes: 1, call: ([value = null]) => work(value) };
}

const functions: ReadonlyMap<string, NamedFunction> = new Map([
  ['Math.abs', numeric(1, Math.abs)],
  ['Math.ceil', numeric(1, Math.ceil)],
  ['Math.exp', numeric(1, Math.exp)],
  ['Math.floor', numeric(1, Math.floor)],
  ['Math.log', numeric(1, Math.log)],
  ['Math.log10', numeric(1, Math.log10)],
  ['Math.max', numeric(2, Math.max)],
  ['Math.min', numeric(2, Math.min)],
  ['Math.pow', numeric(2, (base, power) => base ** power)],
  ['Math.round', numeric(1, Math.round)],
  ['Math.sqrt', numeric(1, Math.sqrt)],
  ['MemoryUnit.of', single(toMemory)],
  ['Duration.of', single(toDuration)],
]);

const constants: ReadonlyMap<string, number> = new Map([
  ['Integer.MAX_VALUE', 2_147_483_647],
  ['Integer.MIN_VALUE', -2_147_483_648],
  ['Math.E', Math.E],
  ['Math.PI', Math.PI],
]);

/** Names of what holds functions and constants. */
export const owners: ReadonlySet<string> = new Set(
  [...functions.keys(), ...constants.keys()].map((name) => name.slice(0, name.indexOf('.'))),
);

/** The full names of functions and constants, for advice. */
export const functionNames: readonly string[] = [...functions.keys(), ...constants.keys()];

/** The function `owner.name`. */
export function findFunction(owner: string, name: string): NamedFunction | undefined {
  return functions.get(`${owner}.${name}`);
}

/** The constant `owner.name`. */
export function findConstant(owner: string, name: string): number | undefined {
  return constants.get(`${owner}.${name}`);
}

/** For a whole division, as `7.intdiv(2)`. @throws EvaluationFault where `divisor` is 0. */
export function wholeQuotient(dividend: number, divisor: number): number {
  if (divisor === 0) throw divisionByZero();
  return Math.trunc(dividend / divisor);
}
