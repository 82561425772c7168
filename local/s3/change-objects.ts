import { AwsError } from '../http/aws-error.js';
import { parseXml, type XmlElement } from '../http/xml.js';
import { hasDigest, type ContentDigests } from './body-checks.js';
import { checksumHeaders, type Checksum } from './checksum.js';
import { attributesOf } from './object-attributes.js';
import { receiveFile, receiveText } from './receive-body.js';
import { invalidRequest, malformedXml, s3Document } from './s3-error.js';
import type { S3Operation } from './s3-home.js';
import { parseTagHeader } from './tag.js';
import { checkVersion } from './version-id.js';

/** Keys of one DeleteObjects, and the size of its document in bytes. */
const deleteLimit = { keys: 1000, bytes: 2 * 1024 * 1024 } as const;

/** S3 keeps a checksum of every object: this one where the client gave none. */
export const defaultAlgorithm = 'CRC64NVME';

export const putObject: S3Operation = async ({ store }, { bucket, key }, request) => {
  // Before the body: a client should not upload much only to hear that there is no bucket.
  await store.needBucket(bucket);
  const { headers } = request;
  checkIfNoneMatch(headers['if-none-match']);
  const tags = parseTagHeader(headers['x-amz-tagging']?.toString());
  const attributes = attributesOf(headers);
  const path = store.incomingPath(request.requestId);
  const received = await receiveFile(request, path, defaultAlgorithm);
  const checksum = fullChecksum(received);
  const facts = { etag: received.md5, attributes, tags, checksum };
  await store.put({ bucket, key, path, facts, headers });
  return {
    status: 200,
    headers: {
      ...checksumHeaders(checksum),
      etag: `"${received.md5}"`,
      'x-amz-server-side-encryption': 'AES256',
    },
  };
};

/** The checksum of all bytes, as it was computed while they passed. */
export function fullChecksum({ checksum }: Required<ContentDigests>): Checksum {
  return { ...checksum, type: 'FULL_OBJECT' };
}

/** @throws AwsError NotImplemented for what S3 does not take either */
export function checkIfNoneMatch(value: string | undefined): void {
  if (value === undefined || value === '*') return;
  const message = 'A header you provided implies functionality that is not implemented';
  throw new AwsError('NotImplemented', message, 501, {
    Header: 'If-None-Match',
    additionalMessage: "If-None-Match of a write is '*' only",
  });
}

/** As in S3, deleting what is not there succeeds. */
export const deleteObject: S3Operation = async ({ store }, { bucket, key }, request) => {
  await store.remove(bucket, key, request.headers['if-match']);
  return { status: 204 };
};

export const deleteObjects: S3Operation = async ({ store }, { bucket }, request) => {
  await store.needBucket(bucket);
  if (!hasDigest(request.headers)) {
    throw invalidRequest('Missing required header for this request: Content-MD5 OR x-amz-checksum-*');
  }
  const { objects, quiet } = deletions(await receiveText(request, deleteLimit.bytes));
  const deleted: XmlElement[] = [];
  const failed: XmlElement[] = [];
  for (const { key, etag, version } of objects) {
    const shown = { Key: key, ...(version === undefined ? {} : { VersionId: version }) };
    try {
      checkVersion(version);
      await store.remove(bucket, key, etag);
      if (!quiet) deleted.push(shown);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      failed.push({ ...shown, Code: error.code, Message: error.message });
    }
  }
  return s3Document('DeleteResult', { Deleted: deleted, Error: failed });
};

interface Deletion {
  readonly key: string;
  readonly etag?: string;
  readonly version?: string;
}

function deletions(document: string): { readonly objects: readonly Deletion[]; readonly quiet: boolean } {
  const root = parseXml(document, ['Object'])['Delete'];
  if (typeof root !== 'object' || root === null || !('Object' in root)) {
    throw malformedXml('no Object in Delete');
  }
  const objects = root.Object as readonly unknown[];
  if (objects.length > deleteLimit.keys) throw malformedXml(`more than ${deleteLimit.keys} objects`);
  const quiet = 'Quiet' in root && String(root.Quiet).trim() === 'true';
  return { objects: objects.map(deletionOf), quiet };
}

/** All are read before any is deleted: half of a request that is malformed must not be done. */
function deletionOf(object: unknown): Deletion {
  const entry = (typeof object === 'object' && object !== null ? object : {}) as Record<string, unknown>;
  const { Key: key, ETag: etag, VersionId: version } = entry;
  if (typeof key !== 'string' || key === '') throw malformedXml('an Object without a Key');
  const served = new Set(['Key', 'ETag', 'VersionId', '#text']);
  const other = Object.keys(entry).find((name) => !served.has(name));
  // Size and LastModifiedTime are conditions of directory buckets.
  if (other !== undefined) throw invalidRequest(`DeleteObjects: ${other} is only for directory buckets.`);
  return {
    key,
    ...(typeof etag === 'string' && etag !== '' ? { etag } : {}),
    ...(typeof version === 'string' && version !== '' ? { version } : {}),
  };
}
