import picomatch from 'picomatch';
import type { StoredFiles } from '../storage/stored-files.js';
import { joinUri } from '../storage/s3-uri.js';
import type { TaskInput } from '../task/task-input.js';

/** What begins a pattern's first part that is no plain name. */
const GLOB = /[*?[{]/;

/** Whether an output names files by a pattern. */
export function isPattern(output: string): boolean {
  return GLOB.test(output);
}

/**
 * The outputs that a task has not left in its work dir. A folder is there where a file is below it.
 * @param outputs Paths from the work dir, or patterns of them: `*`, `?`, `[...]` and `{a,b}` within a name, `**` across
 * folders. As in Nextflow a pattern finds no hidden file and none of the task's own inputs.
 * @throws ExecutorError STORAGE_FAILED or STORAGE_UNSUPPORTED.
 */
export async function missingOutputs(
  workDir: string,
  outputs: readonly string[],
  files: Pick<StoredFiles, 'list' | 'look'>,
  inputs: readonly TaskInput[] = [],
): Promise<readonly string[]> {
  const found = await Promise.all(
    outputs.map((output) =>
      isPattern(output) ? matchesAny(workDir, output, files, inputs) : isThere(workDir, output, files),
    ),
  );
  return outputs.filter((_output, index) => found[index] !== true);
}

async function isThere(
  workDir: string,
  path: string,
  files: Pick<StoredFiles, 'list' | 'look'>,
): Promise<boolean> {
  const uri = joinUri(workDir, path);
  if (!uri.endsWith('/') && (await files.look(uri)) !== undefined) return true;
  const folder = uri.endsWith('/') ? uri : `${uri}/`;
  for await (const _file of files.list(folder)) return true;
  return false;
}

async function matchesAny(
  workDir: string,
  pattern: string,
  files: Pick<StoredFiles, 'list'>,
  inputs: readonly TaskInput[],
): Promise<boolean> {
  const matches = matcherOf(pattern);
  const root = joinUri(workDir, '');
  const names = inputs.map(({ stageAs }) => stageAs);
  for await (const { uri } of files.list(`${root}${constantPart(pattern)}`)) {
    const path = uri.slice(root.length);
    // Links to inputs may be listed as what they lead to.
    if (names.some((name) => path === name || path.startsWith(`${name}/`))) continue;
    // Where a pattern crosses folders it is for files alone, as in Nextflow; else it finds a folder by what is below.
    const candidates = pattern.includes('**') ? [path] : [...foldersAbove(path), path];
    if (candidates.some((candidate) => matches(candidate))) return true;
  }
  return false;
}

/** `a/b/c.txt`: `a` and `a/b`. */
function foldersAbove(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_part, index) => parts.slice(0, index + 1).join('/'));
}

/** What every path that fits begins with. */
function constantPart(pattern: string): string {
  return pattern.slice(0, pattern.search(GLOB));
}

/** Java's globs, which Nextflow's are, know neither negation nor groups: these characters stand for themselves. */
function matcherOf(pattern: string): (path: string) => boolean {
  const literal = pattern.replaceAll(/[()|+@$^"]|^!/g, '\\$&');
  return picomatch(literal.replace(/\/$/, ''), {
    dot: false,
    nonegate: true,
    noextglob: true,
    // Without it `[!a]` is no negation.
    posix: true,
  });
}
