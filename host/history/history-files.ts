import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isRunName, isSessionId } from '../engine/run-names.js';

/** Runs whose history stays, beside the one that begins. */
const MOST_RUNS = 1000;

const FILE_NAME = /^\d{8}T\d{9}Z-[a-z][a-z0-9_-]*-[0-9a-f]{8}\.jsonl$/;

/** What the name of a run's file is made of. */
export interface NamedRun {
  /** When it began, epoch milliseconds. */
  readonly time: number;
  readonly runName: string;
  readonly sessionId: string;
}

/**
 * The name of a run's file: sorted by name is sorted by time. What is no name and no id by our rules does not become
 * part of a path.
 */
export function historyFileName({ time, runName, sessionId }: NamedRun): string {
  const moment = new Date(time).toISOString().replace(/[-:.]/g, '');
  const name = isRunName(runName) ? runName : 'run';
  const session = isSessionId(sessionId) ? sessionId.toLowerCase() : '00000000';
  return `${moment}-${name}-${session.slice(0, 8)}.jsonl`;
}

/** Paths of the runs' files in a folder, newest first; none where there is no folder. */
export async function historyFiles(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch((error: unknown): string[] => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  });
  return names
    .filter((name) => FILE_NAME.test(name))
    .sort()
    .reverse()
    .map((name) => join(folder, name));
}

/**
 * Makes room for one more run: the oldest files of more than a thousand go. What another run has removed meanwhile, or
 * cannot be removed, is let be.
 */
export async function makeRoom(folder: string): Promise<void> {
  // Names of processes and images are nobody else's business.
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const files = await historyFiles(folder);
  for (const file of files.slice(MOST_RUNS - 1)) await rm(file, { force: true }).catch(() => undefined);
}
