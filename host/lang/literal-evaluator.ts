import { SUPPORTED_VALUES } from './expression-parser.js';
import type { FaultList } from './script-error.js';
import type { Expression, MapEntry } from './syntax-tree.js';

/** What a literal stands for. */
export type LiteralValue =
  string | number | boolean | null | readonly LiteralValue[] | { readonly [name: string]: LiteralValue };

const FILE_ADVICE = "Files are the inputs of a process: NAME(file('s3://my-bucket/file'))";
const CLOSURE_ADVICE = 'Closures are the whole value of a directive: memory { 2.GB * task.attempt }';

/** The value of `expression`. Each variable, closure and file in it becomes a fault and counts as null. */
export function evaluate(expression: Expression, faults: FaultList): LiteralValue {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'list':
      return expression.items.map((item) => evaluate(item, faults));
    case 'map':
      return evaluateEntries(expression.entries, faults);
    case 'variable':
      faults.add(expression.span, `the variable ${expression.name} is not supported`, SUPPORTED_VALUES);
      return null;
    case 'closure':
      faults.add(expression.span, 'a closure is not supported here', CLOSURE_ADVICE);
      return null;
    case 'file':
      faults.add(expression.span, 'the call file(...) is not supported here', FILE_ADVICE);
      return null;
  }
}

/** The map that named arguments or the entries of a map make. */
export function evaluateEntries(
  entries: readonly MapEntry[],
  faults: FaultList,
): { readonly [name: string]: LiteralValue } {
  // fromEntries defines own properties, so that a key such as __proto__ is a key like any other.
  return Object.fromEntries(entries.map((entry) => [entry.key.text, evaluate(entry.value, faults)]));
}
