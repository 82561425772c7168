import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { PassThrough, Transform, Writable, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AwsError } from '../http/aws-error.js';
import type { ServiceRequest } from '../http/service.js';
import { hasCode } from '../system-error.js';
import { BodyChecks, incomplete, type ContentDigests } from './body-checks.js';
import { ChunkedBody } from './chunked-body.js';
import type { ChecksumAlgorithm } from './digest.js';

/** S3's limit of one put, one part and the source of one copy, in bytes. */
export const putLimit = 5 * 1024 ** 3;

/**
 * Streams a request's content into a new file and checks every digest given. On any failure nothing stays.
 *
 * @param algorithm of the checksum to compute where the client gave none
 * @throws AwsError MissingContentLength, EntityTooLarge, BadDigest, IncompleteBody ...
 */
export async function receiveFile(
  request: ServiceRequest,
  path: string,
  algorithm: ChecksumAlgorithm,
): Promise<Required<ContentDigests>> {
  checkLength(request);
  const received = await orNothing(path, () =>
    receive(request, () => createWriteStream(path, { flags: 'wx' }), algorithm),
  );
  return withChecksum(received);
}

/**
 * Writes content that is ours already into a new file, as {@link receiveFile} does with a request's.
 *
 * @throws Error of the source or the file system; then no file stays
 */
export async function storeFile(
  source: Readable,
  path: string,
  algorithm: ChecksumAlgorithm,
): Promise<Required<ContentDigests>> {
  const checks = new BodyChecks({}, algorithm);
  await orNothing(path, () => pipeline(source, passing(checks), createWriteStream(path, { flags: 'wx' })));
  return withChecksum(checks.finish(new Map()));
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
  await receive(request, () => sink);
  return Buffer.concat(chunks).toString('utf8');
}

/** The sink is made once the headers are found sound: a file opened for a refused request would stay open. */
async function receive(
  request: ServiceRequest,
  sink: () => Writable,
  algorithm?: ChecksumAlgorithm,
): Promise<ContentDigests> {
  const checks = new BodyChecks(request.headers, algorithm);
  const framing = isChunked(request) ? new ChunkedBody() : new PassThrough();
  try {
    await pipeline(request.body, framing, passing(checks), sink());
  } catch (error) {
    throw hasCode(error, 'ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE')
      ? incomplete('the client hung up')
      : error;
  }
  return checks.finish(framing instanceof ChunkedBody ? framing.trailers : new Map());
}

function passing(checks: BodyChecks): Transform {
  return new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      checks.update(chunk);
      done(null, chunk);
    },
  });
}

async function orNothing<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

function withChecksum(digests: ContentDigests): Required<ContentDigests> {
  if (digests.checksum === undefined) throw new Error('a checksum was asked for and not computed');
  return { ...digests, checksum: digests.checksum };
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
  if (Number(length) <= putLimit) return;
  throw new AwsError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', 400, {
    ProposedSize: Number(length),
    MaxSizeAllowed: putLimit,
  });
}
