import type { IncomingHttpHeaders } from 'node:http';
import { readVerdict } from './conditions.js';
import type { OpenObject } from './object-store.js';
import { putLimit } from './receive-body.js';
import {
  invalidArgument,
  invalidRequest,
  keyLimit,
  keyTooLong,
  noSuchKey,
  preconditionFailed,
} from './s3-error.js';
import type { S3Home } from './s3-home.js';
import { checkVersion } from './version-id.js';

export interface CopySource {
  readonly bucket: string;
  readonly key: string;
}

const header = 'x-amz-copy-source';

/**
 * Reads `x-amz-copy-source`: `bucket/key`, percent-encoded, with or without a slash before it.
 *
 * @throws AwsError InvalidArgument, KeyTooLongError
 */
export function copySource(headers: IncomingHttpHeaders): CopySource {
  const text = headers[header]?.toString() ?? '';
  const [path = '', version] = text.split('?versionId=', 2);
  checkVersion(version);
  const decoded = decodePath(path.replace(/^\//, ''), text);
  const slash = decoded.indexOf('/');
  if (slash < 1 || slash === decoded.length - 1) {
    throw invalidArgument(
      'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
      header,
      text,
    );
  }
  const key = decoded.slice(slash + 1);
  if (Buffer.byteLength(key) > keyLimit) throw keyTooLong(Buffer.byteLength(key));
  return { bucket: decoded.slice(0, slash), key };
}

function decodePath(path: string, text: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw invalidArgument('Invalid copy source encoding', header, text);
  }
}

/**
 * Opens what is to be copied, where the copy's conditions on it hold.
 *
 * @throws AwsError NoSuchBucket, NoSuchKey, PreconditionFailed
 */
export async function openSource(
  { store }: S3Home,
  source: CopySource,
  headers: IncomingHttpHeaders,
): Promise<OpenObject> {
  const object = await store.open(source.bucket, source.key);
  if (object === undefined) throw noSuchKey(source.key);
  const conditions = sourceConditions(headers);
  if (readVerdict(conditions, { etag: object.etag, modified: object.stats.mtime }) === 'proceed')
    return object;
  await object.handle.close();
  // Unlike a read's, a copy's failed condition is always 412.
  throw preconditionFailed(
    Object.keys(conditions)
      .map((name) => `x-amz-copy-source-${name}`)
      .join(', '),
  );
}

/** @throws AwsError InvalidRequest above 5 GiB */
export function checkSourceSize(size: number): void {
  if (size <= putLimit) return;
  throw invalidRequest(
    `The specified copy source is larger than the maximum allowable size for a copy source: ${putLimit}`,
  );
}

function sourceConditions(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const prefix = `${header}-if-`;
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(header.length + 1), value]),
  );
}
