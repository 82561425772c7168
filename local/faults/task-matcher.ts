import { globMatcher } from '../glob.js';
import type { TaskMark } from './task-faults.js';
import type { TaskMatch } from './task-rule.js';

const anything = (): boolean => true;

/** Whether a task is one of those a rule chooses. */
export function taskMatcher(match: TaskMatch = {}): (task: TaskMark) => boolean {
  const cluster = text(match.cluster);
  const family = text(match.family);
  const group = text(match.group);
  const startedBy = text(match.startedBy);
  const provider = text(match.provider);
  const image = text(match.image);
  const tags = Object.entries(match.tags ?? {}).map(([key, value]) => [key, globMatcher(value)] as const);
  return (task) =>
    (cluster(task.cluster) || cluster(lastSegment(task.cluster))) &&
    family(task.family) &&
    group(task.group) &&
    startedBy(task.startedBy ?? '') &&
    provider(task.provider) &&
    (match.image === undefined || task.images.some(image)) &&
    tags.every(([key, matches]) => matches(task.tags.get(key) ?? ''));
}

function text(glob: string | undefined): (text: string) => boolean {
  return glob === undefined ? anything : globMatcher(glob);
}

function lastSegment(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
