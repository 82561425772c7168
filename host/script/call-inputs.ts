import type { FaultList } from '../lang/script-error.js';
import type { Call, Expression } from '../lang/syntax-tree.js';
import type { TaskInput } from '../task/task-input.js';
import { inputUriFault } from '../task/work-path.js';
import type { ProcessDeclaration } from './pipeline.js';

/** Reads the arguments of a call of a process as its inputs; adds faults where they are none. */
export function readCallInputs(
  call: Call,
  { name, inputs: names }: ProcessDeclaration,
  faults: FaultList,
): readonly TaskInput[] {
  const advice = `Write ${exampleCall(name, names)}`;
  const [option] = call.named;
  if (option !== undefined) {
    const what = `the named argument ${option.key.text} of process ${name} is not supported`;
    faults.add(option.key.span, what, advice);
    return [];
  }
  if (call.positional.length !== names.length) {
    const takes = names.length === 1 ? '1 input' : `${names.length === 0 ? 'no' : names.length} inputs`;
    const given = call.positional.length;
    faults.add(
      call.span,
      `process ${name} takes ${takes}, and ${given} ${given === 1 ? 'is' : 'are'} given`,
      advice,
    );
    return [];
  }
  return names.flatMap((stageAs, index) => {
    const argument = call.positional[index];
    const uri = argument === undefined ? undefined : readUri(argument, advice, faults);
    return uri === undefined ? [] : [{ uri, stageAs }];
  });
}

/** `ALIGN('s3://my-bucket/reads.fq')`: how a process with inputs of these names is called. */
export function exampleCall(process: string, names: readonly string[]): string {
  return `${process}(${names.map((name) => `'s3://my-bucket/${name}'`).join(', ')})`;
}

function readUri(argument: Expression, advice: string, faults: FaultList): string | undefined {
  const value = argument.kind === 'file' ? argument.argument : argument;
  if (value.kind === 'literal' && typeof value.value === 'string') {
    const fault = /[*?]/.test(value.value) ? 'is a pattern of files' : inputUriFault(value.value);
    if (fault === undefined) return value.value;
    faults.add(
      value.span,
      `the input '${value.value}' ${fault}`,
      `${advice}; a folder's URI ends with a slash`,
    );
    return undefined;
  }
  faults.add(value.span, `${described(value)} as an input is not supported`, advice);
  return undefined;
}

function described(value: Expression): string {
  if (value.kind === 'variable')
    return value.name.endsWith('.out') || value.name.includes('.out.')
      ? 'the output of another process'
      : `the variable ${value.name}`;
  if (value.kind === 'list') return 'a list of files';
  if (value.kind === 'closure') return 'a closure';
  return value.kind === 'literal' ? 'what is no text' : 'what is no URI';
}
