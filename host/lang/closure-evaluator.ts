import { DAY_MS } from '../config/units.js';
import { convert } from './conversion.js';
import type { Operation, Step } from './closure-tree.js';
import { EvaluationFault } from './evaluation-fault.js';
import { findConstant, findFunction } from './function-table.js';
import { callMethod } from './method-table.js';
import { applyOperator, applyUnary } from './operators.js';
import { elementOf, propertyOf } from './property.js';
import {
  areEqual,
  boundedItems,
  boundedText,
  isHostObject,
  isTrue,
  textOf,
  type HostObject,
  type Value,
} from './value.js';

/** Milliseconds that one run of a closure may ask to wait: a day. */
const LONGEST_SLEEP = DAY_MS;

/** What came of running the statements of a closure. */
interface Progress {
  readonly value: Value;
  /** Whether a `return` was met. */
  readonly returned: boolean;
}

/**
 * One run of a closure. There are no loops in the language, so that a run takes no more steps than the closure has
 * parts; values are bounded where they are made.
 */
export class ClosureRun {
  private readonly locals = new Map<string, Value>();
  /** Milliseconds it asked to wait so far. */
  sleptMs = 0;

  constructor(private readonly offered: ReadonlyMap<string, HostObject>) {}

  /** The value of the last statement, or of `return`. @throws EvaluationFault with its place */
  run(steps: readonly Step[]): Progress {
    let value: Value = null;
    for (const step of steps) {
      const progress = this.take(step);
      if (progress.returned) return progress;
      value = progress.value;
    }
    return { value, returned: false };
  }

  private take(step: Step): Progress {
    switch (step.kind) {
      case 'value':
        return { value: this.evaluate(step.value), returned: false };
      case 'return':
        return { value: step.value === undefined ? null : this.evaluate(step.value), returned: true };
      case 'set': {
        const value = this.evaluate(step.value);
        this.locals.set(step.name, value);
        return { value, returned: false };
      }
      case 'if':
        return this.run(isTrue(this.evaluate(step.condition)) ? step.yes : step.no);
    }
  }

  private evaluate(operation: Operation): Value {
    try {
      return this.valueOf(operation);
    } catch (error) {
      if (error instanceof EvaluationFault) error.span ??= operation.span;
      throw error;
    }
  }

  private valueOf(operation: Operation): Value {
    switch (operation.kind) {
      case 'literal':
        return operation.value;
      case 'text':
        return this.text(operation.parts);
      case 'list':
        return boundedItems(operation.items.map((item) => this.evaluate(item)));
      case 'map':
        return boundedItems(new Map(operation.entries.map(([key, item]) => [key, this.evaluate(item)])));
      case 'local':
        return this.locals.get(operation.name) ?? null;
      case 'offered':
        return this.offeredOf(operation.name);
      case 'constant':
        return findConstant(operation.owner, operation.name) ?? null;
      case 'property':
      case 'method':
        return this.member(operation);
      case 'index':
        return elementOf(this.evaluate(operation.target), this.evaluate(operation.index));
      case 'function':
        return this.call(operation);
      case 'unary':
        return applyUnary(operation.operator, this.evaluate(operation.operand));
      case 'binary':
        return this.binary(operation);
      case 'conditional':
        return this.evaluate(isTrue(this.evaluate(operation.condition)) ? operation.yes : operation.no);
      case 'elvis': {
        const value = this.evaluate(operation.value);
        return isTrue(value) ? value : this.evaluate(operation.otherwise);
      }
      case 'cast':
        return convert(this.evaluate(operation.value), operation.type);
    }
  }

  private text(parts: readonly (string | Operation)[]): string {
    return parts.reduce<string>(
      (text, part) => boundedText(text + (typeof part === 'string' ? part : textOf(this.evaluate(part)))),
      '',
    );
  }

  private offeredOf(name: string): Value {
    const found = this.offered.get(name);
    if (found !== undefined) return found;
    throw new EvaluationFault(`there is no ${name} here`, 'Leave it out');
  }

  private member(operation: Operation & { kind: 'property' | 'method' }): Value {
    const target = this.evaluate(operation.target);
    if (target === null && operation.safe) return null;
    if (operation.kind === 'property') return propertyOf(target, operation.name);
    const args = operation.args.map((arg) => this.evaluate(arg));
    if (operation.name === 'equals') return args.length === 1 && areEqual(target, args[0] ?? null);
    // `getMessage()` is the property `message`, as it is in Groovy.
    const property = /^get(\p{Lu})(\w*)$/u.exec(operation.name);
    if (target !== null && isHostObject(target) && property !== null && args.length === 0)
      return target.member(`${(property[1] ?? '').toLowerCase()}${property[2] ?? ''}`);
    return callMethod(target, operation.name, args);
  }

  private call({ owner, name, args }: Operation & { kind: 'function' }): Value {
    const values = args.map((arg) => this.evaluate(arg));
    if (owner === '') return this.sleep(values);
    const found = findFunction(owner, name);
    if (found?.takes === values.length) return found.call(values);
    throw new EvaluationFault(
      `${owner}.${name}() does not take ${values.length} arguments`,
      `Give it ${found?.takes ?? 0}`,
    );
  }

  /** Waits later, not now: a run must not stand still while a directive is worked out. */
  private sleep([time]: readonly Value[]): null {
    const millis = typeof time === 'object' && time !== null && 'millis' in time ? time.millis : time;
    if (typeof millis !== 'number' || millis < 0 || this.sleptMs + millis > LONGEST_SLEEP)
      throw new EvaluationFault(
        `sleep takes a number of milliseconds from 0 to ${LONGEST_SLEEP}, a day in all`,
        'Write e.g. sleep(2000), and bound what grows: Math.min(x, 60000)',
      );
    this.sleptMs += Math.round(millis);
    return null;
  }

  private binary({ operator, left, right }: Operation & { kind: 'binary' }): Value {
    if (operator === '&&') return isTrue(this.evaluate(left)) && isTrue(this.evaluate(right));
    if (operator === '||') return isTrue(this.evaluate(left)) || isTrue(this.evaluate(right));
    return applyOperator(operator, this.evaluate(left), this.evaluate(right));
  }
}
