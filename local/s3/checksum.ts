import { digestOf, type ChecksumAlgorithm } from './digest.js';

/** Of all bytes, or of the checksums of an upload's parts. */
export type ChecksumType = 'FULL_OBJECT' | 'COMPOSITE';

/** An object's checksum, as S3 keeps it. */
export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  readonly type: ChecksumType;
  /** Base64; a composite one ends in `-` and the number of parts. */
  readonly value: string;
}

/** E.g. `x-amz-checksum-crc32`. */
export function checksumHeader(algorithm: ChecksumAlgorithm): string {
  return `x-amz-checksum-${algorithm.toLowerCase()}`;
}

/** E.g. `ChecksumCRC32`, in documents. */
export function checksumMember(algorithm: ChecksumAlgorithm): string {
  return `Checksum${algorithm}`;
}

/** How an answer's head tells a checksum. */
export function checksumHeaders(checksum: Checksum): Readonly<Record<string, string>> {
  return { [checksumHeader(checksum.algorithm)]: checksum.value, 'x-amz-checksum-type': checksum.type };
}

/** How a document tells a checksum. */
export function checksumMembers(checksum: Checksum | undefined): Readonly<Record<string, string>> {
  if (checksum === undefined) return {};
  return { [checksumMember(checksum.algorithm)]: checksum.value, ChecksumType: checksum.type };
}

/** The checksum of the parts' checksums, which each are base64. */
export function compositeChecksum(algorithm: ChecksumAlgorithm, parts: readonly string[]): Checksum {
  const digest = digestOf(algorithm);
  for (const part of parts) digest.update(Buffer.from(part, 'base64'));
  return { algorithm, type: 'COMPOSITE', value: `${digest.digest().toString('base64')}-${parts.length}` };
}
