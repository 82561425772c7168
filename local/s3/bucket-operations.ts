import { AwsError } from '../http/aws-error.js';
import type { ServiceRequest, ServiceResponse } from '../http/service.js';
import { parseXml } from '../http/xml.js';
import { isBucketName } from './buckets.js';
import type { Owner } from './list-objects.js';
import type { ObjectStore } from './object-store.js';
import { receiveText } from './receive-body.js';
import { noSuchBucket, notImplemented, s3Document } from './s3-error.js';
import type { S3Call } from './s3-operation.js';

/** us-east-1 is older than the others: its constraint is empty, and creating one's own bucket again succeeds. */
const firstRegion = 'us-east-1';

export async function listBuckets(
  store: ObjectStore,
  owner: Owner,
  query: URLSearchParams,
): Promise<ServiceResponse> {
  const prefix = query.get('prefix') ?? '';
  const unserved = ['continuation-token', 'max-buckets', 'bucket-region'].find((name) => query.has(name));
  if (unserved !== undefined) throw notImplemented(`ListBuckets with ${unserved}`);
  const buckets = (await store.buckets.list()).filter((bucket) => bucket.name.startsWith(prefix));
  return s3Document('ListAllMyBucketsResult', {
    Buckets: {
      Bucket: buckets.map((bucket) => ({ Name: bucket.name, CreationDate: bucket.created.toISOString() })),
    },
    Owner: { ID: owner.id },
    Prefix: query.has('prefix') ? prefix : undefined,
  });
}

export async function createBucket(
  store: ObjectStore,
  { bucket }: S3Call,
  request: ServiceRequest,
  region: string,
): Promise<ServiceResponse> {
  if (!isBucketName(bucket)) {
    throw new AwsError('InvalidBucketName', 'The specified bucket is not valid.', 400, {
      BucketName: bucket,
    });
  }
  const wanted = locationOf(await receiveText(request, 64 * 1024)) ?? firstRegion;
  if (wanted !== region) {
    const message = `The ${wanted} location constraint is incompatible for the region specific endpoint this request was sent to: buckets here are in ${region}.`;
    throw new AwsError('IllegalLocationConstraintException', message);
  }
  if ((await store.buckets.exists(bucket)) && region !== firstRegion) {
    const message = 'Your previous request to create the named bucket succeeded and you already own it.';
    throw new AwsError('BucketAlreadyOwnedByYou', message, 409, { BucketName: bucket });
  }
  await store.buckets.create(bucket);
  return { status: 200, headers: { location: `/${bucket}` } };
}

function locationOf(document: string): string | undefined {
  if (document.trim() === '') return undefined;
  const root = parseXml(document)['CreateBucketConfiguration'];
  const members = typeof root === 'object' && root !== null ? root : {};
  const other = Object.keys(members).find((name) => name !== 'LocationConstraint' && name !== '#text');
  if (other !== undefined) throw notImplemented(`CreateBucket with ${other}`);
  const location = 'LocationConstraint' in members ? String(members.LocationConstraint) : '';
  return location === '' ? undefined : location;
}

export async function headBucket(
  store: ObjectStore,
  { bucket }: S3Call,
  region: string,
): Promise<ServiceResponse> {
  if (!(await store.buckets.exists(bucket))) throw noSuchBucket(bucket);
  return { status: 200, headers: { 'x-amz-bucket-region': region } };
}

export async function getBucketLocation(
  store: ObjectStore,
  { bucket }: S3Call,
  region: string,
): Promise<ServiceResponse> {
  if (!(await store.buckets.exists(bucket))) throw noSuchBucket(bucket);
  // The one document of S3 whose value is its root element's own text.
  const location = region === firstRegion ? '' : region;
  return s3Document('LocationConstraint', location);
}

export async function deleteBucket(store: ObjectStore, { bucket }: S3Call): Promise<ServiceResponse> {
  if (await store.removeBucket(bucket)) return { status: 204 };
  const message = 'The bucket you tried to delete is not empty';
  throw new AwsError('BucketNotEmpty', message, 409, { BucketName: bucket });
}
