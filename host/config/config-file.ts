import { constants, open, type Stats } from 'node:fs';
import { lstat, readFile, stat } from 'node:fs/promises';
import { Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import type { Problem } from '../../spi/index.js';

/** A configuration file that was read. */
export interface ConfigFileText {
  readonly path: string;
  readonly text: string;
}

/** The text of a configuration file, what keeps it from being read, or that there is none. */
export type ConfigFileReading = ConfigFileText | { readonly problem: Problem } | { readonly absent: true };

const FIX = 'Give the path of a readable nextflow.config file.';

/** Reads a configuration file that applies unasked: it may be absent, and must be a regular file or a link to one. */
export async function readDefaultFile(path: string): Promise<ConfigFileReading> {
  return reading(path, async () => {
    const found = await stat(path).catch(async (error: unknown) => {
      // A link whose end is missing was meant to be there.
      if (codeOf(error) !== 'ENOENT' || (await isLink(path))) throw error;
      return undefined;
    });
    if (found === undefined) return { absent: true };
    return found.isFile() ? { path, text: await readFile(path, 'utf8') } : notRegular(path, found, false);
  });
}

/** Reads a configuration file that the user named: a regular file, or a pipe, as of the shell's `<(command)`. */
export async function readNamedFile(path: string): Promise<ConfigFileReading> {
  return reading(path, async () => {
    const found = await stat(path);
    if (found.isFile()) return { path, text: await readFile(path, 'utf8') };
    return found.isFIFO() ? { path, text: await readPipe(path) } : notRegular(path, found, true);
  });
}

async function reading(path: string, read: () => Promise<ConfigFileReading>): Promise<ConfigFileReading> {
  try {
    return await read();
  } catch (error) {
    return { problem: { path, message: await whyUnreadable(path, codeOf(error)), fix: FIX } };
  }
}

async function whyUnreadable(path: string, code: string): Promise<string> {
  if (code !== 'ENOENT') return `cannot be read: ${code}`;
  return (await isLink(path))
    ? 'is a link to a file that does not exist'
    : 'the configuration file does not exist';
}

/** Opening a device can have effects, reading one may never end: neither is tried. */
function notRegular(path: string, found: Stats, named: boolean): ConfigFileReading {
  const what = found.isDirectory() ? ' but a folder' : '';
  return { problem: { path, message: `is no regular file${named ? ' and no pipe' : ''}${what}`, fix: FIX } };
}

/**
 * Reads a pipe to its end. A thread that waits for one would keep the process from ending, so it is opened without
 * waiting and left to the event loop.
 */
async function readPipe(path: string): Promise<string> {
  const flags = constants.O_RDONLY | constants.O_NONBLOCK;
  // A descriptor and no FileHandle: the socket alone owns and closes it.
  const fd = await promisify(open)(path, flags);
  return text(new Socket({ fd, readable: true, writable: false }));
}

async function isLink(path: string): Promise<boolean> {
  return lstat(path).then(
    (found) => found.isSymbolicLink(),
    () => false,
  );
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown error';
}
