import type { IncomingHttpHeaders } from 'node:http';
import { AwsError } from '../http/aws-error.js';
import type { ServiceRequest } from '../http/service.js';
import { regionOf } from './bucket-operations.js';
import { invalidArgument, notImplemented } from './s3-error.js';
import type { S3Home } from './s3-home.js';
import type { S3Call } from './s3-operation.js';
import { checkVersion } from './version-id.js';

/** Headers served with some values only: those that ask for what every object here has anyway. */
const served: Readonly<Record<string, readonly string[]>> = {
  'x-amz-server-side-encryption': ['AES256'],
  'x-amz-server-side-encryption-bucket-key-enabled': ['false'],
  'x-amz-object-ownership': ['BucketOwnerEnforced'],
  'x-amz-bucket-object-lock-enabled': ['false'],
};

/** What buckets with ACLs switched off take, as all new ones of S3 have them. */
const acls = ['private', 'bucket-owner-full-control'];

const unservedHeaders =
  /^x-amz-(?:website-redirect-location|write-offset-bytes|mfa|if-match-.+|object-lock-.+|(?:copy-source-)?server-side-encryption-.+)$/;

/** Operations that may bring tags. */
const tagging = new Set(['PutObject', 'CopyObject', 'CreateMultipartUpload']);

/** Operations a client sends to any region to find the right one, or that make a bucket. */
const anyRegion = new Set(['ListBuckets', 'GetBucketLocation', 'CreateBucket']);

/** Refuses by name what a request asks for and this S3 would otherwise pass over in silence. */
export async function checkRequest(request: ServiceRequest, call: S3Call, home: S3Home): Promise<void> {
  checkHeaders(request.headers, call.operation);
  checkVersion(request.query.get('versionId'));
  for (const name of ['x-amz-expected-bucket-owner', 'x-amz-source-expected-bucket-owner']) {
    const owner = request.headers[name];
    if (owner !== undefined && owner !== home.account)
      throw new AwsError('AccessDenied', 'Access Denied', 403);
  }
  await checkRegion(request, call, home);
}

function checkHeaders(headers: IncomingHttpHeaders, operation: string): void {
  for (const [name, value] of Object.entries(headers)) {
    const shown = String(value);
    const values = served[name];
    if (values?.includes(shown) === true) continue;
    const refused = unservedHeaders.test(name) || (name === 'x-amz-tagging' && !tagging.has(operation));
    if (refused || values !== undefined) throw notImplemented(`${operation} with ${name}: ${shown}`);
    if (name.startsWith('x-amz-grant-') || (name === 'x-amz-acl' && !acls.includes(shown))) {
      throw new AwsError('AccessControlListNotSupported', 'The bucket does not allow ACLs');
    }
  }
  checkPayloadHeader(headers['x-amz-content-sha256']?.toString());
}

function checkPayloadHeader(value: string | undefined): void {
  if (value === undefined || /^(?:UNSIGNED-PAYLOAD|STREAMING-[A-Z0-9-]+|[0-9a-f]{64})$/.test(value)) return;
  const message =
    'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.';
  throw invalidArgument(message, 'x-amz-content-sha256', value);
}

/** A request signed for another region than its bucket's, as S3 tells it: SDKs find the right region in the answer. */
async function checkRegion(request: ServiceRequest, call: S3Call, home: S3Home): Promise<void> {
  if (call.bucket === '' || anyRegion.has(call.operation)) return;
  await home.store.needBucket(call.bucket);
  const region = await regionOf(home, call.bucket);
  if (request.region === region) return;
  const message = `The authorization header is malformed; the region '${request.region}' is wrong; expecting '${region}'`;
  throw new AwsError('AuthorizationHeaderMalformed', message, 400, { Region: region });
}
