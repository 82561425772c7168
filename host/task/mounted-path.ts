import { parseS3Uri } from '../storage/s3-uri.js';

/**
 * Where a task sees an S3 URI, from the root of the mount: `bucket/work/ab/cdef`. A folder's URI may end with a slash.
 * @throws PreconditionError STORAGE_UNSUPPORTED.
 */
export function mountedPath(uri: string): string {
  const { bucket, key } = parseS3Uri(uri);
  const path = key.endsWith('/') ? key.slice(0, -1) : key;
  return path === '' ? bucket : `${bucket}/${path}`;
}
