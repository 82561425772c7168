import { join } from 'node:path';
import { AwsError } from '../http/aws-error.js';
import { isAbsent, isDenied } from '../system-error.js';
import { unlock } from '../unlock.js';

/**
 * Does something to a path below `root`. Tasks lock files and folders (`chmod 000`, `chmod 555`), which on S3
 * keeps nobody from an object: where the system denies it, we take the owner's rights on all of the path once.
 *
 * @throws AwsError AccessDenied where that does not help: the file is another user's, or made immutable
 */
export async function withAccess<T>(
  root: string,
  names: readonly string[],
  action: () => Promise<T>,
): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (!isDenied(error)) throw error;
  }
  try {
    for (let depth = 1; depth <= names.length; depth++)
      await unlockIfAny(join(root, ...names.slice(0, depth)));
    return await action();
  } catch (error) {
    if (!isDenied(error)) throw error;
    const message = `Access Denied: '${names.join('/')}' is locked and not the local cloud's to unlock.`;
    throw new AwsError('AccessDenied', message, 403);
  }
}

/** As {@link withAccess}, with an answer of its own where access is denied for good. */
export async function orWithoutAccess<T>(otherwise: T, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof AwsError && error.code === 'AccessDenied') return otherwise;
    throw error;
  }
}

async function unlockIfAny(path: string): Promise<void> {
  try {
    await unlock(path);
  } catch (error) {
    if (!isAbsent(error)) throw error;
  }
}
