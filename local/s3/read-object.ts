import type { ServiceRequest, ServiceResponse } from '../http/service.js';
import { AwsError } from '../http/aws-error.js';
import { byteRange, type ByteRange } from './byte-range.js';
import { checksumHeaders } from './checksum.js';
import { readVerdict } from './conditions.js';
import { defaultContentType } from './object-attributes.js';
import type { OpenObject } from './object-store.js';
import { partOf, wantedPart, type ReadPart } from './object-part.js';
import { invalidArgument, invalidRequest, noSuchKey, preconditionFailed } from './s3-error.js';
import type { S3Operation } from './s3-home.js';

/** Headers of the answer a GET may set through its query, e.g. `response-content-type`. */
const overridable = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
];

type Headers = Readonly<Record<string, string>>;

/** GetObject and HeadObject, which differ only in the body, and the server sends none for HEAD. */
export const readObject: S3Operation = async ({ store }, { bucket, key }, request) => {
  const object = await store.open(bucket, key);
  if (object === undefined) throw noSuchKey(key);
  let handedOver = false;
  try {
    const answer = answerFor(request, object);
    handedOver = answer.body !== undefined;
    return answer;
  } finally {
    // The body's stream closes the file where there is one.
    if (!handedOver) await object.handle.close();
  }
};

function answerFor(request: ServiceRequest, object: OpenObject): ServiceResponse {
  const { etag, stats } = object;
  const headers = { ...headersOf(object), ...overrides(request.query) };
  const verdict = readVerdict(request.headers, { etag, modified: stats.mtime });
  if (verdict === 'precondition-failed') {
    throw preconditionFailed(request.headers['if-match'] === undefined ? 'If-Unmodified-Since' : 'If-Match');
  }
  if (verdict === 'not-modified') return { status: 304, headers };
  const part = partFor(request, object);
  const range = part === undefined ? byteRange(request.headers.range, stats.size) : part.range;
  if (range === 'unsatisfiable') throw invalidRange(request.headers.range ?? '', stats.size);
  const bytes: ByteRange = range === 'whole' ? { first: 0, last: stats.size - 1 } : range;
  const length = String(bytes.last - bytes.first + 1);
  const described = {
    ...headers,
    ...checksumOf(request, object, { part, whole: range === 'whole' }),
    ...(part?.count === undefined ? {} : { 'x-amz-mp-parts-count': String(part.count) }),
    'content-length': length,
    ...(range === 'whole' ? {} : { 'content-range': `bytes ${bytes.first}-${bytes.last}/${stats.size}` }),
  };
  const status = range === 'whole' ? 200 : 206;
  if (request.method === 'HEAD' || length === '0') return { status, headers: described };
  const body = object.handle.createReadStream({ start: bytes.first, end: bytes.last });
  return { status, headers: described, body };
}

function partFor(request: ServiceRequest, { facts, stats }: OpenObject): ReadPart | undefined {
  const number = wantedPart(request.query);
  if (number === undefined) return undefined;
  if (request.headers.range !== undefined) {
    throw invalidRequest('Cannot specify both Range header and partNumber query parameter');
  }
  return partOf(facts, stats.size, number);
}

function headersOf({ etag, stats, facts }: OpenObject): Headers {
  return {
    'content-type': defaultContentType,
    'accept-ranges': 'bytes',
    etag,
    'last-modified': stats.mtime.toUTCString(),
    'x-amz-server-side-encryption': 'AES256',
    ...facts.attributes,
    ...(facts.tags.length === 0 ? {} : { 'x-amz-tagging-count': String(facts.tags.length) }),
  };
}

/** SDKs hold a checksum against the bytes they get, so one of the whole object goes with all of it only. */
function checksumOf(
  request: ServiceRequest,
  { facts: { checksum } }: OpenObject,
  read: { readonly part: ReadPart | undefined; readonly whole: boolean },
): Headers {
  if (checksum === undefined) return {};
  if (request.headers['x-amz-checksum-mode']?.toString().toUpperCase() !== 'ENABLED') return {};
  const own = read.part?.checksum;
  if (own !== undefined) return checksumHeaders({ ...checksum, value: own });
  const all = read.part === undefined ? read.whole : read.part.count === undefined;
  return all ? checksumHeaders(checksum) : {};
}

function overrides(query: URLSearchParams): Headers {
  const given: Record<string, string> = {};
  for (const name of overridable) {
    const value = query.get(`response-${name}`);
    if (value === null) continue;
    if (!/^[\t\x20-\x7e]*$/.test(value)) {
      const message = 'Header value cannot be represented using ISO-8859-1.';
      throw invalidArgument(message, `response-${name}`);
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
