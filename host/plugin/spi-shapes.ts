import type {
  Executor,
  ExecutorCapabilities,
  Housekeeping,
  TaskHandler,
  TaskMonitor,
  TaskRun,
} from '../../spi/index.js';

/** Every capability once: the compiler holds the list and the SPI together. */
const CAPABILITIES: Readonly<Record<keyof ExecutorCapabilities, true>> = {
  containerNative: true,
  secretNative: true,
  fusion: true,
  taskArrays: true,
  adoption: true,
};

const EXECUTOR_FUNCTIONS = [
  'start',
  'createTaskHandler',
  'createTaskMonitor',
  'shutdown',
] as const satisfies readonly (keyof Executor)[];

const MONITOR_FUNCTIONS = [
  'start',
  'schedule',
  'evict',
  'signal',
  'shutdown',
] as const satisfies readonly (keyof TaskMonitor)[];

const HANDLER_FUNCTIONS = [
  'submit',
  'batch',
  'checkIfRunning',
  'checkIfCompleted',
  'kill',
  'trace',
] as const satisfies readonly (keyof TaskHandler)[];

const HOUSEKEEPING_FUNCTIONS = [
  'tasks',
  'stop',
  'registrations',
  'deregister',
] as const satisfies readonly (keyof Housekeeping)[];

/** What keeps `value` from being the executor of that name, as parts of a sentence; empty when nothing does. */
export function flawsOfExecutor(value: unknown, name: string): string[] {
  if (!isObject(value) || value instanceof Promise) return [`${describe(value)} instead of an executor`];
  const named = value['name'] === name ? [] : [`an executor with the name ${describe(value['name'])}`];
  return [
    ...named,
    ...flawsOfCapabilities(value['capabilities']),
    ...missing('an executor', value, EXECUTOR_FUNCTIONS),
  ];
}

/** What keeps `value` from being a monitor. */
export function flawsOfMonitor(value: unknown): string[] {
  if (!isObject(value)) return [`${describe(value)} instead of a monitor`];
  return missing('a monitor', value, MONITOR_FUNCTIONS);
}

/** What keeps `value` from being the log of a task. */
export function flawsOfTaskLog(value: unknown): string[] {
  if (!isObject(value) || value instanceof Promise) return [`${describe(value)} instead of a log`];
  const placed = typeof value['place'] === 'string' ? [] : ['a log without a place'];
  return [...placed, ...missing('a log', value, ['read'])];
}

/** What keeps `value` from being the housekeeping of an executor. */
export function flawsOfHousekeeping(value: unknown): string[] {
  if (!isObject(value)) return [`${describe(value)} instead of housekeeping`];
  return missing('housekeeping', value, HOUSEKEEPING_FUNCTIONS);
}

/** What keeps `value` from being the new handler of that task. */
export function flawsOfHandler(value: unknown, task: TaskRun): string[] {
  if (!isObject(value) || value instanceof Promise) return [`${describe(value)} instead of a handler`];
  const { task: own, status } = value;
  // News names the handler, and the engine knows the task by it.
  const isOwn = isObject(own) && own['hash'] === task.hash;
  return [
    ...(isOwn ? [] : ['a handler whose task is not the one given']),
    ...(status === 'NEW' ? [] : [`a handler with the status ${describe(status)}, not "NEW"`]),
    ...missing('a handler', value, HANDLER_FUNCTIONS),
  ];
}

/** What keeps `value` from being a list of problems. */
export function flawsOfProblems(value: unknown): string[] {
  if (!Array.isArray(value)) return [`${describe(value)} instead of a list of problems`];
  const odd = value.findIndex(
    (problem: unknown) =>
      !isObject(problem) || typeof problem['path'] !== 'string' || typeof problem['message'] !== 'string',
  );
  return odd < 0 ? [] : [`a list whose member ${odd + 1} is no problem with path and message`];
}

function flawsOfCapabilities(value: unknown): string[] {
  if (!isObject(value)) return [`${describe(value)} instead of capabilities`];
  return Object.keys(CAPABILITIES)
    .filter((capability) => typeof value[capability] !== 'boolean')
    .map(
      (capability) => `${describe(value[capability])} for the capability ${capability}, not true or false`,
    );
}

function missing(what: string, value: Readonly<Record<string, unknown>>, names: readonly string[]): string[] {
  const absent = names.filter((name) => typeof value[name] !== 'function');
  return absent.length === 0 ? [] : [`${what} without ${absent.map((name) => `${name}()`).join(', ')}`];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function describe(value: unknown): string {
  if (typeof value === 'string') return `"${value}"`;
  if (value instanceof Promise) return 'a promise';
  if (value === undefined || value === null || typeof value !== 'object') {
    const text = String(value);
    return text === 'undefined' ? 'nothing' : text;
  }
  return Array.isArray(value) ? 'a list' : 'an object';
}
