import type { Readable } from 'node:stream';
import { AwsError } from './aws-error.js';

/** Levels of nesting accepted; AWS's own structures have a dozen. */
const deepest = 64;

/**
 * Reads a request's body as JSON; an empty one is an empty structure.
 *
 * @param cap largest accepted body in bytes
 * @throws AwsError RequestEntityTooLargeException, SerializationException
 */
export async function readJson(body: Readable, cap: number): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Left open where it is too large: destroying it would end the connection before the answer.
  for await (const chunk of body.iterator({ destroyOnReturn: false })) {
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    if (size > cap) {
      throw new AwsError(
        'RequestEntityTooLargeException',
        `the request is larger than ${cap} bytes. Send less at once.`,
        413,
      );
    }
    chunks.push(bytes);
  }
  return size === 0 ? {} : parse(Buffer.concat(chunks).toString('utf8'));
}

function parse(document: string): unknown {
  if (isDeeperThan(document, deepest)) {
    throw new AwsError('SerializationException', `the request is nested deeper than ${deepest} levels`);
  }
  try {
    return JSON.parse(document) as unknown;
  } catch {
    throw new AwsError(
      'SerializationException',
      `the request is not JSON (${Buffer.byteLength(document)} bytes)`,
    );
  }
}

/**
 * Whether lists and objects nest deeper than `limit`: looked at before parsing, because whoever walks or writes
 * the value later does so recursively and would run out of stack.
 */
export function isDeeperThan(document: string, limit: number): boolean {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < document.length; at++) {
    const char = document[at];
    if (quoted) {
      if (char === '\\') at++;
      else if (char === '"') quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === '[' || char === '{') {
      if (++depth > limit) return true;
    } else if (char === ']' || char === '}') depth--;
  }
  return false;
}
