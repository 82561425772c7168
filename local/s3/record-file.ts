import { readFile, writeFile } from 'node:fs/promises';
import { isAbsent } from '../system-error.js';

/** One JSON object of ours in a file. Undefined where there is none, or what a crash left is no whole one. */
export async function readRecord(path: string): Promise<object | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

export async function writeRecord(path: string, record: object): Promise<void> {
  await writeFile(path, JSON.stringify(record));
}
