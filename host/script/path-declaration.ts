import type { FaultList } from '../lang/script-error.js';
import { describeStatement, formatPath, type Call, type Statement } from '../lang/syntax-tree.js';
import { outputFault, stageNameClash, stageNameFault } from '../task/work-path.js';

const INPUT = "Write path 'name', with the name the script reads it by";
const OUTPUT = "Write stdout, or path 'name' with the name or the pattern of files the script leaves";

/**
 * Reads a statement of the section `input:`; adds a fault and returns nothing where it is no input.
 * @param earlier Names of the inputs before it.
 */
export function readInput(
  statement: Statement,
  earlier: readonly string[],
  faults: FaultList,
): string | undefined {
  if (!isPath(statement)) {
    const kind = `${describeStatement(statement)} is not supported as an input`;
    faults.add(statement.span, kind, INPUT);
    return undefined;
  }
  const name = readPath(statement, INPUT, faults);
  const fault = name === undefined ? undefined : (stageNameFault(name) ?? stageNameClash(name, earlier));
  if (fault === undefined) return name;
  faults.add(statement.span, `the input '${name}' ${fault}`, INPUT);
  return undefined;
}

/** Reads a statement of the section `output:` that is not `stdout`, as {@link readInput} does. */
export function readOutputPath(
  statement: Statement,
  earlier: readonly string[],
  faults: FaultList,
): string | undefined {
  if (!isPath(statement)) {
    const kind = `${describeStatement(statement)} is not supported as an output`;
    faults.add(statement.span, kind, OUTPUT);
    return undefined;
  }
  const output = readPath(statement, OUTPUT, faults);
  const twice = output !== undefined && earlier.includes(output) ? 'is declared twice' : undefined;
  const fault = output === undefined ? undefined : (outputFault(output) ?? twice);
  if (fault === undefined) return output;
  faults.add(statement.span, `the output '${output}' ${fault}`, OUTPUT);
  return undefined;
}

function isPath(statement: Statement): statement is Call {
  return statement.kind === 'call' && formatPath(statement.path) === 'path';
}

function readPath(
  { positional: [first, ...more], named: [option], span }: Call,
  advice: string,
  faults: FaultList,
): string | undefined {
  if (option !== undefined) {
    faults.add(option.key.span, `the option ${option.key.text} of path is not supported`, advice);
    return undefined;
  }
  if (first?.kind === 'variable' && more.length === 0) {
    const quoted = `Write the name the file has in the work dir, and use it in the script: path '${first.name}'`;
    faults.add(first.span, `the variable ${first.name} for a path is not supported`, quoted);
    return undefined;
  }
  if (first?.kind === 'literal' && typeof first.value === 'string' && more.length === 0) return first.value;
  faults.add(first?.span ?? span, 'path takes one text', advice);
  return undefined;
}
