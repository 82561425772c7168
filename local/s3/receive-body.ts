import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { PassThrough, Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AwsError } from '../http/aws-error.js';
import type { ServiceRequest } from '../http/service.js';
import { BodyChecks, incomplete } from './body-checks.js';
import { ChunkedBody } from './chunked-body.js';
import { hasCode } from './system-error.js';

export interface ReceivedBody {
  /** Of the content, in hex. */
  readonly md5: string;
  /** The checksums the client gave, for the answer to repeat. */
  readonly echo: Readonly<Record<string, string>>;
}

/** S3's limit of a single put, in bytes. */
const putLimit = 5 * 1024 ** 3;

/**
 * Streams a request's content into a new file and checks every digest given. On any failure nothing stays.
 *
 * @throws AwsError MissingContentLength, EntityTooLarge, BadDigest, IncompleteBody ...
 */
export async function receiveFile(request: ServiceRequest, path: string): Promise<ReceivedBody> {
  checkLength(request);
  try {
    return await receive(request, createWriteStream(path, { flags: 'wx' }));
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

/**
 * A request's content as text.
 *
 * @param limit largest size in bytes
 */
export async function receiveText(request: ServiceRequest, limit: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      size += chunk.length;
      chunks.push(chunk);
      done(size > limit ? new AwsError('MaxMessageLengthExceeded', 'Your request was too large.') : null);
    },
  });
  await receive(request, sink);
  return Buffer.concat(chunks).toString('utf8');
}

async function receive(request: ServiceRequest, sink: Writable): Promise<ReceivedBody> {
  const checks = new BodyChecks(request.headers);
  const framing = isChunked(request) ? new ChunkedBody() : new PassThrough();
  const checking = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      checks.update(chunk);
      done(null, chunk);
    },
  });
  try {
    await pipeline(request.body, framing, checking, sink);
  } catch (error) {
    throw hasCode(error, 'ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE')
      ? incomplete('the client hung up')
      : error;
  }
  return checks.finish(framing instanceof ChunkedBody ? framing.trailers : new Map());
}

function isChunked(request: ServiceRequest): boolean {
  return (request.headers['x-amz-content-sha256'] ?? '').toString().startsWith('STREAMING-');
}

function checkLength(request: ServiceRequest): void {
  const { headers } = request;
  const length = headers['x-amz-decoded-content-length'] ?? headers['content-length'];
  if (length === undefined) {
    throw new AwsError('MissingContentLength', 'You must provide the Content-Length HTTP header.', 411);
  }
  if (Number(length) > putLimit) {
    throw new AwsError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size.');
  }
}
