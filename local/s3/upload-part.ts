import { Readable } from 'node:stream';
import { claimedAlgorithm, type ContentDigests } from './body-checks.js';
import { checksumHeader, checksumMember } from './checksum.js';
import { checkSourceSize, copySource, openSource } from './copy-source.js';
import type { ChecksumAlgorithm } from './digest.js';
import { listedTime } from './listed-time.js';
import type { Part, Upload } from './multipart-uploads.js';
import { receiveFile, storeFile } from './receive-body.js';
import { invalidArgument, invalidRequest, s3Document } from './s3-error.js';
import type { S3Home, S3Operation } from './s3-home.js';
import type { S3Call } from './s3-operation.js';

const partLimit = 10_000;

export const uploadPart: S3Operation = async (home, call, request) => {
  const { upload, number } = await target(home, call, request.query);
  checkAlgorithm(upload, claimedAlgorithm(request.headers));
  const path = home.store.incomingPath(request.requestId);
  const received = await receiveFile(request, path, upload.checksum.algorithm);
  const part = await add(home, upload, { number, received, path });
  return {
    status: 200,
    headers: {
      etag: `"${part.md5}"`,
      ...told(upload, part, checksumHeader),
      'x-amz-server-side-encryption': 'AES256',
    },
  };
};

export const uploadPartCopy: S3Operation = async (home, call, request) => {
  const { upload, number } = await target(home, call, request.query);
  const source = await openSource(home, copySource(request.headers), request.headers);
  try {
    const range = copyRange(request.headers['x-amz-copy-source-range']?.toString(), source.stats.size);
    checkSourceSize(range.end - range.start + 1);
    const path = home.store.incomingPath(request.requestId);
    const content =
      range.end < range.start
        ? Readable.from([])
        : source.handle.createReadStream({ ...range, autoClose: false });
    const received = await storeFile(content, path, upload.checksum.algorithm);
    const part = await add(home, upload, { number, received, path });
    const result = {
      ETag: `"${part.md5}"`,
      LastModified: listedTime({ mtimeMs: part.modified.getTime() }),
      ...told(upload, part, checksumMember),
    };
    return s3Document('CopyPartResult', result);
  } finally {
    await source.handle.close();
  }
};

async function target(
  { store, uploads }: S3Home,
  { bucket, key }: S3Call,
  query: URLSearchParams,
): Promise<{ readonly upload: Upload; readonly number: number }> {
  await store.needBucket(bucket);
  const text = query.get('partNumber') ?? '';
  const number = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (number < 1 || number > partLimit) {
    const message = `Part number must be an integer between 1 and ${partLimit}, inclusive`;
    throw invalidArgument(message, 'partNumber', text);
  }
  return { upload: await uploads.find(bucket, key, query.get('uploadId') ?? ''), number };
}

interface ReceivedPart {
  readonly number: number;
  readonly received: Required<ContentDigests>;
  /** Where it was received. */
  readonly path: string;
}

function add({ uploads }: S3Home, upload: Upload, given: ReceivedPart): Promise<Part> {
  const { number, received, path } = given;
  const { size, md5, checksum } = received;
  const own = checksum.algorithm === upload.checksum.algorithm ? { checksum: checksum.value } : {};
  return uploads.addPart(upload, { number, size, md5, ...own }, path);
}

/**
 * A part's checksum is of its upload's algorithm. An upload that declared none takes any with a part, checks it
 * and forgets it; one of the whole object needs none with its parts.
 */
function checkAlgorithm({ checksum }: Upload, claimed: ChecksumAlgorithm | undefined): void {
  if (!checksum.declared || claimed === checksum.algorithm) return;
  if (claimed === undefined && checksum.type === 'FULL_OBJECT') return;
  const shown = [checksum.algorithm, claimed ?? 'null'].map((name) => name.toLowerCase());
  throw invalidRequest(
    `Checksum Type mismatch occurred, expected checksum Type: ${shown[0] ?? ''}, actual checksum Type: ${shown[1] ?? ''}`,
  );
}

/** A part's checksum for its answer: only of an upload that declared one. */
function told(
  { checksum }: Upload,
  part: Part,
  nameOf: (algorithm: ChecksumAlgorithm) => string,
): Readonly<Record<string, string>> {
  if (!checksum.declared || part.checksum === undefined) return {};
  return { [nameOf(checksum.algorithm)]: part.checksum };
}

/** Unlike a read's, a copy's range has both ends and must lie within the source. */
function copyRange(
  header: string | undefined,
  size: number,
): { readonly start: number; readonly end: number } {
  if (header === undefined) return { start: 0, end: size - 1 };
  const [, first, last] = /^bytes=(\d{1,15})-(\d{1,15})$/.exec(header) ?? [];
  const name = 'x-amz-copy-source-range';
  if (first === undefined || last === undefined || Number(first) > Number(last)) {
    const message = `The ${name} value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy`;
    throw invalidArgument(message, name, header);
  }
  if (Number(last) >= size) {
    throw invalidArgument(`Range specified is not valid for source object of size: ${size}`, name, header);
  }
  return { start: Number(first), end: Number(last) };
}
