import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { crc32 } from 'node:zlib';
import { AwsError } from '../http/aws-error.js';
import { crc32c, crc64nvme, type Crc } from './crc.js';

interface Check {
  /** As the client names it, e.g. `x-amz-checksum-crc32`. */
  readonly name: string;
  /** Undefined where a trailer brings it. */
  readonly expected: string | undefined;
  readonly digest: Crc;
  readonly encoding: 'base64' | 'hex';
  readonly mismatch: AwsError;
}

const checksumHeader = /^x-amz-checksum-(?!mode$|type$|algorithm$)(.+)$/;

function digestOf(algorithm: string): Crc | undefined {
  switch (algorithm) {
    case 'crc32':
      return crc32Digest();
    case 'crc32c':
      return crc32c();
    case 'crc64nvme':
      return crc64nvme();
    case 'sha1':
    case 'sha256':
      return hashDigest(algorithm);
    default:
      return undefined;
  }
}

function crc32Digest(): Crc {
  let state = 0;
  return {
    update: (chunk) => void (state = crc32(chunk, state)),
    digest: () => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(state);
      return bytes;
    },
  };
}

function hashDigest(algorithm: string): Crc {
  const hash = createHash(algorithm);
  return { update: (chunk) => void hash.update(chunk), digest: () => hash.digest() };
}

/** Every digest a client gave with a body, checked as the body passes. */
export class BodyChecks {
  private readonly md5 = createHash('md5');
  private readonly checks: readonly Check[];
  private size = 0;

  /** @throws AwsError where a digest is malformed or of a kind not served */
  constructor(private readonly headers: IncomingHttpHeaders) {
    this.checks = [...checksumChecks(headers), ...contentChecks(headers)];
  }

  update(chunk: Uint8Array): void {
    this.size += chunk.length;
    this.md5.update(chunk);
    for (const check of this.checks) check.digest.update(chunk);
  }

  /**
   * @param trailers what followed a chunked body, names in lower case
   * @returns the MD5 in hex, which is the ETag, and the checksums for the answer to repeat
   * @throws AwsError BadDigest, IncompleteBody or XAmzContentSHA256Mismatch
   */
  finish(trailers: ReadonlyMap<string, string>): { md5: string; echo: Readonly<Record<string, string>> } {
    const promised = this.headers['x-amz-decoded-content-length'];
    if (typeof promised === 'string' && Number(promised) !== this.size) {
      throw incomplete(`${promised} bytes were announced and ${this.size} came`);
    }
    const md5 = this.md5.digest();
    checkMd5(this.headers['content-md5']?.toString(), md5);
    const echo: Record<string, string> = {};
    for (const check of this.checks) {
      const actual = check.digest.digest().toString(check.encoding);
      const expected = check.expected ?? trailers.get(check.name);
      if (expected === undefined)
        throw incomplete(`the trailer ${check.name} was announced and did not come`);
      if (expected !== actual) throw check.mismatch;
      if (check.encoding === 'base64') echo[check.name] = actual;
    }
    return { md5: md5.toString('hex'), echo };
  }
}

export function incomplete(why: string): AwsError {
  return new AwsError('IncompleteBody', `The request body is not complete: ${why}.`);
}

function checksumChecks(headers: IncomingHttpHeaders): readonly Check[] {
  const announced = (headers['x-amz-trailer'] ?? '').toString().toLowerCase().split(',');
  const names = [...Object.keys(headers), ...announced.map((name) => name.trim())];
  return names.flatMap((name) => {
    const algorithm = checksumHeader.exec(name)?.[1];
    if (algorithm === undefined) return [];
    const digest = digestOf(algorithm);
    if (digest === undefined) {
      throw new AwsError('NotImplemented', `${name}: the local cloud cannot check this algorithm.`, 501);
    }
    const label = algorithm.toUpperCase();
    const mismatch = new AwsError(
      'BadDigest',
      `The ${label} you specified did not match the calculated checksum.`,
    );
    return [{ name, expected: headers[name]?.toString(), digest, encoding: 'base64' as const, mismatch }];
  });
}

function contentChecks(headers: IncomingHttpHeaders): readonly Check[] {
  const name = 'x-amz-content-sha256';
  const expected = headers[name]?.toString();
  // Otherwise it says UNSIGNED-PAYLOAD, or how the body is chunked.
  if (expected === undefined || !/^[0-9a-f]{64}$/.test(expected)) return [];
  const mismatch = new AwsError(
    'XAmzContentSHA256Mismatch',
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
  );
  return [{ name, expected, digest: hashDigest('sha256'), encoding: 'hex', mismatch }];
}

function checkMd5(expected: string | undefined, actual: Buffer): void {
  if (expected === undefined) return;
  const bytes = Buffer.from(expected, 'base64');
  if (bytes.length !== 16) throw new AwsError('InvalidDigest', 'The Content-MD5 you specified was invalid.');
  if (!bytes.equals(actual)) {
    throw new AwsError('BadDigest', 'The Content-MD5 you specified did not match what we received.');
  }
}
