import { AwsError } from '../http/aws-error.js';
import type { ServiceRequest } from '../http/service.js';
import { s3Address } from './s3-address.js';
import { keyLimit, keyTooLong } from './s3-error.js';

/** A request read as far as S3's REST interface goes: which operation, on what. */
export interface S3Call {
  readonly operation: string;
  /** Empty for an operation on no bucket. */
  readonly bucket: string;
  /** Empty for an operation on a bucket. */
  readonly key: string;
}

/**
 * The sub-resources that turn a plain verb into another operation, by what they are called in its name. What S3
 * has and this table has not is named by its query, e.g. `GET ?website`.
 */
const bucketResources: Readonly<Record<string, string>> = {
  accelerate: 'BucketAccelerateConfiguration',
  acl: 'BucketAcl',
  cors: 'BucketCors',
  encryption: 'BucketEncryption',
  lifecycle: 'BucketLifecycleConfiguration',
  location: 'BucketLocation',
  logging: 'BucketLogging',
  notification: 'BucketNotificationConfiguration',
  'object-lock': 'ObjectLockConfiguration',
  ownershipControls: 'BucketOwnershipControls',
  policy: 'BucketPolicy',
  policyStatus: 'BucketPolicyStatus',
  publicAccessBlock: 'PublicAccessBlock',
  replication: 'BucketReplication',
  requestPayment: 'BucketRequestPayment',
  tagging: 'BucketTagging',
  versioning: 'BucketVersioning',
  website: 'BucketWebsite',
};
const objectResources: Readonly<Record<string, string>> = {
  acl: 'ObjectAcl',
  attributes: 'ObjectAttributes',
  'legal-hold': 'ObjectLegalHold',
  retention: 'ObjectRetention',
  tagging: 'ObjectTagging',
  torrent: 'ObjectTorrent',
};
const verbs: Readonly<Record<string, string>> = { GET: 'Get', HEAD: 'Head', PUT: 'Put', DELETE: 'Delete' };

/** Reads a request. @throws AwsError InvalidURI, KeyTooLongError */
export function s3Call(request: ServiceRequest): S3Call {
  const address = s3Address(request.headers.host, request.path);
  const key = decodePath(address.key);
  if (Buffer.byteLength(key) > keyLimit) throw keyTooLong(Buffer.byteLength(key));
  return { operation: operationName(request), bucket: decodePath(address.bucket), key };
}

/** The operation's name, also where its path cannot be decoded: for an error's record. */
export function operationName(request: ServiceRequest): string {
  const { bucket, key } = s3Address(request.headers.host, request.path);
  if (bucket === '') return request.method === 'GET' ? 'ListBuckets' : `${request.method} /`;
  return key === '' ? bucketOperation(request) : objectOperation(request);
}

function bucketOperation({ method, query }: ServiceRequest): string {
  if (method === 'POST') return query.has('delete') ? 'DeleteObjects' : 'PostObject';
  if (query.has('uploads') && method === 'GET') return 'ListMultipartUploads';
  if (query.has('versions') && method === 'GET') return 'ListObjectVersions';
  const resource = [...query.keys()].find((name) => bucketResources[name] !== undefined);
  if (resource !== undefined) return `${verbs[method] ?? method}${bucketResources[resource] ?? ''}`;
  const other = [...query.keys()].find((name) => query.get(name) === '' && !listing.has(name));
  if (other !== undefined) return `${method} ?${other}`;
  switch (method) {
    case 'GET':
      return query.get('list-type') === '2' ? 'ListObjectsV2' : 'ListObjects';
    case 'HEAD':
      return 'HeadBucket';
    case 'PUT':
      return 'CreateBucket';
    default:
      return method === 'DELETE' ? 'DeleteBucket' : `${method} bucket`;
  }
}

/** Parameters of a listing, which may be empty. */
const listing = new Set([
  'prefix',
  'delimiter',
  'start-after',
  'marker',
  'continuation-token',
  'encoding-type',
]);

function objectOperation({ method, query, headers }: ServiceRequest): string {
  if (query.has('uploads') && method === 'POST') return 'CreateMultipartUpload';
  if (query.has('uploadId')) return multipartOperation(method, headers['x-amz-copy-source'] !== undefined);
  if (query.has('restore')) return 'RestoreObject';
  if (query.has('select')) return 'SelectObjectContent';
  if (query.has('renameObject')) return 'RenameObject';
  const resource = [...query.keys()].find((name) => objectResources[name] !== undefined);
  if (resource !== undefined) return `${verbs[method] ?? method}${objectResources[resource] ?? ''}`;
  if (method === 'PUT' && headers['x-amz-copy-source'] !== undefined) return 'CopyObject';
  return verbs[method] === undefined ? `${method} object` : `${verbs[method]}Object`;
}

function multipartOperation(method: string, copies: boolean): string {
  switch (method) {
    case 'PUT':
      return copies ? 'UploadPartCopy' : 'UploadPart';
    case 'POST':
      return 'CompleteMultipartUpload';
    default:
      return method === 'DELETE' ? 'AbortMultipartUpload' : 'ListParts';
  }
}

function decodePath(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    throw new AwsError('InvalidURI', "Couldn't parse the specified URI.");
  }
}
