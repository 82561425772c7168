import type { Problem, ProcessDefinition } from '../../spi/index.js';
import { checkProcess, queueNames } from './directives.js';
import { cpuUnits, memoryMib } from './resources.js';
import type { TaskNeeds } from './task-needs.js';

/** What a process asks for, or everything that is wrong with it. */
export interface NeedsReading {
  /** Absent where there are problems. */
  readonly needs?: TaskNeeds;
  readonly problems: readonly Problem[];
  /** What was done otherwise than asked; whole sentences, to be said once a process. */
  readonly notices: readonly string[];
}

/** Directives → needs. Pure: nothing but the process decides. */
export function readNeeds(process: ProcessDefinition): NeedsReading {
  const problems = checkProcess(process);
  const { container, directives } = process;
  if (problems.length > 0 || container === undefined) return { problems, notices: [] };
  const needs: TaskNeeds = {
    image: container,
    cpu: cpuUnits(directives),
    memory: memoryMib(directives),
    architecture: 'X86_64',
    queue: queueNames(directives.others['queue']),
    machineTypes: [],
    container: {},
    labels: {},
    secrets: [],
  };
  return { needs, problems, notices: [] };
}
