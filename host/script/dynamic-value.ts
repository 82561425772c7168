import { describeValue, type DirectiveValue, type Problem } from '../../spi/index.js';
import { formatDuration, formatMemory } from '../config/units.js';
import { isAmount, MemoryUnit } from '../lang/amounts.js';
import type { Closure } from '../lang/closure.js';
import { EvaluationFault } from '../lang/evaluation-fault.js';
import { formatLocation, ScriptError } from '../lang/script-error.js';
import { isList, isMap, type HostObject, type Value } from '../lang/value.js';
import type { TaskContext } from './task-context.js';

/** What a dynamic directive came to for one attempt. */
export interface WorkedOut {
  readonly value: DirectiveValue;
  /** Milliseconds that it asked to wait. */
  readonly delayMs: number;
}

/** Why it came to nothing. */
export type Flaw = Pick<Problem, 'message' | 'fix'>;

/** A directive's value that is worked out anew for every attempt. */
export class DynamicValue {
  constructor(
    /** As it was written, for people. */
    readonly text: string,
    /** @param task what a closure sees as `task`. */
    private readonly work: (context: TaskContext, task: HostObject) => WorkedOut | Flaw,
  ) {}

  /** The value for the attempt of `context`, or what is wrong. */
  workOut(context: TaskContext, task: HostObject): WorkedOut | Flaw {
    return this.work(context, task);
  }
}

/** The value that a closure in a script or configuration gives. */
export function closureValue(closure: Closure): DynamicValue {
  return new DynamicValue(closure.text, (_, task) => {
    try {
      const { value, sleptMs } = closure.run(new Map([['task', task]]), toDirectiveValue);
      return { value, delayMs: sleptMs };
    } catch (error) {
      if (!(error instanceof ScriptError)) throw error;
      const [fault] = error.faults;
      if (fault === undefined) throw error;
      return {
        message: `${fault.message} (at ${formatLocation(fault.location)})`,
        fix: sentence(fault.advice),
      };
    }
  });
}

/** The value that a function of a program gives; `isPlain` says whether what it returned can be one. */
export function functionValue(
  give: (context: TaskContext) => unknown,
  isPlain: (value: unknown) => value is DirectiveValue,
): DynamicValue {
  return new DynamicValue('a function', (context) => {
    try {
      const value = give(context) ?? null;
      if (isPlain(value)) return { value, delayMs: 0 };
      return {
        message: `the function returned a value that no directive can have (${typeof value})`,
        fix: 'Return a string, number, true, false, null, list or plain object, and no promise.',
      };
    } catch (error) {
      const why = describeValue(error instanceof Error ? error.message : String(error));
      return { message: `the function threw ${why}`, fix: 'Correct the function.' };
    }
  });
}

function sentence(advice: string): string {
  return advice.endsWith('?') ? advice : `${advice}.`;
}

/** A value of a closure as a directive has it: amounts as texts, as a person would write them. */
function toDirectiveValue(value: Value): DirectiveValue {
  if (value === null || typeof value !== 'object') return value;
  if (isAmount(value))
    return value instanceof MemoryUnit
      ? signed(value.bytes, formatMemory)
      : signed(value.millis, formatDuration);
  if (isList(value)) return value.map(toDirectiveValue);
  if (isMap(value))
    return Object.fromEntries([...value].map(([name, item]) => [name, toDirectiveValue(item)]));
  throw new EvaluationFault(`${value.title} is no value of a directive`, 'Name one of its properties');
}

function signed(measure: number, format: (measure: number) => string): string {
  return `${measure < 0 ? '-' : ''}${format(Math.abs(measure))}`;
}
