import { AwsError } from '../http/aws-error.js';
import { receiveText } from './receive-body.js';
import { noSuchKey, s3Document } from './s3-error.js';
import type { S3Operation } from './s3-home.js';
import { parseTagDocument, tagDocument } from './tag.js';

/** Of 50 tags with room to spare, in bytes. */
const documentLimit = 128 * 1024;

export const getObjectTagging: S3Operation = async ({ store }, { bucket, key }) => {
  const object = await store.open(bucket, key);
  if (object === undefined) throw noSuchKey(key);
  await object.handle.close();
  return s3Document('Tagging', tagDocument(object.facts.tags));
};

export const putObjectTagging: S3Operation = async ({ store }, { bucket, key }, request) => {
  const tags = parseTagDocument(await receiveText(request, documentLimit), 'object');
  await store.retag(bucket, key, tags, request.requestId);
  return { status: 200 };
};

export const deleteObjectTagging: S3Operation = async ({ store }, { bucket, key }, { requestId }) => {
  await store.retag(bucket, key, [], requestId);
  return { status: 204 };
};

export const getBucketTagging: S3Operation = async ({ store }, { bucket }) => {
  await store.needBucket(bucket);
  const { tags } = await store.bucketRecords.load(bucket);
  if (tags.length > 0) return s3Document('Tagging', tagDocument(tags));
  throw new AwsError('NoSuchTagSet', 'The TagSet does not exist', 404, { BucketName: bucket });
};

export const putBucketTagging: S3Operation = async ({ store }, { bucket }, request) => {
  await store.needBucket(bucket);
  const tags = parseTagDocument(await receiveText(request, documentLimit), 'bucket');
  await store.tagBucket(bucket, tags);
  return { status: 204 };
};

export const deleteBucketTagging: S3Operation = async ({ store }, { bucket }) => {
  await store.tagBucket(bucket, []);
  return { status: 204 };
};
