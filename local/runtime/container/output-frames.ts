/** Bytes before each frame: the stream's number, three zeros, and the length in four bytes, most significant first. */
const headerSize = 8;

export type OutputStream = 'stdout' | 'stderr';

/**
 * Takes apart what an engine sends of a container without a terminal: frames of stdout and stderr in turn, cut
 * anywhere by the network. Holds at most one header; bytes are passed on as they come.
 */
export class OutputFrames {
  private header = Buffer.alloc(0);
  private left = 0;
  private stream: OutputStream = 'stdout';

  constructor(private readonly output: (stream: OutputStream, bytes: Buffer) => void) {}

  push(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) {
      at += this.left > 0 ? this.body(chunk.subarray(at)) : this.head(chunk.subarray(at));
    }
  }

  private body(bytes: Buffer): number {
    const size = Math.min(this.left, bytes.length);
    this.left -= size;
    this.output(this.stream, bytes.subarray(0, size));
    return size;
  }

  private head(bytes: Buffer): number {
    const size = Math.min(headerSize - this.header.length, bytes.length);
    this.header = Buffer.concat([this.header, bytes.subarray(0, size)]);
    if (this.header.length === headerSize) {
      this.stream = this.header[0] === 2 ? 'stderr' : 'stdout';
      this.left = this.header.readUInt32BE(4);
      this.header = Buffer.alloc(0);
    }
    return size;
  }
}
