import type { IncomingHttpHeaders } from 'node:http';
import { AwsError } from '../http/aws-error.js';
import type { ServiceRequest } from '../http/service.js';
import { notImplemented } from './s3-error.js';
import type { S3Call } from './s3-operation.js';

/** Headers served with some values only: those that ask for what every object here has anyway. */
const served: Readonly<Record<string, readonly string[]>> = {
  'x-amz-acl': ['private', 'bucket-owner-full-control'],
  'x-amz-storage-class': ['STANDARD'],
  'x-amz-server-side-encryption': ['AES256'],
  'x-amz-object-ownership': ['BucketOwnerEnforced'],
};

const unservedHeaders =
  /^x-amz-(?:tagging|website-redirect-location|write-offset-bytes|mfa|bucket-object-lock-enabled|if-match-.+|grant-.+|object-lock-.+|server-side-encryption-.+)$/;
const unservedParameters = ['versionId', 'partNumber'];

/** Operations a client sends to any region to find the right one. */
const anyRegion = new Set(['ListBuckets', 'GetBucketLocation']);

/** Refuses by name what a request asks for and this S3 would otherwise pass over in silence. */
export function checkRequest(
  request: ServiceRequest,
  call: S3Call,
  home: { readonly region: string; readonly account: string },
): void {
  checkHeaders(request.headers, call.operation);
  if (call.operation === 'DeleteObject' && request.headers['if-match'] !== undefined) {
    throw notImplemented('DeleteObject with If-Match');
  }
  const parameter = unservedParameters.find((name) => request.query.has(name));
  if (parameter !== undefined) throw notImplemented(`${call.operation} with ${parameter}`);
  const owner = request.headers['x-amz-expected-bucket-owner'];
  if (owner !== undefined && owner !== home.account) throw new AwsError('AccessDenied', 'Access Denied', 403);
  if (request.region === home.region || anyRegion.has(call.operation)) return;
  const message = `The authorization header is malformed; the region '${request.region}' is wrong; expecting '${home.region}'`;
  throw new AwsError('AuthorizationHeaderMalformed', message, 400, { Region: home.region });
}

function checkHeaders(headers: IncomingHttpHeaders, operation: string): void {
  for (const [name, value] of Object.entries(headers)) {
    const shown = String(value);
    const values = served[name];
    if (unservedHeaders.test(name) || (values !== undefined && !values.includes(shown))) {
      throw notImplemented(`${operation} with ${name}: ${shown}`);
    }
  }
}
