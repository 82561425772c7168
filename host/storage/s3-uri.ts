import { PreconditionError } from '../../spi/index.js';

/** The two halves of `s3://bucket/key`. */
export interface S3Location {
  readonly bucket: string;
  /** Without a slash at its start; empty for the bucket itself. */
  readonly key: string;
}

const S3_URI = /^s3:\/\/([^/]*)(?:\/([\s\S]*))?$/;
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const ADDRESS = /^\d+\.\d+\.\d+\.\d+$/;

/** Whether S3 allows a bucket of that name. */
export function isBucketName(name: string): boolean {
  return BUCKET.test(name) && !name.includes('..') && !ADDRESS.test(name);
}

/** The bucket of an S3 URI; undefined where it names none that can exist. */
export function bucketOf(uri: string): string | undefined {
  const bucket = S3_URI.exec(uri)?.[1] ?? '';
  return isBucketName(bucket) ? bucket : undefined;
}

/** All that keeps `uri` from being a folder of work files, each the end of a sentence about it; empty when nothing. */
export function folderFaults(uri: string): string[] {
  const match = S3_URI.exec(uri);
  if (match === null) return [NO_S3_URI];
  const [, bucket = '', key] = match;
  const segments = key === undefined ? [] : key.split('/');
  return [
    ...(isBucketName(bucket) ? [] : [`names the bucket "${bucket}", which cannot exist; ${BUCKET_RULE}`]),
    // Fusion shows keys as paths, where these segments would name another object than they do in S3.
    ...(segments.includes('') ? ['has an empty path segment, which a file system would drop'] : []),
    ...(segments.some(isDots) ? [DOT_SEGMENT] : []),
  ];
}

const NO_S3_URI = 'is not of the form s3://bucket/path';
const DOT_SEGMENT = 'has "." or ".." as a path segment';
const BUCKET_RULE =
  'a name is 3 to 63 small letters, digits, dots and hyphens, begins and ends with a letter or digit';

function isDots(segment: string): boolean {
  return segment === '.' || segment === '..';
}

/**
 * Splits an S3 URI. The key is taken as it stands: S3 does not decode it, so neither do we.
 * @throws PreconditionError STORAGE_UNSUPPORTED for anything that is not `s3://bucket[/key]`.
 */
export function parseS3Uri(uri: string): S3Location {
  const [, bucket = '', key = ''] = S3_URI.exec(uri) ?? [];
  if (!isBucketName(bucket)) throw unsupported(uri, `it ${NO_S3_URI}`);
  if (key.split('/').some(isDots)) throw unsupported(uri, `it ${DOT_SEGMENT}`);
  return { bucket, key };
}

/** Appends `segments` to a folder's URI with one slash between any two. */
export function joinUri(folder: string, ...segments: readonly string[]): string {
  return [withoutTrailingSlash(folder), ...segments].join('/');
}

/** `s3://bucket/work/` and `s3://bucket/work` name one folder: the second form is ours. */
export function withoutTrailingSlash(uri: string): string {
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//.exec(uri)?.[0] ?? '';
  const least = Math.max(1, scheme.length);
  let end = uri.length;
  while (end > least && uri[end - 1] === '/') end -= 1;
  return uri.slice(0, end);
}

function unsupported(uri: string, why: string): PreconditionError {
  return new PreconditionError(
    `Cannot use "${uri}" as a place for work files: ${why}. Use a work dir in S3, e.g. s3://my-bucket/work.`,
    { code: 'STORAGE_UNSUPPORTED' },
  );
}
