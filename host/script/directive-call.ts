import { describeValue, type DirectiveValue } from '../../spi/index.js';
import { isRead, type Reading } from '../config/reading.js';
import { evaluate, evaluateEntries } from '../lang/literal-evaluator.js';
import { Closure } from '../lang/closure.js';
import type { FaultList } from '../lang/script-error.js';
import type { SourceText } from '../lang/source-text.js';
import { formatPath, type Call, type Expression } from '../lang/syntax-tree.js';
import { findDirective, inProcess, refuseDynamic, type Directive } from './directives.js';
import { closureValue } from './dynamic-value.js';
import type { DirectiveCall } from './pipeline.js';

/** Reads a call in the head of a process as a directive; adds a fault and returns nothing where it is none. */
export function readDirective(call: Call, source: SourceText, faults: FaultList): DirectiveCall | undefined {
  const name = formatPath(call.path);
  const lookup = findDirective(name);
  if ('problem' in lookup) {
    faults.add(call.span, lookup.problem, lookup.advice);
    return undefined;
  }
  const [only, ...more] = call.positional;
  if (only?.kind === 'closure' && more.length === 0 && call.named.length === 0) {
    const closure = readClosure(lookup.directive, only, source, faults);
    const location = source.locate(call.span.start);
    return closure === undefined ? undefined : { name, value: closureValue(closure), location };
  }
  const before = faults.count;
  const values = call.positional.map((argument) => evaluate(argument, faults));
  const options = evaluateEntries(call.named, faults);
  if (faults.count > before) return undefined;
  const reading = joinArguments(lookup.directive, values, options);
  if (!isRead(reading)) {
    const span = (call.positional[0] ?? call.named[0]?.value)?.span ?? call.span;
    faults.add(span, `directive ${name}: ${reading.problem}`, `Write it like ${inProcess(lookup.directive)}`);
    return undefined;
  }
  return { name, value: reading.value, location: source.locate(call.span.start) };
}

/** Reads a closure as the value of a directive; adds a fault and returns nothing where the directive takes none. */
export function readClosure(
  directive: Directive,
  { code, span }: Expression & { kind: 'closure' },
  source: SourceText,
  faults: FaultList,
): Closure | undefined {
  const refusal = refuseDynamic(directive);
  if (refusal !== undefined) {
    faults.add(span, refusal.problem, refusal.advice);
    return undefined;
  }
  if (code.sleeps !== undefined && directive.name !== 'errorStrategy') {
    faults.add(code.sleeps, 'sleep is for the directive errorStrategy alone', 'Leave it out');
    return undefined;
  }
  return new Closure(code, source);
}

/** Makes one value of a directive's arguments and checks it. */
function joinArguments(
  directive: Directive,
  values: readonly DirectiveValue[],
  options: { readonly [name: string]: DirectiveValue },
): Reading<DirectiveValue> {
  const named = Object.keys(options).length > 0;
  const [first, ...rest] = values;
  if (rest.length > 0) {
    return directive.several === true && !named ? checked(directive, values) : { problem: 'takes one value' };
  }
  if (first === undefined) return named ? checked(directive, options) : { problem: 'needs a value' };
  if (!named) return checked(directive, first);
  const { positional } = directive;
  if (positional === undefined) return { problem: 'takes a value or named values, not both' };
  if (Object.hasOwn(options, positional)) return { problem: `gives ${positional} twice` };
  return checked(directive, { [positional]: first, ...options });
}

function checked(directive: Directive, value: DirectiveValue): Reading<DirectiveValue> {
  const reading = directive.read(value);
  return isRead(reading) ? { value } : { problem: `${reading.problem} (found: ${describeValue(value)})` };
}
