import type { ProcessDefinition, TaskRun } from '../spi/index.js';
import type { TaskSeat } from './work.js';

/** The seat of the task that is made as the `id`th of the `session`th session; its work dir is no other's. */
export function seatOf(
  kit: { readonly workDir?: string },
  session: number,
  id: number,
  name = `KIT (${id})`,
): TaskSeat {
  const hash = [session, id].map((part) => part.toString(16).padStart(16, '0')).join('');
  return {
    id,
    name,
    process: 'KIT',
    hash,
    attempt: 1,
    interruptions: {},
    workDir: `${workDirOf(kit)}/${hash.slice(0, 2)}/${hash.slice(2)}`,
  };
}

export function workDirOf({ workDir = 'memory:///work' }: { readonly workDir?: string }): string {
  return workDir;
}

/** The process a task belongs to, as an engine tells of it before any task exists. */
export function processOf({ process, container, directives }: TaskRun): ProcessDefinition {
  return { name: process, directives, ...(container !== undefined && { container }) };
}
