import { StringDecoder } from 'node:string_decoder';
import type { WorkFiles } from '../storage/work-files.js';

const PART_BYTES = 256 * 1024;
/** A line longer than this is given in pieces: a progress bar may fill a file without one line break. */
const LONGEST_LINE = 1024 * 1024;

/** Reads the lines of a work file on, as it grows. */
export class LineReader {
  private readonly decoder = new StringDecoder('utf8');
  private offset = 0;
  private carried = '';
  /** Whether the file was there. */
  found = false;

  constructor(
    private readonly files: WorkFiles,
    private readonly uri: string,
  ) {}

  /**
   * The lines behind those read before.
   * @returns `atEnd` where there is no more for now.
   * @throws ExecutorError where the file cannot be read.
   */
  async read(): Promise<{ readonly lines: readonly string[]; readonly atEnd: boolean }> {
    const bytes = await this.files.readPart(this.uri, this.offset, PART_BYTES);
    this.found ||= bytes !== undefined;
    if (bytes === undefined || bytes.length === 0) return { lines: [], atEnd: true };
    this.offset += bytes.length;
    const pieces = `${this.carried}${this.decoder.write(Buffer.from(bytes))}`.split('\n');
    this.carried = pieces.pop() ?? '';
    if (this.carried.length > LONGEST_LINE) pieces.push(...this.rest());
    return { lines: pieces, atEnd: bytes.length < PART_BYTES };
  }

  /** What stands behind the last line break, once nothing comes any more. */
  rest(): readonly string[] {
    const { carried } = this;
    this.carried = '';
    return carried === '' ? [] : [carried];
  }
}
