import { listEncoder, limitOf } from './list-parameters.js';
import { compareKeys } from './key-encoding.js';
import { groupOf } from './list-page.js';
import { checksumMember } from './checksum.js';
import { listedTime } from './listed-time.js';
import type { Part, Upload } from './multipart-uploads.js';
import { s3Document } from './s3-error.js';
import type { S3Operation } from './s3-home.js';

const pageLimit = 1000;

export const abortMultipartUpload: S3Operation = async ({ store, uploads }, { bucket, key }, { query }) => {
  await store.needBucket(bucket);
  await uploads.remove(await uploads.find(bucket, key, query.get('uploadId') ?? ''));
  return { status: 204 };
};

export const listParts: S3Operation = async ({ store, uploads, account }, { bucket, key }, { query }) => {
  await store.needBucket(bucket);
  const upload = await uploads.find(bucket, key, query.get('uploadId') ?? '');
  const max = limitOf(query, 'max-parts', pageLimit);
  const marker = Number(query.get('part-number-marker') ?? 0);
  const encode = listEncoder(query);
  const left = (await uploads.parts(upload)).filter((part) => part.number > marker);
  const page = left.slice(0, max);
  return s3Document('ListPartsResult', {
    Bucket: bucket,
    Key: encode(key),
    UploadId: upload.id,
    PartNumberMarker: marker,
    NextPartNumberMarker: page.at(-1)?.number ?? 0,
    MaxParts: max,
    IsTruncated: left.length > page.length,
    Initiator: { ID: account },
    Owner: { ID: account },
    StorageClass: 'STANDARD',
    ...checksumOf(upload),
    Part: page.map((part) => ({
      PartNumber: part.number,
      LastModified: listedTime({ mtimeMs: part.modified.getTime() }),
      ETag: `"${part.md5}"`,
      Size: part.size,
      ...partChecksum(upload, part),
    })),
  });
};

function checksumOf({ checksum }: Upload): Readonly<Record<string, string>> {
  return checksum.declared ? { ChecksumAlgorithm: checksum.algorithm, ChecksumType: checksum.type } : {};
}

function partChecksum({ checksum }: Upload, part: Part): Readonly<Record<string, string>> {
  if (!checksum.declared || part.checksum === undefined) return {};
  return { [checksumMember(checksum.algorithm)]: part.checksum };
}

export const listMultipartUploads: S3Operation = async (
  { store, uploads, account },
  { bucket },
  { query },
) => {
  await store.needBucket(bucket);
  const max = limitOf(query, 'max-uploads', pageLimit);
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const encode = listEncoder(query);
  const all = (await uploads.list(bucket)).filter((upload) => upload.key.startsWith(prefix)).sort(inOrder);
  const left = afterMarkers(all, query, { prefix, delimiter });
  const page = pageOf(left, { prefix, delimiter, max });
  const last = page.truncated ? page.last : undefined;
  return s3Document('ListMultipartUploadsResult', {
    Bucket: bucket,
    KeyMarker: encode(query.get('key-marker') ?? ''),
    UploadIdMarker: query.get('upload-id-marker') ?? '',
    NextKeyMarker: last === undefined ? undefined : encode(last.key),
    NextUploadIdMarker: last?.id,
    Prefix: encode(prefix),
    Delimiter: delimiter === '' ? undefined : encode(delimiter),
    MaxUploads: max,
    EncodingType: query.get('encoding-type') ?? undefined,
    IsTruncated: page.truncated,
    Upload: page.uploads.map((upload) => ({
      Key: encode(upload.key),
      UploadId: upload.id,
      Initiator: { ID: account },
      Owner: { ID: account },
      StorageClass: 'STANDARD',
      Initiated: upload.initiated.toISOString(),
      ...checksumOf(upload),
    })),
    CommonPrefixes: page.prefixes.map((text) => ({ Prefix: encode(text) })),
  });
};

/** By key, then by time. */
function inOrder(a: Upload, b: Upload): number {
  return compareKeys(a.key, b.key) || a.initiated.getTime() - b.initiated.getTime() || (a.id < b.id ? -1 : 1);
}

/** What comes after the markers; where the marked upload has ended, its key's others are told again, not lost. */
function afterMarkers(
  all: readonly Upload[],
  query: URLSearchParams,
  grouping: { readonly prefix: string; readonly delimiter: string },
): readonly Upload[] {
  const key = query.get('key-marker') ?? '';
  const id = query.get('upload-id-marker') ?? '';
  if (key === '') return all;
  if (id === '') {
    const whole = groupOf(key, grouping) === key;
    return all.filter((upload) => compareKeys(upload.key, key) > 0 && !(whole && upload.key.startsWith(key)));
  }
  const marked = all.findIndex((upload) => upload.key === key && upload.id === id);
  return marked === -1 ? all.filter((upload) => compareKeys(upload.key, key) >= 0) : all.slice(marked + 1);
}

interface UploadPage {
  readonly uploads: readonly Upload[];
  readonly prefixes: readonly string[];
  readonly truncated: boolean;
  /** Where the next page begins after: an upload, or a common prefix without an id. */
  readonly last?: { readonly key: string; readonly id?: string };
}

function pageOf(
  left: readonly Upload[],
  { prefix, delimiter, max }: { readonly prefix: string; readonly delimiter: string; readonly max: number },
): UploadPage {
  const uploads: Upload[] = [];
  const prefixes: string[] = [];
  let last: UploadPage['last'];
  for (const upload of left) {
    const group = groupOf(upload.key, { prefix, delimiter });
    if (group !== undefined && group === prefixes.at(-1)) continue;
    if (uploads.length + prefixes.length === max) {
      return { uploads, prefixes, truncated: max > 0, ...(last === undefined ? {} : { last }) };
    }
    if (group === undefined) uploads.push(upload);
    else prefixes.push(group);
    last = group === undefined ? { key: upload.key, id: upload.id } : { key: group };
  }
  return { uploads, prefixes, truncated: false };
}
