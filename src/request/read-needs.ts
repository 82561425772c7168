import type { Problem, ProcessDefinition, TaskDirectives } from '../../spi/index.js';
import { nearest } from '../nearest.js';
import { DEFAULT_ARCHITECTURE } from './arch.js';
import { clashes } from './clashes.js';
import { readImage } from './container-image.js';
import { readCpus } from './cpus.js';
import { directiveNames, directives } from './directives.js';
import { readMemory } from './memory.js';
import { taken, type Fault, type Reading } from './reading.js';
import type { TaskNeeds } from './task-needs.js';

/** What a process asks for, or everything that is wrong with it. */
export interface NeedsReading {
  /** Absent where there are problems. */
  readonly needs?: TaskNeeds;
  readonly problems: readonly Problem[];
  /** What was done otherwise than asked; whole sentences, to be said once a process. */
  readonly notices: readonly string[];
}

const UNASKED = {
  architecture: DEFAULT_ARCHITECTURE,
  queue: [],
  machineTypes: [],
  container: {},
  labels: {},
  secrets: [],
} as const;

/** Directives → needs, or every problem of them at once. Pure: nothing but the process decides. */
export function readNeeds(process: ProcessDefinition): NeedsReading {
  const at = (directive: string): string => `process ${process.name}, directive ${directive}`;
  const readings = readingsOf(process);
  const parts = readings.flatMap(([, reading]) => (reading.ok ? [reading.value] : []));
  const needs = Object.assign({}, UNASKED, ...parts) as TaskNeeds;
  const problems = [
    ...readings.flatMap(([name, reading]) =>
      reading.ok ? [] : reading.faults.map((fault) => problemOf(fault, at(name))),
    ),
    ...unserved(process.directives).map((name) => unsupported(name, at(name))),
    ...clashes(needs).map(([name, fault]) => problemOf(fault, at(name))),
  ];
  if (problems.length > 0) return { problems, notices: [] };
  const notices = readings.flatMap(([name, reading]) =>
    reading.ok ? reading.notices.map((notice) => `${capitalised(at(name))}: ${notice}`) : [],
  );
  return { needs, problems, notices };
}

type NamedReading = readonly [directive: string, reading: Reading<Partial<TaskNeeds>>];

function readingsOf({ container, directives: { cpus, memory, others } }: ProcessDefinition): NamedReading[] {
  return [
    ['container', field('image', readImage(container))],
    ['cpus', field('cpu', readCpus(cpus))],
    ['memory', field('memory', readMemory(memory))],
    ...Object.entries(others).flatMap(([name, value]): NamedReading[] => {
      const read = directives.get(name);
      return read === undefined ? [] : [[name, read(value)]];
    }),
  ];
}

function field<K extends keyof TaskNeeds>(
  name: K,
  reading: Reading<TaskNeeds[K]>,
): Reading<Partial<TaskNeeds>> {
  return reading.ok ? taken({ [name]: reading.value }, ...reading.notices) : reading;
}

function problemOf({ code, message, found, fix }: Fault, path: string): Problem {
  return { code, path, message, ...(found !== undefined && { found }), fix };
}

function unserved({ others }: TaskDirectives): readonly string[] {
  return Object.keys(others).filter((name) => !directives.has(name));
}

/** Ignoring a directive would run the task with other means than it asked for. */
function unsupported(name: string, path: string): Problem {
  const near = nearest(name, directiveNames);
  const guess = near === undefined ? '' : ` Did you mean ${near}?`;
  return {
    code: 'DIRECTIVE_UNSUPPORTED',
    path,
    message: 'is not supported by the awsecs executor',
    fix: `Remove ${name} from the process.${guess} Supported are ${directiveNames.join(', ')}.`,
  };
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
