import type { DirectiveValue, TaskDirectives } from '../../spi/index.js';
import type { Reading } from '../config/reading.js';
import { nearestName } from '../lang/nearest-name.js';
import { cacheMode } from '../cache/cache-mode.js';
import * as read from './directive-values.js';
import { failureDirectives } from './failure-directives.js';
import { accelerator, arch, disk, resourceLimits } from './named-values.js';

/** One directive this engine serves. */
export interface Directive {
  readonly name: string;
  /** Who acts on it: the engine, or the executor it is handed to. */
  readonly owner: 'host' | 'executor';
  /** Reads a value as written into the one it is acted on: one shape and plain units, whichever form was written. */
  readonly read: (value: DirectiveValue) => Reading<DirectiveValue>;
  readonly help: string;
  /** A value as it is written in a configuration file. */
  readonly example: string;
  /** The name an unnamed value goes by beside named ones; without it, the two cannot be mixed. */
  readonly positional?: string;
  /** Several unnamed values are one list. */
  readonly several?: true;
  /** How several values for one process add up; without it, the last one counts. */
  readonly accumulates?: 'list' | 'map';
  /** It says what a task computes: with another value of it, results of an earlier run are another task's. */
  readonly keyed?: true;
  /** It decides on the whole run and cannot differ between attempts. */
  readonly fixed?: true;
}

const hostDirectives: readonly Directive[] = [
  {
    name: 'container',
    owner: 'host',
    read: read.image,
    help: 'Image the task runs in; false takes the default image back.',
    example: "'ubuntu:latest'",
  },
  {
    name: 'executor',
    owner: 'host',
    read: read.text,
    help: 'Executor that runs the process.',
    example: "'my-executor'",
    fixed: true,
  },
  {
    name: 'debug',
    owner: 'host',
    read: read.flag,
    help: "Print what the task's command prints.",
    example: 'true',
    fixed: true,
  },
  { name: 'cpus', owner: 'host', read: read.amount, help: 'Virtual CPUs, more than 0.', example: '2' },
  { name: 'memory', owner: 'host', read: read.bytes, help: 'Memory of the task.', example: "'4 GB'" },
  {
    name: 'resourceLimits',
    owner: 'host',
    read: resourceLimits,
    help: 'Upper limits: cpus, memory, disk and time of a task that asks for more are cut to them.',
    example: "[cpus: 16, memory: '64 GB', disk: '1 TB', time: '2d']",
  },
  {
    name: 'cache',
    owner: 'host',
    read: cacheMode,
    help: "By what of its inputs a task counts as done in a resumed run: path, size and time (true, the default), path and size ('lenient'), content ('deep'); false runs it anew.",
    example: "'deep'",
    fixed: true,
  },
];

const executorDirectives: readonly Directive[] = [
  {
    name: 'queue',
    owner: 'executor',
    read: read.textOrList,
    help: 'Queue of the backend, or several as a list in order of preference.',
    example: "'my-queue'",
    several: true,
  },
  {
    name: 'disk',
    owner: 'executor',
    read: disk,
    help: 'Local disk space. Beside the amount: type, iops, throughput (MiB/s), encrypted, filesystem, mountPath.',
    example: "[request: '500 GB', type: 'gp3']",
    positional: 'request',
  },
  {
    name: 'accelerator',
    owner: 'executor',
    read: accelerator,
    help: 'Number of GPUs, a fraction included, and their type; limit counts where there is no request.',
    example: "[request: 1, type: 'nvidia-tesla-t4']",
    positional: 'request',
  },
  {
    name: 'machineType',
    owner: 'executor',
    read: read.nameList,
    help: 'Instance type or a pattern of them, or several in order of preference.',
    example: "'r6i.2xlarge'",
    several: true,
  },
  {
    name: 'time',
    owner: 'executor',
    read: read.time,
    help: 'Longest time the task may run.',
    example: "'2h'",
  },
  {
    name: 'maxSubmitAwait',
    owner: 'executor',
    read: read.time,
    help: 'Longest time the task may wait for the backend to run it.',
    example: "'30 min'",
  },
  {
    name: 'arch',
    owner: 'executor',
    read: arch,
    help: 'CPU architecture; beside it target, the microarchitecture.',
    example: "'linux/arm64'",
    positional: 'name',
    keyed: true,
  },
  {
    name: 'containerOptions',
    owner: 'executor',
    read: read.commandOptions,
    help: 'Options of the container engine, as on its command line or as named values.',
    example: "'--cap-add SYS_PTRACE'",
  },
  {
    name: 'resourceLabels',
    owner: 'executor',
    read: read.scalarMap,
    help: 'Labels on what runs the task; all that apply to a process add up.',
    example: "[team: 'genomics']",
    accumulates: 'map',
  },
  {
    name: 'secret',
    owner: 'executor',
    read: read.textList,
    help: 'Name of a secret the task gets; all that apply to a process add up.',
    example: "'MY_TOKEN'",
    several: true,
    accumulates: 'list',
  },
  { name: 'array', owner: 'executor', read: read.count, help: 'Tasks to a job array.', example: '100' },
];

/** The directives this engine serves, in the order of the documentation. */
export const directives: readonly Directive[] = [
  ...hostDirectives,
  ...failureDirectives,
  ...executorDirectives,
];

/** Directives that exist in Nextflow and that this engine does not serve yet. */
export const refusedDirectives: ReadonlySet<string> = new Set([
  ...['afterScript', 'beforeScript', 'cleanup', 'clusterOptions', 'conda', 'echo', 'ext'],
  ...['fair', 'hints', 'label', 'maxForks', 'module', 'package', 'penv'],
  ...['pod', 'publishDir', 'scratch', 'shell', 'spack', 'stageInMode', 'stageOutMode', 'storeDir', 'tag'],
]);

/** Of what a task asks for, that which says what it computes, by the directives' names. */
export function keyedDirectives({ others }: TaskDirectives): Readonly<Record<string, DirectiveValue>> {
  return Object.fromEntries(Object.entries(others).filter(([name]) => byName.get(name)?.keyed === true));
}

const byName: ReadonlyMap<string, Directive> = new Map(
  directives.map((directive) => [directive.name, directive]),
);

/** The directive with its example, as a process writes it. */
export function inProcess({ name, example, positional }: Directive): string {
  const entries = /^\[(\w+: .*)\]$/.exec(example)?.[1] ?? example;
  const first = positional === undefined ? '' : `${positional}: `;
  return `${name} ${entries.startsWith(first) ? entries.slice(first.length) : entries}`;
}

/** The directive with its example, as `process` of the configuration sets it for all. */
export function inConfiguration({ name, example }: Directive): string {
  return `process.${name} = ${example}`;
}

/** Why a directive cannot be dynamic, and what to write instead; undefined where it can. */
export function refuseDynamic(directive: Directive): { problem: string; advice: string } | undefined {
  if (directive.fixed === undefined) return undefined;
  return {
    problem: `the directive ${directive.name} cannot be dynamic: it holds for all attempts`,
    advice: `Write a value, e.g. ${inProcess(directive)}`,
  };
}

/** What is known of a directive's name: the directive, or why it cannot be used and what to write instead. */
export type DirectiveLookup =
  { readonly directive: Directive } | { readonly problem: string; readonly advice: string };

/** Looks a directive up by its name. */
export function findDirective(name: string): DirectiveLookup {
  const directive = byName.get(name);
  if (directive !== undefined) return { directive };
  const advice = `Supported directives are ${[...byName.keys()].join(', ')}`;
  if (name === 'echo')
    return {
      problem: 'the directive echo is not supported',
      advice: "Use debug, Nextflow's own new name for it",
    };
  if (refusedDirectives.has(name)) return { problem: `the directive ${name} is not supported yet`, advice };
  const nearest = nearestName(name, [...byName.keys(), ...refusedDirectives]);
  return {
    problem: `unknown directive ${name}`,
    advice: nearest === undefined ? advice : `Did you mean ${nearest}?`,
  };
}
