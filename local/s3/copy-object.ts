import type { IncomingHttpHeaders } from 'node:http';
import { algorithmOf, type ChecksumAlgorithm } from './digest.js';
import { checkIfNoneMatch, defaultAlgorithm, fullChecksum } from './change-objects.js';
import { checksumMembers } from './checksum.js';
import { checkSourceSize, copySource, openSource } from './copy-source.js';
import { attributesOf, storageClassOf, withoutStorageClass, type Attributes } from './object-attributes.js';
import type { ObjectFacts } from './object-records.js';
import { storeFile } from './receive-body.js';
import { invalidArgument, invalidRequest, s3Document } from './s3-error.js';
import type { S3Operation } from './s3-home.js';
import { listedTime } from './listed-time.js';
import { parseTagHeader, type Tag } from './tag.js';

/** CopyObject: a new object of the source's bytes, whose ETag is their MD5 even where the source came in parts. */
export const copyObject: S3Operation = async (home, { bucket, key }, request) => {
  const { store } = home;
  const { headers } = request;
  await store.needBucket(bucket);
  checkIfNoneMatch(headers['if-none-match']);
  const from = copySource(headers);
  if (from.bucket === bucket && from.key === key) checkSelfCopy(headers);
  const path = store.incomingPath(request.requestId);
  const source = await openSource(home, from, headers);
  try {
    checkSourceSize(source.stats.size);
    const attributes = copiedAttributes(headers, source.facts);
    const tags = copiedTags(headers, source.facts);
    const content = source.handle.createReadStream({ start: 0, autoClose: false });
    const copied = await storeFile(content, path, copiedAlgorithm(headers, source.facts));
    const checksum = fullChecksum(copied);
    const facts = { etag: copied.md5, attributes, tags, checksum };
    const stats = await store.put({ bucket, key, path, facts, headers });
    const result = { ETag: `"${copied.md5}"`, LastModified: listedTime(stats), ...checksumMembers(checksum) };
    return withEncryption(s3Document('CopyObjectResult', result));
  } finally {
    await source.handle.close();
  }
};

function withEncryption(answer: ReturnType<typeof s3Document>): ReturnType<typeof s3Document> {
  return { ...answer, headers: { ...answer.headers, 'x-amz-server-side-encryption': 'AES256' } };
}

/** A copy onto itself must change something. */
function checkSelfCopy(headers: IncomingHttpHeaders): void {
  const changes = ['x-amz-storage-class', 'x-amz-server-side-encryption', 'x-amz-checksum-algorithm'];
  if (replaces(headers, 'metadata') || changes.some((name) => headers[name] !== undefined)) return;
  throw invalidRequest(
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
  );
}

/** Whether the request brings its own metadata or tags, rather than take the source's. */
function replaces(headers: IncomingHttpHeaders, what: 'metadata' | 'tagging'): boolean {
  const name = `x-amz-${what}-directive`;
  const directive = headers[name]?.toString() ?? 'COPY';
  if (directive === 'COPY' || directive === 'REPLACE') return directive === 'REPLACE';
  throw invalidArgument(`Unknown ${what} directive.`, name, directive);
}

function copiedAttributes(headers: IncomingHttpHeaders, source: ObjectFacts): Attributes {
  if (replaces(headers, 'metadata')) return attributesOf(headers);
  return { ...withoutStorageClass(source.attributes), ...storageClassOf(headers) };
}

function copiedTags(headers: IncomingHttpHeaders, source: ObjectFacts): readonly Tag[] {
  if (!replaces(headers, 'tagging')) return source.tags;
  return parseTagHeader(headers['x-amz-tagging']?.toString());
}

function copiedAlgorithm(headers: IncomingHttpHeaders, source: ObjectFacts): ChecksumAlgorithm {
  const wanted = headers['x-amz-checksum-algorithm']?.toString();
  if (wanted === undefined) return source.checksum?.algorithm ?? defaultAlgorithm;
  const algorithm = algorithmOf(wanted);
  if (algorithm !== undefined) return algorithm;
  throw unknownAlgorithm(wanted);
}

/** @returns what S3 says of a checksum algorithm it does not know */
export function unknownAlgorithm(name: string): Error {
  return invalidRequest(
    `Checksum algorithm provided is unsupported: '${name}'. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]`,
  );
}
