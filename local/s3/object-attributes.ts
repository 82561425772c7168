import type { IncomingHttpHeaders } from 'node:http';
import { AwsError } from '../http/aws-error.js';
import { notImplemented } from './s3-error.js';

/** Headers a put may bring and every read gives back. */
export type Attributes = Readonly<Record<string, string>>;

/** What SDKs send for bytes of no known type, and what a file written by a task is said to be. */
export const defaultContentType = 'application/octet-stream';

/** S3's limit of user metadata, in bytes of names and values. */
const metadataLimit = 2048;

const kept = new Set(['cache-control', 'content-disposition', 'content-language', 'content-type', 'expires']);

const storageClassHeader = 'x-amz-storage-class';
const standard = 'STANDARD';
/** Classes that are read like STANDARD: they differ in price and durability, of which there is none here. */
const readable = new Set([
  standard,
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'GLACIER_IR',
  'REDUCED_REDUNDANCY',
]);
const archived = new Set([
  'GLACIER',
  'DEEP_ARCHIVE',
  'OUTPOSTS',
  'SNOW',
  'EXPRESS_ONEZONE',
  'FSX_OPENZFS',
  'FSX_ONTAP',
]);

/** The attributes a put asks to keep. @throws AwsError MetadataTooLarge, InvalidStorageClass */
export function attributesOf(headers: IncomingHttpHeaders): Attributes {
  const attributes: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === 'string' && (kept.has(name) || name.startsWith('x-amz-meta-'))) {
      attributes[name] = value;
    }
  }
  if (attributes['content-type'] === defaultContentType) delete attributes['content-type'];
  checkMetadata(attributes);
  // `aws-chunked` frames the request and is no property of the object.
  const encodings = (headers['content-encoding'] ?? '').split(',').map((item) => item.trim());
  const own = encodings.filter((item) => item !== '' && item !== 'aws-chunked').join(',');
  return { ...attributes, ...(own === '' ? {} : { 'content-encoding': own }), ...storageClassOf(headers) };
}

/** The storage class a request asks for, as an attribute; none for STANDARD, which S3 does not tell either. */
export function storageClassOf(headers: IncomingHttpHeaders): Attributes {
  const name = headers[storageClassHeader]?.toString() ?? standard;
  if (archived.has(name)) throw notImplemented(`the storage class ${name}`);
  if (!readable.has(name)) {
    throw new AwsError('InvalidStorageClass', 'The storage class you specified is not valid', 400, {
      StorageClassRequested: name,
    });
  }
  return name === standard ? {} : { [storageClassHeader]: name };
}

/** The storage class of kept attributes, as listings tell it. */
export function storedClass(attributes: Attributes): string {
  return attributes[storageClassHeader] ?? standard;
}

/** Attributes without the storage class, which a copy does not take over. */
export function withoutStorageClass(attributes: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => name !== storageClassHeader));
}

function checkMetadata(attributes: Attributes): void {
  const prefix = 'x-amz-meta-';
  const size = Object.entries(attributes)
    .filter(([name]) => name.startsWith(prefix))
    .reduce((sum, [name, value]) => sum + name.length - prefix.length + Buffer.byteLength(value), 0);
  if (size <= metadataLimit) return;
  const message = 'Your metadata headers exceed the maximum allowed metadata size';
  throw new AwsError('MetadataTooLarge', message, 400, { Size: size, MaxSizeAllowed: metadataLimit });
}
