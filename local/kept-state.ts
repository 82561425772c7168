import { join } from 'node:path';
import { systemClock } from './clock.js';
import { makeFolder } from './make-folder.js';
import { lockFolder } from './state/folder-lock.js';
import { Journal } from './state/journal.js';
import { noState, type StateBook } from './state/state-book.js';

/** What the services of a cloud know, and what is to be done about it at the end. */
export interface KeptState {
  readonly book: StateBook;
  close(): Promise<void>;
}

/** The data folder is another cloud's. */
export class DataFolderInUseError extends Error {
  override readonly name = 'DataFolderInUseError';

  /** @param folder where the other cloud keeps its state */
  constructor(readonly folder: string) {
    super(`Cannot keep state in ${folder}: another local cloud does. Stop it, or give another dataDir.`);
  }
}

/**
 * The state of a data folder, which one cloud at a time may keep there; or none.
 *
 * @throws DataFolderInUseError where another cloud keeps its state there; Error where it cannot be read or written
 */
export async function openState(
  dataDir: string,
  keep: boolean,
  log: (line: string) => void,
): Promise<KeptState> {
  if (!keep) return { book: noState, close: () => Promise.resolve() };
  const folder = join(dataDir, 'state');
  await makeFolder(folder);
  const lock = await lockFolder(folder);
  if (lock === undefined) {
    throw new DataFolderInUseError(folder);
  }
  try {
    const journal = await Journal.open(folder, { clock: systemClock, log });
    return { book: journal, close: () => journal.close().finally(() => lock.release()) };
  } catch (error) {
    await lock.release();
    throw error;
  }
}
