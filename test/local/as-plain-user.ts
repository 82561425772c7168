import { chown, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Overflow user of Linux and macOS' `nobody` alike in that it owns nothing. */
const nobody = 65_534;

/**
 * Runs `action` without root's right to pass over file modes; `folder` is its own. Only the effective user
 * changes, so that root can take it back; who is not root already runs as wanted.
 */
export async function asPlainUser<T>(folder: string, action: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0 || process.seteuid === undefined) return action();
  await giveTo(nobody, folder);
  process.seteuid(nobody);
  try {
    return await action();
  } finally {
    process.seteuid(0);
  }
}

async function giveTo(user: number, path: string): Promise<void> {
  await chown(path, user, -1);
  for (const child of await readdir(path, { withFileTypes: true })) {
    if (child.isDirectory()) await giveTo(user, join(path, child.name));
    else if (child.isFile()) await chown(join(path, child.name), user, -1);
  }
}
