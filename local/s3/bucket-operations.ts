import { AwsError } from '../http/aws-error.js';
import { parseXml } from '../http/xml.js';
import { isBucketName } from './buckets.js';
import { limitOf } from './list-parameters.js';
import { receiveText } from './receive-body.js';
import { notImplemented, s3Document } from './s3-error.js';
import type { S3Home, S3Operation } from './s3-home.js';

/** us-east-1 is older than the others: its constraint is empty, and creating one's own bucket again succeeds. */
const firstRegion = 'us-east-1';

const pageLimit = 10_000;

export const listBuckets: S3Operation = async (home, _call, { query }) => {
  const prefix = query.get('prefix') ?? '';
  const region = query.get('bucket-region');
  const max = limitOf(query, 'max-buckets', pageLimit);
  const token = Buffer.from(query.get('continuation-token') ?? '', 'base64url').toString('utf8');
  const named = (await home.store.buckets.list()).filter(
    (bucket) => bucket.name.startsWith(prefix) && bucket.name > token,
  );
  const regions = await Promise.all(named.map((bucket) => regionOf(home, bucket.name)));
  const all = named
    .map((bucket, index) => ({ ...bucket, region: regions[index] ?? home.region }))
    .filter((bucket) => region === null || bucket.region === region);
  const page = all.slice(0, max);
  const last = page.length < all.length ? page.at(-1) : undefined;
  return s3Document('ListAllMyBucketsResult', {
    Buckets: {
      Bucket: page.map((bucket) => ({
        Name: bucket.name,
        CreationDate: bucket.created.toISOString(),
        BucketRegion: bucket.region,
      })),
    },
    Owner: { ID: home.account },
    Prefix: query.has('prefix') ? prefix : undefined,
    ContinuationToken: last === undefined ? undefined : Buffer.from(last.name).toString('base64url'),
  });
};

/** The region a bucket was created in; the cloud's for one that is only a folder. */
export async function regionOf({ store, region }: S3Home, bucket: string): Promise<string> {
  return (await store.bucketRecords.load(bucket)).region ?? region;
}

/** A bucket lies where its constraint says; only in us-east-1 that may be another region than the request's. */
export const createBucket: S3Operation = async ({ store }, { bucket }, request) => {
  if (!isBucketName(bucket)) {
    throw new AwsError('InvalidBucketName', 'The specified bucket is not valid.', 400, {
      BucketName: bucket,
    });
  }
  const asked = request.region;
  const location = locationOf(await receiveText(request, 64 * 1024));
  const wanted = location ?? firstRegion;
  if (wanted !== asked && asked !== firstRegion) {
    const message = `The ${location ?? 'unspecified'} location constraint is incompatible for the region specific endpoint this request was sent to.`;
    throw new AwsError('IllegalLocationConstraintException', message);
  }
  const created = await store.createBucket(bucket, wanted);
  if (!created && asked !== firstRegion) {
    const message = 'Your previous request to create the named bucket succeeded and you already own it.';
    throw new AwsError('BucketAlreadyOwnedByYou', message, 409, { BucketName: bucket });
  }
  return { status: 200, headers: { location: `/${bucket}` } };
};

function locationOf(document: string): string | undefined {
  if (document.trim() === '') return undefined;
  const root = parseXml(document)['CreateBucketConfiguration'];
  const members = typeof root === 'object' && root !== null ? root : {};
  const other = Object.keys(members).find((name) => name !== 'LocationConstraint' && name !== '#text');
  if (other !== undefined) throw notImplemented(`CreateBucket with ${other}`);
  const location = 'LocationConstraint' in members ? String(members.LocationConstraint).trim() : '';
  if (location === '') return undefined;
  if (location === 'EU') return 'eu-west-1';
  // The first region's name is no constraint: it is asked for by none.
  if (location !== firstRegion && /^[a-z]{2}(?:-[a-z]+)+-\d+$/.test(location)) return location;
  throw new AwsError('InvalidLocationConstraint', 'The specified location-constraint is not valid', 400, {
    LocationConstraint: location,
  });
}

export const headBucket: S3Operation = async (home, { bucket }) => {
  await home.store.needBucket(bucket);
  const headers = {
    'x-amz-bucket-region': await regionOf(home, bucket),
    'x-amz-access-point-alias': 'false',
  };
  return { status: 200, headers };
};

export const getBucketLocation: S3Operation = async (home, { bucket }) => {
  await home.store.needBucket(bucket);
  const region = await regionOf(home, bucket);
  // The one document of S3 whose value is its root element's own text.
  return s3Document('LocationConstraint', region === firstRegion ? '' : region);
};

/** Uploads under way do not keep a bucket, and go with it. */
export const deleteBucket: S3Operation = async ({ store, uploads }, { bucket }) => {
  if (!(await store.removeBucket(bucket))) {
    const message = 'The bucket you tried to delete is not empty';
    throw new AwsError('BucketNotEmpty', message, 409, { BucketName: bucket });
  }
  await uploads.removeBucket(bucket);
  return { status: 204 };
};
