import type { LogLine } from '../../spi/index.js';
import type { LogStream } from './log-stream.js';
import type { ReadPage } from './stream-reader.js';

/** Pages looked at for one tail: few lines need no more than one or two that are not empty. */
const MOST_PAGES = 8;

/**
 * The last lines of a stream, oldest first; none where there is no stream.
 * @param wanted how many at most, 1 to 10,000.
 */
export async function readTail(
  stream: LogStream,
  wanted: number,
  read: ReadPage,
): Promise<readonly LogLine[]> {
  let lines: readonly LogLine[] = [];
  let token: string | undefined;
  for (let pages = 0; pages < MOST_PAGES && lines.length < wanted; pages++) {
    const page = await read({ ...stream, fromHead: false, token, limit: wanted - lines.length });
    if (page === undefined) break;
    lines = [...page.lines, ...lines];
    if (page.backward === token) break;
    token = page.backward;
  }
  return lines.slice(-wanted);
}
