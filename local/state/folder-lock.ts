import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive, parseMark, processMark } from '../process-mark.js';
import { hasCode } from '../system-error.js';

/** A folder held by this process alone. */
export interface FolderLock {
  release(): Promise<void>;
}

/**
 * Takes a folder for this process, by a file `owner.json` in it; what a dead process left is taken over.
 * Answers `undefined` where a living process has it.
 *
 * @throws Error of the system where the file cannot be written
 */
export async function lockFolder(folder: string): Promise<FolderLock | undefined> {
  const path = join(folder, 'owner.json');
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, JSON.stringify(await processMark(process.pid)));
  try {
    // Twice: the first try may find what a dead process left.
    const held = (await claim(draft, path)) || ((await abandoned(path)) && (await claim(draft, path)));
    return held ? { release: () => rm(path, { force: true }) } : undefined;
  } finally {
    await rm(draft, { force: true });
  }
}

/** A link is made whole or not at all, so nobody reads half a mark, and one of two processes wins. */
async function claim(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/** Removes the mark of a process that has died. */
async function abandoned(path: string): Promise<boolean> {
  if (await isHeld(path)) return false;
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch {
    // Another process took it away first.
    return true;
  }
  // Between the look and the rename another process may have claimed the folder: it gets its mark back.
  const held = await isHeld(aside);
  if (held) await link(aside, path);
  await rm(aside, { force: true });
  return !held;
}

async function isHeld(path: string): Promise<boolean> {
  const mark = parseMark(await readFile(path, 'utf8').catch(() => ''));
  return mark !== undefined && (await isAlive(mark));
}
