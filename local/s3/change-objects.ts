import { AwsError } from '../http/aws-error.js';
import type { ServiceRequest, ServiceResponse } from '../http/service.js';
import { parseXml, type XmlElement } from '../http/xml.js';
import type { ObjectStore } from './object-store.js';
import { receiveFile, receiveText } from './receive-body.js';
import { noSuchBucket, s3Document } from './s3-error.js';
import type { S3Call } from './s3-operation.js';

/** Keys of one DeleteObjects, and the size of its document in bytes. */
const deleteLimit = { keys: 1000, bytes: 2 * 1024 * 1024 } as const;

export async function putObject(
  store: ObjectStore,
  { bucket, key }: S3Call,
  request: ServiceRequest,
): Promise<ServiceResponse> {
  // Before the body: a client should not upload much only to hear that there is no bucket.
  if (!(await store.buckets.exists(bucket))) throw noSuchBucket(bucket);
  const { headers } = request;
  if (headers['if-none-match'] !== undefined && headers['if-none-match'] !== '*') {
    throw new AwsError('NotImplemented', "PutObject takes If-None-Match only with the value '*'.", 501);
  }
  const path = store.incomingPath(request.requestId);
  const { md5, echo } = await receiveFile(request, path);
  await store.put({ bucket, key, path, md5, headers });
  return { status: 200, headers: { ...echo, etag: `"${md5}"`, 'x-amz-server-side-encryption': 'AES256' } };
}

/** As in S3, deleting what is not there succeeds. */
export async function deleteObject(store: ObjectStore, { bucket, key }: S3Call): Promise<ServiceResponse> {
  await store.remove(bucket, key);
  return { status: 204 };
}

export async function deleteObjects(
  store: ObjectStore,
  { bucket }: S3Call,
  request: ServiceRequest,
): Promise<ServiceResponse> {
  if (!(await store.buckets.exists(bucket))) throw noSuchBucket(bucket);
  const { keys, quiet } = deletions(await receiveText(request, deleteLimit.bytes));
  const deleted: XmlElement[] = [];
  const failed: XmlElement[] = [];
  for (const key of keys) {
    try {
      await store.remove(bucket, key);
      if (!quiet) deleted.push({ Key: key });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      failed.push({ Key: key, Code: error.code, Message: error.message });
    }
  }
  return s3Document('DeleteResult', { Deleted: deleted, Error: failed });
}

function deletions(document: string): { readonly keys: readonly string[]; readonly quiet: boolean } {
  const root = parseXml(document, ['Object'])['Delete'];
  if (typeof root !== 'object' || root === null || !('Object' in root))
    throw malformed('no Object in Delete');
  const objects = root.Object as readonly unknown[];
  if (objects.length > deleteLimit.keys) throw malformed(`more than ${deleteLimit.keys} objects`);
  const quiet = 'Quiet' in root && String(root.Quiet).trim() === 'true';
  return { keys: objects.map(keyOf), quiet };
}

function keyOf(object: unknown): string {
  const entry = typeof object === 'object' && object !== null ? object : {};
  const key = 'Key' in entry ? entry.Key : undefined;
  if (typeof key !== 'string' || key === '') throw malformed('an Object without a Key');
  const other = Object.keys(entry).find((name) => name !== 'Key' && name !== '#text');
  if (other !== undefined) {
    throw new AwsError('NotImplemented', `DeleteObjects with ${other} is not implemented.`, 501);
  }
  return key;
}

function malformed(why: string): AwsError {
  return new AwsError('MalformedXML', `The XML you provided did not validate: ${why}.`);
}
