import { dockerSettings } from './docker-settings.js';
import { imageSettings } from './image-settings.js';
import { DAY_MS } from './units.js';
import { traceSettings } from './trace-settings.js';

/** What a setting's value must be. */
export type SettingType =
  | 'string'
  | 'boolean'
  | 'count'
  | 'duration'
  | 'memory'
  | 'http-url'
  /** A whole number, as such or as its digits. */
  | 'id'
  /** A string of one character. */
  | 'character'
  | 'string-or-false'
  /** A boolean for everything, or a string or a list of strings. */
  | 'switch-or-names'
  /** A string with names between commas or blanks, or a list of names. */
  | 'names';

/** Bounds of a number, both included. */
export interface SettingRange {
  readonly min: number;
  readonly max: number;
}

/** One setting this engine serves. Checking, lookup, messages and the documentation go by it. */
export interface KnownSetting {
  /** Dotted path; `$executor` stands for the name of any executor after a dollar sign. */
  readonly path: string;
  readonly type: SettingType;
  /** Of a count, of a duration in milliseconds, or of memory in bytes. */
  readonly range?: SettingRange;
  /** Form of a string (a regular expression) and its name; without one, any that is not blank. */
  readonly form?: { readonly pattern: string; readonly takes: string };
  readonly help: string;
  /** A value as it is written in a configuration file. */
  readonly example: string;
  /** What the engine takes where the setting is absent. */
  readonly fallback?: string | number | boolean;
  /** What holds where it is absent and the engine itself takes nothing in its place. */
  readonly unset?: string;
  /** Who acts on it. What only executors read, the engine checks and hands over. */
  readonly readBy: 'engine' | 'executors' | 'both';
  /** The value never appears in a message. */
  readonly secret?: true;
}

const SDK = 'what the AWS SDK finds';
const EXECUTORS_OWN = "the executor's own";

const queueSize = {
  type: 'count',
  range: { min: 1, max: Number.MAX_SAFE_INTEGER },
  example: '500',
  readBy: 'executors',
} as const;

// A timer of a platform counts to 24 days; a day is more than anyone waits for news.
const pollInterval = {
  type: 'duration',
  range: { min: 1, max: DAY_MS },
  example: "'5 sec'",
  readBy: 'executors',
} as const;

const COUNT = '[1-9][0-9]{0,5}';
const TIME = '(?:s|sec|second|seconds|m|min|minute|minutes|h|hour|hours|d|day|days)';

// Nextflow's forms: a count over a duration, or in one unit of time; a bare number means seconds.
const submitRateLimit = {
  type: 'string',
  form: {
    pattern: `^${COUNT}(?:\\s*/\\s*(?:${COUNT}|${TIME}|(?:${COUNT}\\s*${TIME}\\s*){1,4})|\\s*${TIME})?$`,
    takes: 'a rate such as `50/2min` (50 in 2 minutes) or `10 sec` (10 a second)',
  },
  example: "'50/2min'",
  readBy: 'executors',
} as const;

/** The settings the engine itself serves, in the order of the documentation. `process.*` are the directives. */
export const knownSettings = [
  {
    path: 'workDir',
    type: 'string',
    help: 'URI of the work folder, where -work-dir does not give it.',
    example: "'s3://my-bucket/work'",
    unset: '**required** without -work-dir',
    readBy: 'engine',
  },
  {
    path: 'aws.region',
    type: 'string',
    form: { pattern: '^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$', takes: 'the name of an AWS region' },
    help: 'AWS region of the work folder.',
    example: "'us-east-1'",
    unset: SDK,
    readBy: 'both',
  },
  {
    path: 'aws.profile',
    type: 'string',
    help: 'Name of a profile in the AWS credentials files.',
    example: "'research'",
    unset: SDK,
    readBy: 'both',
  },
  {
    path: 'aws.accessKey',
    type: 'string',
    help: 'Access key id; goes with aws.secretKey.',
    example: "'<access key id>'",
    unset: SDK,
    readBy: 'both',
    secret: true,
  },
  {
    path: 'aws.secretKey',
    type: 'string',
    help: 'Secret access key; goes with aws.accessKey.',
    example: "'<secret access key>'",
    unset: SDK,
    readBy: 'both',
    secret: true,
  },
  {
    path: 'aws.client.endpoint',
    type: 'http-url',
    help: 'Address of the S3 service, and of nothing else.',
    example: "'https://s3.example.org'",
    unset: SDK,
    readBy: 'both',
  },
  {
    path: 'aws.client.s3PathStyleAccess',
    type: 'boolean',
    help: 'Whether S3 addresses carry the bucket in their path, as S3-compatible storage needs it.',
    example: 'true',
    fallback: false,
    readBy: 'both',
  },
  {
    path: 'executor.name',
    type: 'string',
    help: 'Executor of processes that name none.',
    example: "'my-executor'",
    unset: 'none',
    readBy: 'engine',
  },
  {
    path: 'executor.queueSize',
    ...queueSize,
    help: 'Tasks an executor handles at the same time.',
    unset: EXECUTORS_OWN,
  },
  {
    path: 'executor.pollInterval',
    ...pollInterval,
    help: 'Time between two looks at running tasks.',
    unset: EXECUTORS_OWN,
  },
  {
    path: 'executor.submitRateLimit',
    ...submitRateLimit,
    help: 'Most submits in a time.',
    unset: EXECUTORS_OWN,
  },
  {
    path: 'executor.$executor.queueSize',
    ...queueSize,
    help: 'As executor.queueSize, for one executor.',
    unset: 'executor.queueSize',
  },
  {
    path: 'executor.$executor.pollInterval',
    ...pollInterval,
    help: 'As executor.pollInterval, for one executor.',
    unset: 'executor.pollInterval',
  },
  {
    path: 'executor.$executor.submitRateLimit',
    ...submitRateLimit,
    help: 'As executor.submitRateLimit, for one executor.',
    unset: 'executor.submitRateLimit',
  },
  ...dockerSettings,
  ...imageSettings,
  ...traceSettings,
] as const satisfies readonly KnownSetting[];

type Known = (typeof knownSettings)[number];

/** Paths of the settings of some types that the engine itself reads. */
export type SettingPath<Type extends SettingType = SettingType> = Extract<
  Known,
  { readonly type: Type; readonly readBy: 'engine' | 'both' }
>['path'];

/** Paths of those whose declaration holds a number for where they are absent. */
export type NumberedPath = Extract<
  Known,
  { readonly fallback: number; readonly readBy: 'engine' | 'both' }
>['path'];

const ANY_EXECUTOR = '$executor';

const byPath = Object.fromEntries<KnownSetting>(
  knownSettings.map((setting) => [setting.path, setting]),
) as Readonly<Record<Known['path'], KnownSetting>>;
const settingsByPath: ReadonlyMap<string, KnownSetting> = new Map(Object.entries(byPath));

/** The setting at a path as the table writes it; see `knownPath`. */
export function findSetting(known: string): KnownSetting | undefined {
  return settingsByPath.get(known);
}

/** The declaration of a setting the engine reads. */
export function declared(path: SettingPath): KnownSetting {
  return byPath[path];
}

/** The path of `name` in a scope as the table writes it, where executors' names are not known. */
export function knownPath(scope: string, name: string): string {
  if (scope === '') return name;
  return `${scope}.${scope === 'executor' && /^\$./.test(name) ? ANY_EXECUTOR : name}`;
}

/** Whether a scope lies in, is, or holds something that the engine itself serves or reads. */
export function isEngineScope(scope: string): boolean {
  return ['process', ...settingsByPath.keys()].some(
    (path) => path === scope || path.startsWith(`${scope}.`) || scope.startsWith(`${path}.`),
  );
}
