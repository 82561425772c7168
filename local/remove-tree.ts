import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isDenied } from './system-error.js';
import { unlock } from './unlock.js';

/**
 * Removes a folder with all it holds, also what a task has locked with `chmod`; nothing there is fine.
 *
 * @throws Error of the system where something stays, e.g. EACCES for another user's files
 */
export async function removeTree(path: string): Promise<void> {
  try {
    await rm(path, { recursive: true, force: true, maxRetries: 3 });
  } catch (error) {
    if (!isDenied(error)) throw error;
    await unlockTree(path);
    await rm(path, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Gives the owner all rights on every folder; what files allow is of no matter to who removes them. */
async function unlockTree(path: string): Promise<void> {
  await unlock(path);
  for (const child of await readdir(path, { withFileTypes: true })) {
    if (child.isDirectory()) await unlockTree(join(path, child.name));
  }
}
