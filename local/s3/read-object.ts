import { AwsError } from '../http/aws-error.js';
import type { ServiceRequest, ServiceResponse } from '../http/service.js';
import { byteRange, type ByteRange } from './byte-range.js';
import { readVerdict } from './conditions.js';
import { defaultContentType } from './object-attributes.js';
import type { ObjectStore, OpenObject } from './object-store.js';
import { noSuchKey, preconditionFailed } from './s3-error.js';
import type { S3Call } from './s3-operation.js';

/** Headers of the answer a GET may set through its query, e.g. `response-content-type`. */
const overridable = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
];

/** GetObject and HeadObject, which differ only in the body, and the server sends none for HEAD. */
export async function readObject(
  store: ObjectStore,
  call: S3Call,
  request: ServiceRequest,
): Promise<ServiceResponse> {
  const object = await store.open(call.bucket, call.key);
  if (object === undefined) throw noSuchKey(call.key);
  let handedOver = false;
  try {
    const headers = { ...(await headersOf(store, call, object)), ...overrides(request.query) };
    const answer = answerFor(request, object, headers);
    handedOver = answer.body !== undefined;
    return answer;
  } finally {
    // The body's stream closes the file where there is one.
    if (!handedOver) await object.handle.close();
  }
}

function answerFor(
  request: ServiceRequest,
  object: OpenObject,
  headers: Readonly<Record<string, string>>,
): ServiceResponse {
  const { etag, stats } = object;
  const verdict = readVerdict(request.headers, { etag, modified: stats.mtime });
  if (verdict === 'precondition-failed') {
    throw preconditionFailed(request.headers['if-match'] === undefined ? 'If-Unmodified-Since' : 'If-Match');
  }
  if (verdict === 'not-modified') return { status: 304, headers };
  const range = byteRange(request.headers.range, stats.size);
  if (range === 'unsatisfiable') throw invalidRange(request.headers.range ?? '', stats.size);
  const part: ByteRange = range === 'whole' ? { first: 0, last: stats.size - 1 } : range;
  const length = String(part.last - part.first + 1);
  const described = {
    ...headers,
    'content-length': length,
    ...(range === 'whole' ? {} : { 'content-range': `bytes ${part.first}-${part.last}/${stats.size}` }),
  };
  const status = range === 'whole' ? 200 : 206;
  if (request.method === 'HEAD' || length === '0') return { status, headers: described };
  return {
    status,
    headers: described,
    body: object.handle.createReadStream({ start: part.first, end: part.last }),
  };
}

async function headersOf(
  store: ObjectStore,
  call: S3Call,
  object: OpenObject,
): Promise<Readonly<Record<string, string>>> {
  return {
    'content-type': defaultContentType,
    'accept-ranges': 'bytes',
    etag: object.etag,
    'last-modified': object.stats.mtime.toUTCString(),
    'x-amz-server-side-encryption': 'AES256',
    ...(await store.attributesOf(call.bucket, call.key, object)),
  };
}

function overrides(query: URLSearchParams): Readonly<Record<string, string>> {
  const given: Record<string, string> = {};
  for (const name of overridable) {
    const value = query.get(`response-${name}`);
    if (value === null) continue;
    if (!/^[\t\x20-\x7e]*$/.test(value)) {
      throw new AwsError('InvalidArgument', 'Header value cannot be represented using ISO-8859-1.', 400, {
        ArgumentName: `response-${name}`,
      });
    }
    given[name] = value;
  }
  return given;
}

function invalidRange(range: string, size: number): AwsError {
  return new AwsError('InvalidRange', 'The requested range is not satisfiable', 416, {
    RangeRequested: range,
    ActualObjectSize: size,
  });
}
