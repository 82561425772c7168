import { invalidArgument } from './s3-error.js';

/** The version of every object in a bucket that keeps none. */
export const nullVersion = 'null';

/**
 * Buckets here keep no versions, so each object is its version `null`, as in S3.
 *
 * @throws AwsError InvalidArgument for any other: no bucket ever gave one out
 */
export function checkVersion(version: string | null | undefined): void {
  if (version === null || version === undefined || version === nullVersion) return;
  throw invalidArgument('Invalid version id specified', 'versionId', version);
}
