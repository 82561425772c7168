import { ConfigError, type Clock, type Logger, type Problem } from '../../spi/index.js';
import type { SessionObserver, SessionOptions, TaskOptions } from './session-api.js';
import {
  abortSignal,
  callable,
  having,
  isObject,
  kind,
  listOf,
  mayHave,
  plainMap,
  problemsOfValues,
  text,
  type ValueCheck,
  type ValueRules,
} from './value-rule.js';

/** Of what has a form, the form is another check's matter. */
const anyText = kind('a text', (value) => typeof value === 'string');
const manyMaps = listOf('a list of plain objects', plainMap, 0);
const oneMap = kind(
  'a plain object of settings, or a list of them',
  (value) => plainMap(value, '').length === 0,
);
const settings: ValueCheck = (value, path) => (Array.isArray(value) ? manyMaps : oneMap)(value, path);

const variables = kind(
  'an object of texts by the names of variables',
  (value) =>
    isObject(value) && Object.values(value).every((one) => one === undefined || typeof one === 'string'),
);

const isSpec = kind('an object with the name of a process and its directives', isObject);
/** Of a process only what names it: its directives are checked with those of the configuration. */
const processSpec: ValueCheck = (value, path) => {
  if (!isObject(value)) return isSpec(value, path);
  const { process, executor } = value;
  const name =
    process === undefined
      ? [{ path: `${path}.process`, message: 'is missing' }]
      : text(process, `${path}.process`);
  return [...name, ...(executor === undefined ? [] : text(executor, `${path}.executor`))];
};

const OBSERVING = [
  'cached',
  'submitted',
  'running',
  'retried',
  'resubmitted',
  'completed',
] as const satisfies readonly (keyof SessionObserver)[];
const LOGGING = ['debug', 'info', 'warn', 'error'] as const satisfies readonly (keyof Logger)[];
const TELLING_TIME = ['now', 'after'] as const satisfies readonly (keyof Clock)[];

/** Every option once: the compiler holds the table and the interface together. */
const rules: ValueRules<keyof SessionOptions> = {
  plugins: {
    check: listOf('a list of ids and paths, one at least', text, 1),
    example: "['nf-name']",
    required: true,
  },
  cwd: { check: text, example: "'/home/me/project'" },
  workDir: { check: text, example: "'s3://my-bucket/work'" },
  config: { check: settings, example: '{ wave: { enabled: true } }' },
  executors: { check: listOf('a list of names, one at least', text, 1), example: "['my-executor']" },
  processes: {
    check: listOf('a list of processes', processSpec, 0),
    example: "[{ process: 'HELLO', container: 'ubuntu:latest' }]",
  },
  sessionId: { check: anyText, example: 'earlier.id' },
  runName: { check: anyText, example: "'happy_curie'" },
  program: { check: text, example: "'acme 1.2.0'" },
  environment: { check: variables, example: '{ TOWER_ACCESS_TOKEN: token }' },
  describeWorkDir: { check: callable, example: '(uri) => uri' },
  observer: {
    check: mayHave(OBSERVING),
    example: '{ completed: (task, outcome) => console.log(task.name, outcome.kind) }',
  },
  logger: { check: having(LOGGING), example: 'console' },
  clock: { check: having(TELLING_TIME), example: '{ now, after }' },
  random: { check: callable, example: '() => 0.5' },
  signal: { check: abortSignal, example: 'controller.signal' },
};

const taskRules: ValueRules<keyof TaskOptions> = {
  signal: { check: abortSignal, example: 'controller.signal' },
};

/**
 * Refuses options of other kinds than {@link SessionOptions} says, as a program without types may hand in.
 * @throws ConfigError SESSION_INVALID listing every problem.
 */
export function requireSessionOptions(options: unknown): asserts options is SessionOptions {
  const problems = problemsOfValues(options, rules, 'options');
  if (problems.length === 0) return;
  const what = problems.length === 1 ? 'one thing' : `${problems.length} things`;
  const are = problems.length === 1 ? 'is' : 'are';
  throw new ConfigError(
    `Cannot open a session: ${what} about its options ${are} wrong. Correct what is listed.`,
    {
      code: 'SESSION_INVALID',
      problems,
    },
  );
}

/** What is wrong with the options that a task is run with. */
export function taskOptionProblems(options: unknown): Problem[] {
  return problemsOfValues(options, taskRules, 'options');
}
