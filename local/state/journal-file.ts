import { createReadStream } from 'node:fs';
import { appendFile, open, rename } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { hasCode } from '../system-error.js';
import { apply, journalHeader, parseLine, type Records } from './journal-lines.js';

/** What was found in a journal. */
export interface ReadJournal {
  readonly records: Records;
  /** Lines that say nothing; one is what a killed cloud may leave. */
  readonly broken: number;
}

/**
 * Reads a journal; where there is none, there are no records.
 *
 * @throws Error where the file is not a journal of this version, or cannot be read
 */
export async function readJournal(path: string): Promise<ReadJournal> {
  const records: Records = new Map();
  let number = 0;
  let broken = 0;
  try {
    for await (const text of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
      if (number++ === 0) checkHeader(text, path);
      else {
        const line = parseLine(text);
        if (line === undefined) broken++;
        else apply(records, line);
      }
    }
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
  }
  return { records, broken };
}

/** Replaces a journal in one step, so that a cloud killed meanwhile finds the old one whole. Answers its bytes. */
export async function rewriteJournal(path: string, lines: Iterable<string>): Promise<number> {
  const draft = `${path}.new`;
  const file = await open(draft, 'w');
  let bytes = 0;
  try {
    let batch = `${journalHeader}\n`;
    for (const line of lines) {
      batch += `${line}\n`;
      // Written in pieces: a journal of days need not be one string.
      if (batch.length > 256 * 1024) {
        bytes += (await file.write(batch)).bytesWritten;
        batch = '';
      }
    }
    bytes += (await file.write(batch)).bytesWritten;
  } finally {
    await file.close();
  }
  await rename(draft, path);
  return bytes;
}

/** Adds lines to a journal; answers their bytes. */
export async function extendJournal(path: string, lines: readonly string[]): Promise<number> {
  const text = lines.map((line) => `${line}\n`).join('');
  await appendFile(path, text);
  return Buffer.byteLength(text);
}

function checkHeader(text: string, path: string): void {
  if (text === journalHeader) return;
  throw new Error(
    `${path} cannot be read: its first line is '${text.slice(0, 60)}', not ${journalHeader}. Move the file away, or choose another data folder.`,
  );
}
