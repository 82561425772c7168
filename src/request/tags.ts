import type { Tag } from '@aws-sdk/client-ecs';
import type { TaskRun } from '../../spi/index.js';
import { present } from '../present.js';

/** Tag (ECS API): at most 50 on a resource, AWS's own `aws:` ones not counted. */
export const MOST_TAGS = 50;
export const LONGEST_KEY = 128;
export const LONGEST_VALUE = 256;
/** Letters, digits, spaces (no tab, no line break) and `+ - = . _ : / @`. */
const NOT_IN_TAG = /[^\p{L}\p{N}\p{Z}+\-=._:/@]/gu;
const OURS = 'nextflow.io/';
/** Names ECS keeps for its own tags on the volumes it makes (EBSTagSpecification). */
const OF_ECS: readonly string[] = ['AmazonECSCreated', 'AmazonECSManaged'];

/** What a task is, for whoever looks at the cluster; recovery finds a task again by `workDir` and `n`. */
export function taskTags(
  task: TaskRun,
  session: { readonly id: string; readonly runName: string },
  n: number,
): Tag[] {
  const values: Record<string, string> = {
    [`${OURS}sessionId`]: session.id,
    [`${OURS}runName`]: session.runName,
    [`${OURS}processName`]: task.process,
    [`${OURS}taskName`]: task.name,
    [`${OURS}taskHash`]: task.hash,
    // The end of a long path tells tasks apart, not its beginning.
    [`${OURS}workDir`]: task.workDir.slice(-LONGEST_VALUE),
    [`${OURS}n`]: String(n),
  };
  return Object.entries(values).map(([key, value]) => ({ key, value: tagValue(value) }));
}

/** What the tags of a task tell of it. */
export interface TaskFacts {
  readonly runName?: string;
  readonly process?: string;
  readonly name?: string;
  readonly hash?: string;
  readonly workDir?: string;
}

/** Reads the tags that {@link taskTags} wrote. Of a long work dir they hold the end alone: it is left out then. */
export function taskFacts(tags: Readonly<Record<string, string>>): TaskFacts {
  const workDir = tags[`${OURS}workDir`];
  const process = tags[`${OURS}processName`];
  return present({
    runName: tags[`${OURS}runName`],
    process,
    name: nameOf(tags[`${OURS}taskName`], process),
    hash: tags[`${OURS}taskHash`],
    workDir: workDir?.startsWith('s3://') === true ? workDir : undefined,
  });
}

/** `HELLO (1)` became `HELLO _1_`: tags have no parentheses. */
function nameOf(told: string | undefined, process = ''): string | undefined {
  const inner = told?.startsWith(`${process} _`) === true ? told.slice(process.length + 2) : '';
  return inner.endsWith('_') ? `${process} (${inner.slice(0, -1)})` : told;
}

/** Tags that every task has beside the user's. */
export const OUR_TAGS = 7;

/** The user's tags in order of names: those of the process win over those of the configuration. */
export function userTags(
  configured: Readonly<Record<string, string>>,
  labels: Readonly<Record<string, string>>,
): Tag[] {
  return Object.entries({ ...configured, ...labels })
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => ({ key, value }));
}

/** What AWS, or we, have against a tag of the user's; undefined where it is fine. */
export function tagProblem(key: string, value: string): string | undefined {
  // AWS counts characters, not UTF-16 units.
  const [keyLength, valueLength] = [Array.from(key).length, Array.from(value).length];
  if (keyLength < 1 || keyLength > LONGEST_KEY) return `its name has ${keyLength} characters`;
  if (valueLength > LONGEST_VALUE) return `its value has ${valueLength} characters`;
  if (key.search(NOT_IN_TAG) >= 0 || value.search(NOT_IN_TAG) >= 0)
    return 'it has a character that tags cannot have';
  if (/^aws:/i.test(key) || /^aws:/i.test(value)) return `what begins with aws: is AWS's own`;
  if (key.startsWith(OURS)) return `what begins with ${OURS} says which task it is`;
  if (OF_ECS.includes(key)) return 'ECS marks its own volumes with it';
  return undefined;
}

/** Maps a text into AWS's charset and length; what does not fit becomes `_`, also the `:` of `aws:` in front. */
export function tagValue(text: string): string {
  // The cut may not leave half of a surrogate pair.
  return text
    .replace(NOT_IN_TAG, '_')
    .replace(/^(aws):/i, '$1_')
    .slice(0, LONGEST_VALUE)
    .replace(/[\uD800-\uDBFF]$/, '');
}
