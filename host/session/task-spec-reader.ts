import { RequestError, isExecutorError, type ConfigMap, type Logger, type Problem } from '../../spi/index.js';
import { nearestName } from '../lang/nearest-name.js';
import type { ExecutorRegistry } from '../plugin/executor-registry.js';
import { functionValue } from '../script/dynamic-value.js';
import { resolveProcess, type ProcessDirectives, type ResolvedProcess } from '../script/resolve-process.js';
import { dedentScript } from '../script/script-text.js';
import type { TaskContext } from '../script/task-context.js';
import type { TaskInput } from '../task/task-input.js';
import { environmentProblems } from '../task/wrapper.js';
import { SHOWN_BYTES } from '../engine/task-stdout.js';
import type { PlacedProcess } from '../engine/executor-set.js';
import { describeForeign, describeFound, isPlainMap, isPlainValue } from './plain-value.js';
import type { ProcessSpec, TaskSpec } from './session-api.js';
import { readTaskFiles } from './task-files.js';
import { isObject } from './value-rule.js';

/** A task as it was asked for, checked. */
export interface ReadTask extends PlacedProcess, Pick<ResolvedProcess, 'dynamics' | 'cache'> {
  readonly script: string;
  readonly name?: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly inputs: readonly TaskInput[];
  readonly outputs: readonly string[];
  readonly stdoutBytes: number;
}

const DEFAULT_STDOUT_BYTES = 1024 * 1024;
/** Bounds what a session remembers: a program may name a new process for every task. */
const MOST_TOLD = 1000;
const PROCESS_NAME = /^[A-Za-z_]\w*$/;
/** What of a task is no directive. */
const TASK_FIELDS: ReadonlySet<string> = new Set([
  'process',
  'executor',
  'script',
  'name',
  'environment',
  'inputs',
  'outputs',
  'stdoutBytes',
]);

/** Reads what a program asks for, with the defaults of its configuration (`process.*`). */
export class TaskSpecReader {
  /** Processes that something was said about: their tasks come by the thousand. */
  private readonly told = new Set<string>();

  constructor(
    private readonly config: ConfigMap,
    private readonly registry: ExecutorRegistry,
    /** Names of the session's executors; the first takes what names none. */
    private readonly executors: readonly string[],
    private readonly logger: Pick<Logger, 'info'>,
  ) {}

  /**
   * Reads a process that is announced. Whether its executor takes it is for the caller to ask.
   * @throws RequestError TASK_INVALID listing every problem.
   */
  announced(spec: ProcessSpec): PlacedProcess | undefined {
    const problems: Problem[] = [];
    const process = this.processOf(spec, problems);
    refuse(spec, problems);
    const executor = spec.executor ?? this.executors[0];
    // An executor that does not exist was refused already, and has no plugin to ask.
    if (process === undefined || executor === undefined || !this.executors.includes(executor))
      return undefined;
    return { definition: process.definition, executor };
  }

  /**
   * Reads a task.
   * @param others What is wrong with how it is to be run.
   * @throws RequestError TASK_INVALID listing every problem, those the executor's plugin finds included.
   */
  read(spec: TaskSpec, others: readonly Problem[]): ReadTask {
    const problems: Problem[] = [...others];
    if (!isObject(spec)) refuse(spec, [noTask(spec), ...problems]);
    const process = this.processOf(spec, problems);
    const executor = this.executorOf(spec, problems);
    const { inputs, outputs, problems: fileProblems } = readTaskFiles(spec, processNamed(spec));
    problems.push(...fieldProblems(spec), ...fileProblems);
    if (process !== undefined && executor !== undefined)
      problems.push(...this.registry.pluginOf(executor).check(executor, process.definition));
    refuse(spec, problems);
    if (process === undefined || executor === undefined) throw new Error('A task without problems is whole.');
    const { script, name, environment = {}, stdoutBytes = DEFAULT_STDOUT_BYTES } = spec;
    const { definition, dynamics, cache } = process;
    const named = {
      ...(dynamics === undefined ? {} : { dynamics }),
      ...(name === undefined ? {} : { name }),
      ...(cache === undefined ? {} : { cache }),
    };
    const files = { inputs, outputs };
    return {
      definition,
      executor,
      script: dedentScript(script),
      ...named,
      environment,
      ...files,
      stdoutBytes,
    };
  }

  private executorOf(spec: TaskSpec, problems: Problem[]): string | undefined {
    const name = spec.executor ?? this.executors[0];
    if (name !== undefined && this.executors.includes(name)) return name;
    const nearest = nearestName(typeof name === 'string' ? name : '', this.executors) ?? this.executors[0];
    problems.push({
      path: `${processNamed(spec)}, executor`,
      found: describeFound(name),
      message: `is no executor of this session, which has ${this.executors.join(', ')}`,
      fix: `Write '${nearest}', or name the executor in the session's executors.`,
    });
    return undefined;
  }

  private processOf(spec: ProcessSpec, problems: Problem[]): ResolvedProcess | undefined {
    const process: unknown = spec.process;
    if (typeof process !== 'string' || !PROCESS_NAME.test(process)) {
      problems.push({
        path: 'process',
        found: describeFound(process),
        message: 'must be a name of letters, digits and _ that does not begin with a digit',
      });
      return undefined;
    }
    const directives = directivesOf(spec, problems);
    try {
      const asked = { name: process, directives, script: '', outputs: [], outputsStdout: false };
      const resolved = resolveProcess(asked, this.config);
      this.tell(process, resolved.notices);
      return resolved;
    } catch (error) {
      if (!isExecutorError(error)) throw error;
      problems.push(...error.problems);
      return undefined;
    }
  }

  private tell(process: string, notices: readonly string[]): void {
    if (notices.length === 0 || this.told.has(process) || this.told.size >= MOST_TOLD) return;
    this.told.add(process);
    for (const notice of notices) this.logger.info(notice);
  }
}

/** Everything a specification holds that is not a field of its own is a directive. */
function directivesOf(spec: ProcessSpec, problems: Problem[]): ProcessDirectives['directives'] {
  return Object.entries<unknown>({ ...spec }).flatMap(([name, value]): ProcessDirectives['directives'] => {
    if (TASK_FIELDS.has(name) || value === undefined) return [];
    const path = `${processNamed(spec)}, directive ${name}`;
    if (name === 'debug') problems.push({ path, ...DEBUG_IS_OF_PIPELINES });
    else if (name === 'errorStrategy' && isOfRuns(value))
      problems.push({ path, found: describeFound(value), ...STRATEGY_IS_OF_RUNS });
    else if (isGiver(value)) return [{ name, value: functionValue(value, isPlainValue) }];
    else if (!isPlainValue(value)) problems.push({ path, message: describeForeign(value) });
    else return [{ name, value }];
    return [];
  });
}

/** Whether a program gives what gives a value: what it returns is looked at when it does. */
function isGiver(value: unknown): value is (context: TaskContext) => unknown {
  return typeof value === 'function';
}

/** Whether an error strategy says what becomes of a whole run; a session goes on in any case. */
export function isOfRuns(strategy: unknown): boolean {
  return typeof strategy === 'string' && ['ignore', 'finish'].includes(strategy.toLowerCase());
}

/** What to say of a strategy that {@link isOfRuns}. */
export const STRATEGY_IS_OF_RUNS = {
  message:
    'is for pipelines: a session goes on whatever becomes of a task, and what follows is for the program to say',
  fix: "Write 'retry' or 'terminate', or leave it out and go by the result.",
} as const;

/** What to say of `debug`, which prints what a task printed. */
export const DEBUG_IS_OF_PIPELINES = {
  message: 'is for pipelines: in a session what a task printed comes with its result',
  fix: 'Leave it out.',
} as const;

function noTask(spec: unknown): Problem {
  return {
    path: 'task',
    found: describeFound(spec),
    message: 'must be an object with a process, a script and directives',
    fix: "Write it like: { process: 'HELLO', container: 'ubuntu:latest', script: 'echo hello' }",
  };
}

/** Names the process of a task for messages, whatever a program handed in for one. */
export function processNamed(spec: unknown): string {
  const name = isObject(spec) ? spec['process'] : undefined;
  return typeof name === 'string' ? `process ${name}` : 'a process without a name';
}

function fieldProblems(spec: TaskSpec): Problem[] {
  const { script, name, environment, stdoutBytes } = spec;
  const path = (field: string): string => `${processNamed(spec)}, ${field}`;
  const problems: Problem[] = [];
  const check = (fits: boolean, field: string, value: unknown, message: string): void => {
    if (!fits) problems.push({ path: path(field), found: describeFound(value), message });
  };
  check(
    typeof script === 'string' && script.trim() !== '',
    'script',
    script,
    'must be a text that is not empty',
  );
  check(
    name === undefined || (typeof name === 'string' && name.trim() !== ''),
    'name',
    name,
    'must be a text that is not empty',
  );
  check(
    stdoutBytes === undefined ||
      (Number.isSafeInteger(stdoutBytes) && stdoutBytes >= 0 && stdoutBytes <= SHOWN_BYTES),
    'stdoutBytes',
    stdoutBytes,
    `must be a whole number from 0 to ${SHOWN_BYTES}`,
  );
  if (environment === undefined) return problems;
  const isMap =
    isPlainMap(environment) &&
    Object.values<unknown>(environment).every((value) => typeof value === 'string');
  // The values may be secrets.
  if (!isMap) problems.push({ path: path('environment'), message: 'must be an object of texts' });
  return isMap ? [...problems, ...environmentProblems(environment)] : problems;
}

function refuse(spec: unknown, problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  throw new RequestError(`Cannot run a task of ${processNamed(spec)}: ${count}. Correct what is listed.`, {
    code: 'TASK_INVALID',
    problems,
  });
}
