import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import { AwsError } from '../http/aws-error.js';
import type { ServiceRequest } from '../http/service.js';
import { isAbsent } from '../system-error.js';
import { checkIfNoneMatch } from './change-objects.js';
import { checksumHeader, checksumMembers, compositeChecksum, type Checksum } from './checksum.js';
import type { Part, Upload } from './multipart-uploads.js';
import { chosenParts, parsePartList } from './part-list.js';
import { receiveText, storeFile } from './receive-body.js';
import { invalidRequest, noSuchUpload, s3Document } from './s3-error.js';
import type { S3Home, S3Operation } from './s3-home.js';

/** Of 10,000 parts with their checksums, in bytes. */
const documentLimit = 4 * 1024 * 1024;
/** Parts are copied in pieces of this many bytes. */
const pieceSize = 1024 * 1024;

/**
 * CompleteMultipartUpload. The parts stay until the object stands: a completion that fails, e.g. by its condition,
 * may be tried again.
 */
export const completeMultipartUpload: S3Operation = async (home, { bucket, key }, request) => {
  const { store, uploads } = home;
  await store.needBucket(bucket);
  const { headers } = request;
  checkIfNoneMatch(headers['if-none-match']);
  const upload = await uploads.find(bucket, key, request.query.get('uploadId') ?? '');
  const named = parsePartList(await receiveText(ofDocument(request), documentLimit));
  const parts = chosenParts(upload, named, await uploads.parts(upload));
  checkSize(headers, parts);
  const path = store.incomingPath(request.requestId);
  const checksum = await assemble(home, upload, parts, path);
  const etag = `${etagOf(parts)}-${parts.length}`;
  const facts = {
    etag,
    attributes: upload.attributes,
    tags: upload.tags,
    checksum,
    parts: parts.map(({ size, checksum: own }) => ({
      size,
      ...(checksum.type === 'COMPOSITE' && own !== undefined ? { checksum: own } : {}),
    })),
  };
  try {
    checkChecksum(headers, checksum);
    await store.put({ bucket, key, path, facts, headers });
  } finally {
    await store.discard(path);
  }
  // Somebody else may have ended it since; the object stands all the same.
  await uploads.remove(upload).catch(ignoreEnded);
  const answer = s3Document('CompleteMultipartUploadResult', {
    Location: `http://${headers.host ?? 's3'}${request.path}`,
    Bucket: bucket,
    Key: key,
    ETag: `"${etag}"`,
    ...checksumMembers(checksum),
  });
  return { ...answer, headers: { ...answer.headers, 'x-amz-server-side-encryption': 'AES256' } };
};

/** Puts the parts one after the other into a file. @returns the object's checksum */
async function assemble(
  { uploads }: S3Home,
  upload: Upload,
  parts: readonly Part[],
  path: string,
): Promise<Checksum> {
  const { algorithm, type } = upload.checksum;
  try {
    const { checksum } = await storeFile(Readable.from(contentOf(parts)), path, algorithm);
    if (type === 'FULL_OBJECT') return { ...checksum, type };
    return compositeChecksum(
      algorithm,
      parts.map((part) => part.checksum ?? ''),
    );
  } catch (error) {
    // Aborted meanwhile, or a part replaced by another of its number.
    if (isAbsent(error)) {
      await uploads.find(upload.bucket, upload.key, upload.id);
      throw noSuchUpload(upload.id);
    }
    throw error;
  }
}

async function* contentOf(parts: readonly Part[]): AsyncGenerator<Buffer> {
  for (const part of parts) {
    for await (const piece of createReadStream(part.path, { highWaterMark: pieceSize }))
      yield piece as Buffer;
  }
}

function etagOf(parts: readonly Part[]): string {
  const md5 = createHash('md5');
  for (const part of parts) md5.update(Buffer.from(part.md5, 'hex'));
  return md5.digest('hex');
}

/** The checksum in a completion's head is the object's, and not one of the document that comes with it. */
function ofDocument(request: ServiceRequest): ServiceRequest {
  const headers = Object.entries(request.headers).filter(([name]) => !name.startsWith('x-amz-checksum-'));
  return { ...request, headers: Object.fromEntries(headers) };
}

function checkSize(headers: IncomingHttpHeaders, parts: readonly Part[]): void {
  const expected = headers['x-amz-mp-object-size'];
  if (expected === undefined) return;
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  if (Number(expected) === size) return;
  throw invalidRequest(
    `The provided 'x-amz-mp-object-size' header value ${String(expected)} does not match what was computed: ${size}`,
  );
}

/** The whole object's checksum, where the request brings one. */
function checkChecksum(headers: IncomingHttpHeaders, actual: Checksum): void {
  const type = headers['x-amz-checksum-type'];
  if (type !== undefined && type !== actual.type) {
    throw invalidRequest(
      `The upload was created using the ${actual.type} checksum mode. The complete request must use the same checksum mode.`,
    );
  }
  const expected = headers[checksumHeader(actual.algorithm)];
  if (expected === undefined || expected === actual.value) return;
  // A composite checksum may come without the number of its parts.
  if (actual.type === 'COMPOSITE' && actual.value.startsWith(`${String(expected)}-`)) return;
  const message = `The ${actual.algorithm.toLowerCase()} you specified did not match the calculated checksum.`;
  throw new AwsError('BadDigest', message);
}

function ignoreEnded(error: unknown): void {
  if (!(error instanceof AwsError)) throw error;
}
