import type { Problem } from '../../spi/index.js';
import { withoutTrailingSlash } from '../storage/s3-uri.js';
import type { TaskInput } from '../task/task-input.js';
import { inputUriFault, outputFault, stageNameClash, stageNameFault } from '../task/work-path.js';
import { describeFound } from './plain-value.js';
import type { TaskSpec } from './session-api.js';
import { isObject } from './value-rule.js';

/** The files of a task as it was asked for, as far as they are right. */
export interface TaskFiles {
  readonly inputs: readonly TaskInput[];
  readonly outputs: readonly string[];
  readonly problems: readonly Problem[];
}

/**
 * Reads what a task gets and what it is to leave.
 * @param task How the task is called in messages.
 */
export function readTaskFiles(
  { inputs, outputs }: Pick<TaskSpec, 'inputs' | 'outputs'>,
  task: string,
): TaskFiles {
  const problems: Problem[] = [];
  const read: TaskInput[] = [];
  for (const [index, value] of membersOf(inputs, `${task}, inputs`, problems)) {
    const path = `${task}, inputs[${index}]`;
    const names = read.map(({ stageAs }) => stageAs);
    const input = readInput(value, path, names, problems);
    if (input !== undefined) read.push(input);
  }
  const left: string[] = [];
  for (const [index, value] of membersOf(outputs, `${task}, outputs`, problems)) {
    const message =
      typeof value === 'string' ? outputFault(value) : 'must be a path from the work dir, or a pattern';
    const problem = { path: `${task}, outputs[${index}]`, found: describeFound(value) };
    if (message !== undefined) problems.push({ ...problem, message, fix: "Write it like: 'result.txt'" });
    else if (typeof value === 'string') left.push(value);
  }
  return { inputs: read, outputs: [...new Set(left)], problems };
}

/** By index: a list may have holes. */
function membersOf(value: unknown, path: string, problems: Problem[]): [index: number, member: unknown][] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return [...Array.from<unknown>(value).entries()];
  problems.push({ path, found: describeFound(value), message: 'must be a list' });
  return [];
}

const EXAMPLE = "Write it like: { uri: 's3://my-bucket/reads.fq', stageAs: 'reads.fq' }";

function readInput(
  value: unknown,
  path: string,
  earlier: readonly string[],
  problems: Problem[],
): TaskInput | undefined {
  const uri = isObject(value) ? value['uri'] : value;
  if (typeof uri !== 'string') {
    const message = 'must be a URI, or an object with a uri and a name for it in the work dir';
    problems.push({ path, found: describeFound(value), message, fix: EXAMPLE });
    return undefined;
  }
  const fault = inputUriFault(uri);
  if (fault !== undefined) {
    problems.push({ path, found: describeFound(uri), message: fault, fix: EXAMPLE });
    return undefined;
  }
  const stageAs = (isObject(value) ? value['stageAs'] : undefined) ?? lastPart(uri);
  const wrong = nameFault(stageAs, earlier);
  if (wrong === undefined) return { uri, stageAs: stageAs as string };
  const fix = "Give it another name there: stageAs: 'a/reads.fq'";
  problems.push({ path: `${path}, stageAs`, found: describeFound(stageAs), message: wrong, fix });
  return undefined;
}

function nameFault(name: unknown, earlier: readonly string[]): string | undefined {
  if (typeof name !== 'string') return 'must be a path from the work dir';
  return stageNameFault(name) ?? stageNameClash(name, earlier);
}

function lastPart(uri: string): string {
  return withoutTrailingSlash(uri).split('/').at(-1) ?? '';
}
