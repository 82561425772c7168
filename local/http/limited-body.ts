import { Readable } from 'node:stream';
import { AwsError } from './aws-error.js';

/**
 * A body that fails where it grows past `limit` bytes. Its source stays open, so that the refusal can still be
 * answered.
 *
 * @throws AwsError RequestEntityTooLarge, at once where the length told is too large
 */
export function limitedBody(source: Readable, limit: number, told: string | undefined): Readable {
  if (Number(told) > limit) throw tooLarge(limit);
  return Readable.from(within(source, limit), { objectMode: false });
}

async function* within(source: Readable, limit: number): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of source.iterator({ destroyOnReturn: false })) {
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    if (size > limit) throw tooLarge(limit);
    yield bytes;
  }
}

function tooLarge(limit: number): AwsError {
  return new AwsError(
    'RequestEntityTooLarge',
    `The request has more than ${limit} bytes, which is the limit. Send less at once.`,
    413,
  );
}
