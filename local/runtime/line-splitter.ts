/** The awslogs driver cuts messages here; CloudWatch itself takes up to 1 MB (facts §6a). In bytes. */
export const longestLine = 256 * 1024 - 26;

const lineFeed = 0x0a;

/** True for a byte inside a UTF-8 character: a cut before it would break the character. */
const continues = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80;

/**
 * Cuts a byte stream into lines. Works on bytes, so that a character split over two chunks survives and
 * invalid UTF-8 becomes U+FFFD without touching its neighbours. A line longer than `limit` bytes is given out
 * in pieces: a task that prints gigabytes without a line end must not fill the memory.
 */
export class LineSplitter {
  private readonly held: Buffer[] = [];
  private size = 0;

  constructor(
    private readonly limit: number,
    private readonly line: (text: string) => void,
  ) {}

  push(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end !== -1; end = chunk.indexOf(lineFeed, start)) {
      this.hold(chunk.subarray(start, end));
      this.flush();
      start = end + 1;
    }
    // Copied: what waits for its line end must not keep the whole chunk in memory.
    if (start < chunk.length) this.hold(Buffer.from(chunk.subarray(start)));
  }

  /** The last line, where the stream ended without a line end. */
  end(): void {
    if (this.size > 0) this.flush();
  }

  private hold(piece: Buffer): void {
    this.held.push(piece);
    this.size += piece.length;
    while (this.size > this.limit) this.cut();
  }

  private cut(): void {
    const all = Buffer.concat(this.held);
    let at = this.limit;
    // No character is longer than four bytes; bytes that only look like continuations are cut anywhere.
    while (at > this.limit - 4 && at > 1 && continues(all[at])) at--;
    this.line(all.toString('utf8', 0, at));
    this.held.splice(0, this.held.length, all.subarray(at));
    this.size = all.length - at;
  }

  private flush(): void {
    const text = Buffer.concat(this.held).toString('utf8');
    this.held.length = 0;
    this.size = 0;
    this.line(text);
  }
}
