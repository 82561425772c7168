import type { IncomingHttpHeaders } from 'node:http';
import type { ChecksumType } from './checksum.js';
import { unknownAlgorithm } from './copy-object.js';
import { defaultAlgorithm } from './change-objects.js';
import { algorithmOf, type ChecksumAlgorithm } from './digest.js';
import type { UploadRecord } from './multipart-uploads.js';
import { attributesOf } from './object-attributes.js';
import { invalidRequest, s3Document } from './s3-error.js';
import type { S3Operation } from './s3-home.js';
import { parseTagHeader } from './tag.js';

export const createMultipartUpload: S3Operation = async ({ store, uploads }, { bucket, key }, request) => {
  await store.needBucket(bucket);
  const { headers } = request;
  const checksum = uploadChecksum(headers);
  const id = await uploads.create(bucket, request.requestId.replaceAll('-', ''), {
    key,
    attributes: attributesOf(headers),
    tags: parseTagHeader(headers['x-amz-tagging']?.toString()),
    checksum,
  });
  const answer = s3Document('InitiateMultipartUploadResult', { Bucket: bucket, Key: key, UploadId: id });
  const declared = checksum.declared
    ? { 'x-amz-checksum-algorithm': checksum.algorithm, 'x-amz-checksum-type': checksum.type }
    : {};
  return {
    ...answer,
    headers: { ...answer.headers, ...declared, 'x-amz-server-side-encryption': 'AES256' },
  };
};

/**
 * The checksum an upload is to have. S3's rules: SHA is of the parts' checksums only, CRC64NVME of the whole object
 * only, the other CRCs of either, and of the parts' where the client does not say.
 *
 * @throws AwsError InvalidRequest
 */
function uploadChecksum(headers: IncomingHttpHeaders): UploadRecord['checksum'] {
  const name = headers['x-amz-checksum-algorithm']?.toString();
  const type = headers['x-amz-checksum-type']?.toString();
  if (name === undefined) {
    if (type === undefined) return { algorithm: defaultAlgorithm, type: 'FULL_OBJECT', declared: false };
    throw invalidRequest(
      'The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.',
    );
  }
  const algorithm = algorithmOf(name);
  if (algorithm === undefined) throw unknownAlgorithm(name);
  if (type === undefined) {
    return { algorithm, type: typesOf(algorithm)[0], declared: true };
  }
  const known = (['FULL_OBJECT', 'COMPOSITE'] as const).find((item) => item === type);
  if (known === undefined) throw invalidRequest('Value for x-amz-checksum-type header is invalid.');
  if (typesOf(algorithm).includes(known)) return { algorithm, type: known, declared: true };
  throw invalidRequest(
    `The ${known} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
  );
}

/** The default first. */
function typesOf(algorithm: ChecksumAlgorithm): readonly [ChecksumType, ...ChecksumType[]] {
  if (algorithm.startsWith('SHA')) return ['COMPOSITE'];
  return algorithm === 'CRC64NVME' ? ['FULL_OBJECT'] : ['COMPOSITE', 'FULL_OBJECT'];
}
