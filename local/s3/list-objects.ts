import type { XmlElement } from '../http/xml.js';
import { listEncoder, limitOf } from './list-parameters.js';
import { decodeToken, encodeToken, groupOf, listPage, type Bookmark } from './list-page.js';
import { listedTime } from './listed-time.js';
import type { ObjectStore } from './object-store.js';
import type { WalkedItem } from './object-walk.js';
import { invalidArgument, s3Document } from './s3-error.js';
import type { S3Home, S3Operation } from './s3-home.js';
import type { S3Call } from './s3-operation.js';
import { nullVersion } from './version-id.js';

const pageLimit = 1000;
/** Files looked at at once. */
const together = 16;

export const listObjectsV2: S3Operation = async (home, call, { query }) => {
  const listing = await list(home, call, query, startOf(query));
  const { encode, next, contents, prefixes } = listing;
  const owner = query.get('fetch-owner') === 'true' ? { Owner: { ID: home.account } } : {};
  return s3Document('ListBucketResult', {
    ...listing.common,
    KeyCount: contents.length + prefixes.length,
    ContinuationToken: query.get('continuation-token') ?? undefined,
    NextContinuationToken: next === undefined ? undefined : encodeToken(next),
    StartAfter: query.has('start-after') ? encode(query.get('start-after') ?? '') : undefined,
    Contents: contents.map((item) => ({ ...item, ...owner })),
    CommonPrefixes: prefixes,
  });
};

/** ListObjects, the first version. */
export const listObjects: S3Operation = async (home, call, { query }) => {
  const listing = await list(home, call, query, markerOf('marker', query));
  const { encode, next, contents, prefixes } = listing;
  return s3Document('ListBucketResult', {
    ...listing.common,
    Marker: encode(query.get('marker') ?? ''),
    // Without a delimiter a client goes on from the last key itself.
    NextMarker: next === undefined || !query.has('delimiter') ? undefined : encode(next.after),
    Contents: contents.map((item) => ({ ...item, Owner: { ID: home.account } })),
    CommonPrefixes: prefixes,
  });
};

/** ListObjectVersions of buckets that keep none: each object is its version `null`. */
export const listObjectVersions: S3Operation = async (home, call, { query }) => {
  const listing = await list(home, call, query, markerOf('key-marker', query));
  const { encode, next, contents, prefixes } = listing;
  return s3Document('ListVersionsResult', {
    ...listing.common,
    KeyMarker: encode(query.get('key-marker') ?? ''),
    VersionIdMarker: query.get('version-id-marker') ?? '',
    NextKeyMarker: next === undefined ? undefined : encode(next.after),
    NextVersionIdMarker: next === undefined || next.wholePrefix ? undefined : nullVersion,
    Version: contents.map((item) => ({
      ...item,
      VersionId: nullVersion,
      IsLatest: true,
      Owner: { ID: home.account },
    })),
    CommonPrefixes: prefixes,
  });
};

interface Listing {
  readonly encode: (text: string) => string;
  /** What all kinds of listing tell. */
  readonly common: XmlElement;
  readonly contents: readonly XmlElement[];
  readonly prefixes: readonly XmlElement[];
  readonly next: Bookmark | undefined;
}

async function list(
  { store }: S3Home,
  { bucket }: S3Call,
  query: URLSearchParams,
  from: Bookmark | undefined,
): Promise<Listing> {
  await store.needBucket(bucket);
  const maxKeys = limitOf(query, 'max-keys', pageLimit);
  const { prefix, delimiter } = groupingOf(query);
  const encode = listEncoder(query);
  const items = store.walk(bucket, { prefix, from, shallow: delimiter === '/' });
  const page = await listPage(items, { prefix, delimiter, maxKeys });
  return {
    encode,
    common: {
      Name: bucket,
      Prefix: encode(prefix),
      Delimiter: delimiter === '' ? undefined : encode(delimiter),
      MaxKeys: maxKeys,
      EncodingType: query.get('encoding-type') ?? undefined,
      IsTruncated: page.next !== undefined,
    },
    contents: await describeAll(store, bucket, page.objects, encode),
    prefixes: page.commonPrefixes.map((text) => ({ Prefix: encode(text) })),
    next: page.next,
  };
}

function startOf(query: URLSearchParams): Bookmark | undefined {
  const token = query.get('continuation-token');
  const after = query.get('start-after');
  if (token === null) return after === null || after === '' ? undefined : { after, wholePrefix: false };
  const bookmark = decodeToken(token);
  if (bookmark !== undefined) return bookmark;
  throw invalidArgument('The continuation token provided is incorrect', 'continuation-token');
}

/** A marker may be the common prefix a page ended with; what it stands for has been told then. */
function markerOf(name: string, query: URLSearchParams): Bookmark | undefined {
  const after = query.get(name) ?? '';
  return after === '' ? undefined : { after, wholePrefix: groupOf(after, groupingOf(query)) === after };
}

function groupingOf(query: URLSearchParams): { readonly prefix: string; readonly delimiter: string } {
  return { prefix: query.get('prefix') ?? '', delimiter: query.get('delimiter') ?? '' };
}

async function describeAll(
  store: ObjectStore,
  bucket: string,
  items: readonly WalkedItem[],
  encode: (text: string) => string,
): Promise<readonly XmlElement[]> {
  const described: XmlElement[] = [];
  for (let at = 0; at < items.length; at += together) {
    const some = items.slice(at, at + together).map((item) => describe(store, bucket, item, encode));
    described.push(...(await Promise.all(some)).filter((entry) => entry !== undefined));
  }
  return described;
}

async function describe(
  store: ObjectStore,
  bucket: string,
  item: WalkedItem,
  encode: (text: string) => string,
): Promise<XmlElement | undefined> {
  const found = await store.describe(bucket, item);
  if (found === undefined) return undefined;
  const { stats, summary } = found;
  const { checksum } = summary;
  return {
    Key: encode(item.key),
    LastModified: listedTime(stats),
    ETag: summary.etag,
    ...(checksum === undefined ? {} : { ChecksumAlgorithm: checksum.algorithm, ChecksumType: checksum.type }),
    Size: stats.size,
    StorageClass: summary.storageClass,
  };
}
