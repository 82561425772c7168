import { Readable } from 'node:stream';
import type { ServiceResponse } from './service.js';

/** Bytes of an answer's body, where it is known before it is read. */
export function bodySize({ body, headers }: ServiceResponse): number | undefined {
  if (body === undefined) return 0;
  if (!(body instanceof Readable)) return Buffer.byteLength(body);
  const told = Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === 'content-length')?.[1];
  return told === undefined ? undefined : Number(told);
}

/** An answer's body a piece at a time; what is in memory comes as one. */
export async function* bodyChunks({ body }: ServiceResponse): AsyncGenerator<Buffer> {
  if (body instanceof Readable) {
    for await (const chunk of body) yield Buffer.from(chunk as Uint8Array);
  } else if (body !== undefined) yield Buffer.from(body);
}

/** The first half of an answer's body; of one whose size is not known, its first piece. */
export async function* firstHalf(response: ServiceResponse): AsyncGenerator<Buffer> {
  const size = bodySize(response);
  let left = size === undefined ? Infinity : Math.floor(size / 2);
  for await (const chunk of bodyChunks(response)) {
    const part = chunk.subarray(0, Math.min(chunk.length, left));
    left = size === undefined ? 0 : left - part.length;
    if (part.length > 0) yield part;
    if (left <= 0) return;
  }
}
