import type { Tag } from '@aws-sdk/client-ecs';
import type { TaskRun } from '../../spi/index.js';

/** Tag values: at most 256 letters, digits, spaces (no tab, no line break) and `+ - = . _ : / @` (ECS, Tag). */
const NOT_IN_VALUE = /[^\p{L}\p{N}\p{Z}+\-=._:/@]/gu;
const LONGEST_VALUE = 256;

/** What a task is, for whoever looks at the cluster; recovery finds a task again by `workDir` and `n`. */
export function taskTags(
  task: TaskRun,
  session: { readonly id: string; readonly runName: string },
  n: number,
): Tag[] {
  const values: Record<string, string> = {
    'nextflow.io/sessionId': session.id,
    'nextflow.io/runName': session.runName,
    'nextflow.io/processName': task.process,
    'nextflow.io/taskName': task.name,
    'nextflow.io/taskHash': task.hash,
    // The end of a long path tells tasks apart, not its beginning.
    'nextflow.io/workDir': task.workDir.slice(-LONGEST_VALUE),
    'nextflow.io/n': String(n),
  };
  return Object.entries(values).map(([key, value]) => ({ key, value: tagValue(value) }));
}

/** Maps a text into AWS's charset and length; what does not fit becomes `_`. */
export function tagValue(text: string): string {
  // The cut may not leave half of a surrogate pair.
  return text
    .replace(NOT_IN_VALUE, '_')
    .slice(0, LONGEST_VALUE)
    .replace(/[\uD800-\uDBFF]$/, '');
}
