import type { XmlElement } from '../http/xml.js';
import { ownersAcl } from './bucket-settings.js';
import { checksumMember } from './checksum.js';
import { storedClass } from './object-attributes.js';
import type { ObjectFacts } from './object-records.js';
import type { OpenObject } from './object-store.js';
import { invalidArgument, noSuchKey, s3Document } from './s3-error.js';
import type { S3Operation } from './s3-home.js';

const known = ['ETag', 'Checksum', 'ObjectParts', 'StorageClass', 'ObjectSize'] as const;
const pageLimit = 1000;
const header = 'x-amz-object-attributes';

/** GetObjectAttributes, which tells what HEAD does not: parts, and all in one document. */
export const getObjectAttributes: S3Operation = async ({ store }, { bucket, key }, { headers }) => {
  const wanted = (headers[header] ?? '')
    .toString()
    .split(',')
    .map((name) => name.trim());
  if (wanted.some((name) => !known.some((item) => item === name))) {
    throw invalidArgument('Invalid attribute name specified.', header, wanted.join(','));
  }
  const object = await store.open(bucket, key);
  if (object === undefined) throw noSuchKey(key);
  await object.handle.close();
  const page = {
    max: numberOf(headers['x-amz-max-parts']?.toString(), pageLimit, 'x-amz-max-parts'),
    marker: numberOf(headers['x-amz-part-number-marker']?.toString(), 0, 'x-amz-part-number-marker'),
  };
  const all = { ...describe(object), ObjectParts: partsOf(object.facts, page) };
  const told = Object.fromEntries(Object.entries(all).filter(([name]) => wanted.includes(name)));
  const answer = s3Document('GetObjectAttributesResponse', told);
  return { ...answer, headers: { ...answer.headers, 'last-modified': object.stats.mtime.toUTCString() } };
};

/** GetObjectAcl. */
export const getObjectAcl: S3Operation = async ({ store, account }, { bucket, key }) => {
  const object = await store.open(bucket, key);
  if (object === undefined) throw noSuchKey(key);
  await object.handle.close();
  return ownersAcl(account);
};

function describe({ etag, facts, stats }: OpenObject): XmlElement {
  const { checksum } = facts;
  return {
    // Unlike everywhere else, without quotes.
    ETag: etag.replaceAll('"', ''),
    Checksum:
      checksum === undefined
        ? undefined
        : {
            // Nor does a composite checksum tell the number of its parts here.
            [checksumMember(checksum.algorithm)]: checksum.value.replace(/-\d+$/, ''),
            ChecksumType: checksum.type,
          },
    StorageClass: storedClass(facts.attributes),
    ObjectSize: stats.size,
  };
}

/** Single parts are told only where the object's checksum is made of theirs. */
function partsOf(
  { parts, checksum }: ObjectFacts,
  { max, marker }: { readonly max: number; readonly marker: number },
): XmlElement | undefined {
  if (parts === undefined) return undefined;
  const count = { PartsCount: parts.length };
  if (checksum?.type !== 'COMPOSITE') return count;
  const left = parts.map((part, index) => ({ ...part, number: index + 1 })).slice(marker);
  const page = left.slice(0, max);
  return {
    ...count,
    PartNumberMarker: marker,
    NextPartNumberMarker: page.at(-1)?.number ?? marker,
    MaxParts: max,
    IsTruncated: left.length > page.length,
    Part: page.map((part) => ({
      PartNumber: part.number,
      Size: part.size,
      [checksumMember(checksum.algorithm)]: part.checksum,
    })),
  };
}

function numberOf(text: string | undefined, otherwise: number, name: string): number {
  if (text === undefined) return otherwise;
  if (/^\d{1,9}$/.test(text)) return Math.min(Number(text), 10_000);
  throw invalidArgument(`${name} is no number`, name, text);
}
