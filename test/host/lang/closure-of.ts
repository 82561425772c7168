import { Closure } from '../../../host/lang/closure.js';
import { SourceText } from '../../../host/lang/source-text.js';
import { parseExpression } from '../../../host/lang/expression-parser.js';
import { TokenStream } from '../../../host/lang/token-stream.js';
import { EvaluationFault } from '../../../host/lang/evaluation-fault.js';
import type { HostObject, Value } from '../../../host/lang/value.js';

const task: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['attempt', 2],
  ['exitStatus', 137],
  ['name', 'A (1)'],
  ['queue', null],
]);

const taskObject: HostObject = {
  title: 'task',
  member: (name) => {
    const value = task.get(name);
    if (value === undefined) throw new EvaluationFault(`task has no ${name}`, 'Leave it out');
    return value;
  },
};

/** The closure that `text` writes, with a `task` that has attempt 2, exitStatus 137, a name and no queue. */
export function closureOf(text: string): Closure {
  const source = new SourceText('f', text);
  const offered = new Map([['task', new Set(task.keys())]]);
  const value = parseExpression(new TokenStream(source, offered));
  if (value.kind !== 'closure') throw new Error('expected a closure');
  return new Closure(value.code, source);
}

/** What the closure comes to. */
export function runClosure(text: string): { value: Value; sleptMs: number } {
  return closureOf(text).run(new Map([['task', taskObject]]), (value) => value);
}
