import { Transform, type TransformCallback } from 'node:stream';
import { AwsError } from '../http/aws-error.js';
import { incomplete } from './body-checks.js';

/** A chunk's head is some hex digits and a signature; a trailer, a name and a digest. */
const lineLimit = 4096;

type Expecting = 'head' | 'data' | 'data-end' | 'trailer' | 'nothing';

/**
 * Takes the framing off an `aws-chunked` body, as SDKs send one they stream: `<hex size>[;chunk-signature=..]`,
 * the bytes, and so on to a chunk of size 0 and the trailers. Signatures are not checked.
 */
export class ChunkedBody extends Transform {
  /** What followed the last chunk, names in lower case. Complete when the stream has ended. */
  readonly trailers = new Map<string, string>();
  private expecting: Expecting = 'head';
  private line = '';
  private left = 0;

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    try {
      for (let at = 0; at < chunk.length;) at = this.consume(chunk, at);
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  override _flush(done: TransformCallback): void {
    // Some clients end the body with the last chunk's head or trailer, without the empty line.
    const ended = this.expecting === 'nothing' || (this.expecting === 'trailer' && this.line === '');
    done(ended ? null : incomplete('the last chunk did not come'));
  }

  /** Takes some of a chunk from `at` on; returns how far it came. */
  private consume(chunk: Buffer, at: number): number {
    if (this.expecting === 'nothing') throw malformed('bytes follow the last chunk');
    if (this.expecting === 'data') return this.takeData(chunk, at);
    const end = chunk.indexOf('\n', at);
    const stop = end === -1 ? chunk.length : end;
    this.line += chunk.toString('latin1', at, stop);
    if (this.line.length > lineLimit) throw malformed(`a line is longer than ${lineLimit} bytes`);
    if (end === -1) return stop;
    const line = this.line.replace(/\r$/, '');
    this.line = '';
    this.takeLine(line);
    return end + 1;
  }

  private takeData(chunk: Buffer, at: number): number {
    const data = chunk.subarray(at, at + this.left);
    this.left -= data.length;
    if (this.left === 0) this.expecting = 'data-end';
    this.push(data);
    return at + data.length;
  }

  private takeLine(line: string): void {
    if (this.expecting === 'head') {
      const size = /^([0-9a-fA-F]{1,12})(?:;.*)?$/.exec(line)?.[1];
      if (size === undefined) throw malformed(`'${line.slice(0, 40)}' is no chunk size`);
      this.left = Number.parseInt(size, 16);
      this.expecting = this.left === 0 ? 'trailer' : 'data';
    } else if (this.expecting === 'data-end') {
      if (line !== '') throw malformed('a chunk is longer than its size says');
      this.expecting = 'head';
    } else if (line === '') {
      this.expecting = 'nothing';
    } else {
      this.takeTrailer(line);
    }
  }

  private takeTrailer(line: string): void {
    const colon = line.indexOf(':');
    if (colon < 1) throw malformed(`'${line.slice(0, 40)}' is no trailer`);
    this.trailers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
}

function malformed(why: string): AwsError {
  return new AwsError('InvalidRequest', `The aws-chunked body is malformed: ${why}.`);
}
