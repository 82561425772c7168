import { open } from 'node:fs/promises';

/** One whole line of a file. */
export interface FileLine {
  readonly text: string;
  /** Bytes from the file's start to behind its line break. */
  readonly end: number;
}

const CHUNK_BYTES = 64 * 1024;
/** No line of ours comes near: a longer one is damage, and is not gathered. */
const LONGEST_LINE_BYTES = 1024 * 1024;
const LINE_BREAK = 10;

/**
 * Reads the whole lines of a file, a chunk at a time. What stands behind the last line break is no line: a writer was
 * cut off there, or is not done yet.
 * @param from offset in bytes where a line begins.
 * @throws Error of the system where the file cannot be read.
 */
export async function* readLines(path: string, from = 0): AsyncGenerator<FileLine> {
  const file = await open(path, 'r');
  try {
    let carried = Buffer.alloc(0);
    let end = from;
    for (let position = from; ;) {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(CHUNK_BYTES), 0, CHUNK_BYTES, position);
      if (bytesRead === 0) return;
      position += bytesRead;
      let rest = Buffer.concat([carried, buffer.subarray(0, bytesRead)]);
      for (let at = rest.indexOf(LINE_BREAK); at >= 0; at = rest.indexOf(LINE_BREAK)) {
        end += at + 1;
        yield { text: rest.toString('utf8', 0, at), end };
        rest = rest.subarray(at + 1);
      }
      if (rest.length > LONGEST_LINE_BYTES) {
        end += rest.length;
        rest = Buffer.alloc(0);
      }
      carried = rest;
    }
  } finally {
    await file.close();
  }
}

/**
 * The last whole line of a file, where it lies within the last `most` bytes.
 * @throws Error of the system where the file cannot be read.
 */
export async function readLastLine(path: string, most: number): Promise<string | undefined> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const start = Math.max(0, size - most);
    const { bytesRead, buffer } = await file.read(Buffer.alloc(size - start), 0, size - start, start);
    const text = buffer.toString('utf8', 0, bytesRead);
    return text.endsWith('\n') ? text.slice(0, -1).split('\n').at(-1) : undefined;
  } finally {
    await file.close();
  }
}
