import { mkdir, open, stat, unlink, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PreconditionError } from '../../spi/index.js';
import { reasonOf } from '../report/reason-of.js';

/**
 * Makes the file, and the folders above it.
 * @param path absolute.
 * @param shown the path as people gave it.
 * @throws PreconditionError TRACE_FILE_EXISTS, or TRACE_FILE_UNUSABLE with what the system says.
 */
export async function createTraceFile(path: string, shown: string, overwrite: boolean): Promise<FileHandle> {
  try {
    await mkdir(dirname(path), { recursive: true });
  } catch (error) {
    throw fileUnusable(shown, error);
  }
  try {
    // The system refuses a file that is there: between a look and the making another run could make it.
    return await open(path, overwrite ? 'w' : 'wx');
  } catch (error) {
    const code = codeOf(error);
    if (code !== 'EEXIST' && code !== 'EISDIR') throw fileUnusable(shown, error);
    throw (await refuseExisting(path, shown, false)) ?? fileExists(shown);
  }
}

/** What to say of a folder or a file that is there; undefined where nothing is, or a file that may be replaced. */
export async function refuseExisting(
  path: string,
  shown: string,
  overwrite: boolean,
): Promise<PreconditionError | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return undefined;
  if (found.isDirectory()) return isFolder(shown);
  return overwrite ? undefined : fileExists(shown);
}

/** Takes a file without rows away again: it would stand in the way of the next run. */
export async function removeTraceFile(path: string): Promise<void> {
  await unlink(path).catch(() => undefined);
}

function fileExists(shown: string): PreconditionError {
  return new PreconditionError(
    `Cannot write the trace to ${shown}: the file is there already. Give another name by -with-trace or trace.file, ` +
      'or set trace.overwrite = true.',
    { code: 'TRACE_FILE_EXISTS' },
  );
}

function isFolder(shown: string): PreconditionError {
  return new PreconditionError(
    `Cannot write the trace to ${shown}: that is a folder. Give the name of a file in it by -with-trace or trace.file, e.g. ` +
      `${join(shown, 'trace.txt')}.`,
    { code: 'TRACE_FILE_UNUSABLE' },
  );
}

function fileUnusable(shown: string, cause: unknown): PreconditionError {
  return new PreconditionError(
    `Cannot write the trace to ${shown}: ${reasonOf(cause)}. Give a file that can be made there by -with-trace or trace.file.`,
    { code: 'TRACE_FILE_UNUSABLE', cause },
  );
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
