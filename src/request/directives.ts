import type { DirectiveValue } from '../../spi/index.js';
import { readAccelerator } from './accelerator.js';
import { readArch } from './arch.js';
import { readArray } from './array.js';
import { readContainerOptions } from './container-options.js';
import { readDisk } from './disk.js';
import { readMachineType } from './machine-type.js';
import { readQueue } from './queue.js';
import { taken, type Reading } from './reading.js';
import { readResourceLabels } from './resource-labels.js';
import { readSecret } from './secret.js';
import type { TaskNeeds } from './task-needs.js';
import { readMaxSubmitAwait, readTime } from './time-limit.js';

/** What a directive adds to the needs of a task. */
export type DirectiveReader = (value: DirectiveValue) => Reading<Partial<TaskNeeds>>;

/** Every directive that is served beside `container`, `cpus` and `memory`, in alphabetical order. */
export const directives: ReadonlyMap<string, DirectiveReader> = new Map<string, DirectiveReader>([
  ['accelerator', into('accelerator', readAccelerator)],
  ['arch', into('architecture', readArch)],
  ['array', checked(readArray)],
  ['containerOptions', into('container', readContainerOptions)],
  ['disk', into('disk', readDisk)],
  ['machineType', into('machineTypes', readMachineType)],
  // The wait for an instance reads it by itself (submit/wait-bound.ts).
  ['maxSubmitAwait', checked(readMaxSubmitAwait)],
  ['queue', into('queue', readQueue)],
  ['resourceLabels', into('labels', readResourceLabels)],
  ['secret', into('secrets', readSecret)],
  ['time', into('timeLimit', readTime)],
]);

export const directiveNames: readonly string[] = ['container', 'cpus', 'memory', ...directives.keys()];

function into<K extends keyof TaskNeeds>(
  field: K,
  read: (value: DirectiveValue) => Reading<NonNullable<TaskNeeds[K]>>,
): DirectiveReader {
  return (value) => {
    const reading = read(value);
    return reading.ok ? taken({ [field]: reading.value }, ...reading.notices) : reading;
  };
}

/** Nothing of it is asked of ECS. */
function checked(read: (value: DirectiveValue) => Reading<unknown>): DirectiveReader {
  return (value) => {
    const reading = read(value);
    return reading.ok ? taken({}, ...reading.notices) : reading;
  };
}
