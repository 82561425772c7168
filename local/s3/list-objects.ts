import { AwsError } from '../http/aws-error.js';
import type { ServiceResponse } from '../http/service.js';
import type { XmlElement } from '../http/xml.js';
import { decodeToken, encodeToken, listPage, type Bookmark } from './list-page.js';
import type { ObjectStore } from './object-store.js';
import type { WalkedItem } from './object-walk.js';
import { noSuchBucket, s3Document } from './s3-error.js';
import type { S3Call } from './s3-operation.js';

const pageLimit = 1000;
/** Files looked at at once. */
const together = 16;

/** Names of the bucket's owner, as S3 tells one. */
export interface Owner {
  readonly id: string;
}

/** ListObjectsV2. */
export async function listObjects(
  store: ObjectStore,
  { bucket }: S3Call,
  query: URLSearchParams,
  owner: Owner,
): Promise<ServiceResponse> {
  if (!(await store.buckets.exists(bucket))) throw noSuchBucket(bucket);
  const maxKeys = maxKeysOf(query);
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const encode = encoderOf(query);
  const items = store.walk(bucket, { prefix, from: start(query), shallow: delimiter === '/' });
  const page = await listPage(items, { prefix, delimiter, maxKeys });
  const contents = await describeAll(store, bucket, page.objects);
  const shownOwner = query.get('fetch-owner') === 'true' ? { Owner: { ID: owner.id } } : {};
  return s3Document('ListBucketResult', {
    Name: bucket,
    Prefix: encode(prefix),
    Delimiter: delimiter === '' ? undefined : encode(delimiter),
    MaxKeys: maxKeys,
    EncodingType: query.get('encoding-type') ?? undefined,
    KeyCount: contents.length + page.commonPrefixes.length,
    IsTruncated: page.next !== undefined,
    ContinuationToken: query.get('continuation-token') ?? undefined,
    NextContinuationToken: page.next === undefined ? undefined : encodeToken(page.next),
    StartAfter: query.has('start-after') ? encode(query.get('start-after') ?? '') : undefined,
    Contents: contents.map(({ key, ...rest }) => ({ Key: encode(key), ...rest, ...shownOwner })),
    CommonPrefixes: page.commonPrefixes.map((text) => ({ Prefix: encode(text) })),
  });
}

function maxKeysOf(query: URLSearchParams): number {
  const text = query.get('max-keys') ?? String(pageLimit);
  if (!/^\d{1,9}$/.test(text)) {
    throw new AwsError('InvalidArgument', 'Provided max-keys not an integer or within integer range', 400, {
      ArgumentName: 'max-keys',
      ArgumentValue: text,
    });
  }
  return Math.min(Number(text), pageLimit);
}

function start(query: URLSearchParams): Bookmark | undefined {
  const token = query.get('continuation-token');
  const after = query.get('start-after');
  if (token === null) return after === null || after === '' ? undefined : { after, wholePrefix: false };
  const bookmark = decodeToken(token);
  if (bookmark !== undefined) return bookmark;
  throw new AwsError('InvalidArgument', 'The continuation token provided is incorrect', 400, {
    ArgumentName: 'continuation-token',
  });
}

function encoderOf(query: URLSearchParams): (text: string) => string {
  const type = query.get('encoding-type');
  if (type === null) return (text) => text;
  if (type === 'url') return (text) => encodeURIComponent(text).replaceAll('%2F', '/');
  throw new AwsError('InvalidArgument', 'Invalid Encoding Method specified in Request', 400, {
    ArgumentName: 'encoding-type',
    ArgumentValue: type,
  });
}

type Described = XmlElement & { readonly key: string };

async function describeAll(
  store: ObjectStore,
  bucket: string,
  items: readonly WalkedItem[],
): Promise<readonly Described[]> {
  const described: Described[] = [];
  for (let at = 0; at < items.length; at += together) {
    const some = await Promise.all(
      items.slice(at, at + together).map((item) => describe(store, bucket, item)),
    );
    described.push(...some.filter((entry) => entry !== undefined));
  }
  return described;
}

async function describe(
  store: ObjectStore,
  bucket: string,
  item: WalkedItem,
): Promise<Described | undefined> {
  const found = await store.describe(bucket, item);
  if (found === undefined) return undefined;
  return {
    key: item.key,
    // S3 keeps whole seconds; HEAD's header has no room for more, and both must agree.
    LastModified: new Date(Math.floor(found.stats.mtimeMs / 1000) * 1000).toISOString(),
    ETag: found.etag,
    Size: found.stats.size,
    StorageClass: 'STANDARD',
  };
}
