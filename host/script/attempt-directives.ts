import { describeValue, type DirectiveValue } from '../../spi/index.js';
import { isRead } from '../config/reading.js';
import { Duration, MemoryUnit } from '../lang/amounts.js';
import { EvaluationFault } from '../lang/evaluation-fault.js';
import type { HostObject, Value } from '../lang/value.js';
import { isMap, toList } from './directive-values.js';
import { DirectiveProblem, type DirectiveSet, type DirectiveWriting } from './directive-set.js';
import { inProcess } from './directives.js';
import { DynamicValue } from './dynamic-value.js';
import { limitResource } from './resource-limits.js';
import type { TaskContext } from './task-context.js';
import { taskObject } from './task-object.js';

/** What a closure reads where the process says nothing, as in Nextflow. */
const DEFAULTS: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['cpus', 1],
  ['errorStrategy', 'terminate'],
  ['maxRetries', 1],
  ['maxErrors', -1],
]);

/** A process's directives for one attempt, each worked out when it is first asked for. */
export class AttemptDirectives {
  private readonly known = new Map<string, DirectiveValue | undefined>();
  /** Those being worked out, which look at each other. */
  private readonly open: string[] = [];
  private readonly delays = new Map<string, number>();
  private readonly task: HostObject;

  constructor(
    private readonly set: DirectiveSet,
    private readonly context: TaskContext,
  ) {
    this.task = taskObject(context, (name) => this.shown(name));
  }

  /**
   * The value in plain units, before its limit; undefined where nothing is asked for.
   * @throws DirectiveProblem where it cannot be worked out.
   */
  value(name: string): DirectiveValue | undefined {
    if (this.known.has(name)) return this.known.get(name);
    if (this.open.includes(name)) {
      const circle = [...this.open.slice(this.open.indexOf(name)), name].map((one) => `task.${one}`);
      throw new EvaluationFault(circle.join(' needs '), 'Let one of them stand without the other');
    }
    this.open.push(name);
    try {
      const value = this.combined(this.set.get(name) ?? []);
      this.known.set(name, value);
      return value;
    } finally {
      this.open.pop();
    }
  }

  /** Milliseconds that working a directive out asked to wait. */
  delayOf(name: string): number {
    return this.delays.get(name) ?? 0;
  }

  private combined(writings: readonly DirectiveWriting[]): DirectiveValue | undefined {
    let total: DirectiveValue | undefined;
    for (const writing of writings) {
      const value = this.written(writing);
      if (value !== undefined) total = total === undefined ? value : added(writing, total, value);
    }
    return total;
  }

  private written(writing: DirectiveWriting): DirectiveValue | undefined {
    const { path, directive, value: dynamic } = writing;
    if (!(dynamic instanceof DynamicValue)) return dynamic;
    const attempt = `worked out for attempt ${this.context.attempt}`;
    const result = dynamic.workOut(this.context, this.task);
    if (!('value' in result)) {
      const message = `cannot be ${attempt}: ${result.message}`;
      throw new DirectiveProblem({ path, found: shortened(dynamic.text), ...result, message });
    }
    this.delays.set(directive.name, result.delayMs);
    // Null is nothing asked for, as it is in Nextflow.
    if (result.value === null) return undefined;
    const reading = directive.read(result.value);
    if (isRead(reading)) return reading.value;
    throw new DirectiveProblem({
      path,
      found: `${describeValue(result.value)}, ${attempt} by ${shortened(dynamic.text)}`,
      message: reading.problem,
      fix: `Let it give what is written like: ${inProcess(directive)}`,
    });
  }

  /** A directive as a closure sees it: with its unit, and cut to its limit. */
  private shown(name: string): Value {
    const value = this.value(name);
    if (value === undefined) return DEFAULTS.get(name) ?? null;
    const limits = this.set.has('resourceLimits') ? (this.value('resourceLimits') ?? null) : null;
    const { value: limited } = limitResource(name, value, limits);
    if (name === 'memory') return typeof limited === 'number' ? new MemoryUnit(limited) : null;
    if (name === 'time' || name === 'maxSubmitAwait')
      return typeof limited === 'number' ? new Duration(limited) : null;
    if (name === 'disk') return isMap(limited) ? new MemoryUnit(Number(limited['request'])) : null;
    return toValue(name === 'arch' && isMap(limited) ? (limited['name'] ?? null) : limited);
  }
}

function added(
  { directive }: DirectiveWriting,
  earlier: DirectiveValue,
  later: DirectiveValue,
): DirectiveValue {
  if (directive.accumulates === 'map')
    return isMap(earlier) && isMap(later) ? { ...earlier, ...later } : later;
  return [...new Set([...toList(earlier), ...toList(later)])];
}

function toValue(value: DirectiveValue): Value {
  if (isMap(value)) return new Map(Object.entries(value).map(([name, item]) => [name, toValue(item)]));
  return typeof value === 'object' && value !== null ? toList(value).map(toValue) : value;
}

const LONGEST = 120;

function shortened(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}
