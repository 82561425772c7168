import { PreconditionError } from '../../spi/index.js';

/** The two halves of `s3://bucket/key`. */
export interface S3Location {
  readonly bucket: string;
  /** Without a slash at its start; empty for the bucket itself. */
  readonly key: string;
}

const S3_URI = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/([\s\S]*))?$/;

/**
 * Splits an S3 URI. The key is taken as it stands: S3 does not decode it, so neither do we.
 * @throws PreconditionError STORAGE_UNSUPPORTED for anything that is not `s3://bucket[/key]`.
 */
export function parseS3Uri(uri: string): S3Location {
  const match = S3_URI.exec(uri);
  if (match === null) throw unsupported(uri, 'it is not of the form s3://bucket/path');
  const bucket = match[1] ?? '';
  const key = match[2] ?? '';
  // Fusion shows keys as paths, where these segments would name another object than they do in S3.
  if (key.split('/').some((segment) => segment === '.' || segment === '..')) {
    throw unsupported(uri, 'a path segment is "." or ".."');
  }
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
    `Cannot use "${uri}" as a place for work files: ${why}. Give a work dir in S3: -work-dir s3://my-bucket/work.`,
    { code: 'STORAGE_UNSUPPORTED' },
  );
}
