import { chmod, lstat } from 'node:fs/promises';

/**
 * `chmod u+rwX` of one file or folder. A link is left alone: `chmod` would change what it leads to.
 *
 * @throws Error of the system, e.g. EPERM where it is another user's
 */
export async function unlock(path: string): Promise<void> {
  const stats = await lstat(path);
  if (stats.isSymbolicLink()) return;
  const executable = stats.isDirectory() || (stats.mode & 0o111) !== 0;
  const mode = stats.mode & 0o7777;
  const wanted = mode | (executable ? 0o700 : 0o600);
  // Another user's folder that we may use already must not end the attempt.
  if (wanted !== mode) await chmod(path, wanted);
}
