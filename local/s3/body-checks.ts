import type { IncomingHttpHeaders } from 'node:http';
import { AwsError } from '../http/aws-error.js';
import { checksumHeader } from './checksum.js';
import { algorithmOf, digestOf, digestSize, hashDigest, type ChecksumAlgorithm } from './digest.js';
import { invalidRequest } from './s3-error.js';

/** What is known of content that has passed. */
export interface ContentDigests {
  /** Bytes. */
  readonly size: number;
  /** In hex. */
  readonly md5: string;
  /** Base64; absent where none was given nor asked for. */
  readonly checksum?: { readonly algorithm: ChecksumAlgorithm; readonly value: string };
}

interface Claim {
  readonly algorithm: ChecksumAlgorithm;
  /** Undefined where a trailer brings it. */
  readonly value: string | undefined;
}

const checksumName = /^x-amz-checksum-(?!mode$|type$|algorithm$)(.+)$/;
const hexDigest = /^[0-9a-f]{64}$/;

/** Every digest a client gave with a body, checked as the body passes. */
export class BodyChecks {
  private readonly md5 = hashDigest('md5');
  private readonly claim: Claim | undefined;
  private readonly algorithm: ChecksumAlgorithm | undefined;
  private readonly checksum;
  private readonly sha256;
  private size = 0;

  /**
   * @param otherwise the checksum to compute where the client gave none
   * @throws AwsError where a digest is malformed or of a kind not served
   */
  constructor(
    private readonly headers: IncomingHttpHeaders,
    otherwise?: ChecksumAlgorithm,
  ) {
    this.claim = claimOf(headers);
    this.algorithm = this.claim?.algorithm ?? otherwise;
    this.checksum = this.algorithm === undefined ? undefined : digestOf(this.algorithm);
    // Otherwise it says UNSIGNED-PAYLOAD, or how the body is chunked.
    const signed = hexDigest.test(headers['x-amz-content-sha256']?.toString() ?? '');
    this.sha256 = signed ? hashDigest('sha256') : undefined;
  }

  update(chunk: Uint8Array): void {
    this.size += chunk.length;
    this.md5.update(chunk);
    this.checksum?.update(chunk);
    this.sha256?.update(chunk);
  }

  /**
   * @param trailers what followed a chunked body, names in lower case
   * @throws AwsError BadDigest, InvalidDigest, IncompleteBody or XAmzContentSHA256Mismatch
   */
  finish(trailers: ReadonlyMap<string, string>): ContentDigests {
    const promised = this.headers['x-amz-decoded-content-length'];
    if (typeof promised === 'string' && Number(promised) !== this.size) {
      throw incomplete(`${promised} bytes were announced and ${this.size} came`);
    }
    if (this.sha256 !== undefined) {
      checkPayload(this.headers['x-amz-content-sha256']?.toString(), this.sha256.digest().toString('hex'));
    }
    const md5 = this.md5.digest();
    checkMd5(this.headers['content-md5']?.toString(), md5);
    const known = { size: this.size, md5: md5.toString('hex') };
    if (this.algorithm === undefined || this.checksum === undefined) return known;
    const value = this.checksum.digest().toString('base64');
    this.checkClaim(value, trailers);
    return { ...known, checksum: { algorithm: this.algorithm, value } };
  }

  private checkClaim(actual: string, trailers: ReadonlyMap<string, string>): void {
    if (this.claim === undefined) return;
    const name = checksumHeader(this.claim.algorithm);
    const claimed = this.claim.value ?? trailers.get(name);
    if (claimed === undefined) throw incomplete(`the trailer ${name} was announced and did not come`);
    if (claimed === actual) return;
    const message = `The ${this.claim.algorithm} you specified did not match the calculated checksum.`;
    throw new AwsError('BadDigest', message);
  }
}

export function incomplete(why: string): AwsError {
  return new AwsError('IncompleteBody', `The request body is not complete: ${why}.`);
}

/** Whether the request carries a digest of its body that S3 takes where it insists on one. */
export function hasDigest(headers: IncomingHttpHeaders): boolean {
  return headers['content-md5'] !== undefined || claimOf(headers) !== undefined;
}

/** The algorithm of the checksum a request brings in its head or trailer. @throws AwsError as {@link BodyChecks} */
export function claimedAlgorithm(headers: IncomingHttpHeaders): ChecksumAlgorithm | undefined {
  return claimOf(headers)?.algorithm;
}

function claimOf(headers: IncomingHttpHeaders): Claim | undefined {
  const announced = (headers['x-amz-trailer'] ?? '').toString().toLowerCase().split(',');
  const names = [...Object.keys(headers), ...announced.map((name) => name.trim())];
  const [name, second] = names.filter((item) => checksumName.test(item));
  if (second !== undefined) {
    throw invalidRequest(
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    );
  }
  const named = headers['x-amz-sdk-checksum-algorithm']?.toString();
  if (name === undefined) {
    if (named === undefined) return undefined;
    throw invalidRequest(
      'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
    );
  }
  const algorithm = algorithmOf(checksumName.exec(name)?.[1] ?? '');
  if (algorithm === undefined) {
    throw new AwsError('NotImplemented', `${name}: the local cloud cannot check this algorithm.`, 501);
  }
  if (named !== undefined && named.toUpperCase() !== algorithm) {
    throw invalidRequest('Value for x-amz-sdk-checksum-algorithm header is invalid.');
  }
  const value = headers[name]?.toString();
  if (value !== undefined && Buffer.from(value, 'base64').length !== digestSize(algorithm)) {
    throw invalidRequest(`Value for ${name} header is invalid.`);
  }
  return { algorithm, value };
}

function checkPayload(expected: string | undefined, actual: string): void {
  if (expected === actual) return;
  const message = "The provided 'x-amz-content-sha256' header does not match what was computed.";
  throw new AwsError('XAmzContentSHA256Mismatch', message);
}

function checkMd5(expected: string | undefined, actual: Buffer): void {
  if (expected === undefined) return;
  const bytes = Buffer.from(expected, 'base64');
  if (bytes.length !== 16) throw new AwsError('InvalidDigest', 'The Content-MD5 you specified was invalid.');
  if (!bytes.equals(actual)) {
    throw new AwsError('BadDigest', 'The Content-MD5 you specified did not match what we received.');
  }
}
