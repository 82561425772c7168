import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { hasCode } from '../system-error.js';
import type { ServiceResponse } from './service.js';

/**
 * Writes a response; resolves when it is sent or its client is gone, and rejects when the body's source failed
 * after the head was sent. The answer to HEAD, a 204 and a 304 carry no body whatever the service gave.
 */
export async function sendResponse(
  response: ServiceResponse,
  target: ServerResponse,
  context: { readonly requestId: string; readonly method: string },
): Promise<void> {
  const { body } = response;
  const headers: Record<string, string | number> = {
    'x-amzn-requestid': context.requestId,
    ...response.headers,
  };
  const bare = context.method === 'HEAD' || response.status === 204 || response.status === 304;
  if (body instanceof Readable && !bare && !target.destroyed) {
    target.writeHead(response.status, headers);
    await streamBody(body, target);
    return;
  }
  if (body instanceof Readable) body.destroy();
  const bytes = bytesOf(body);
  if (!bare) headers['content-length'] = bytes.length;
  target.writeHead(response.status, headers);
  target.end(bare ? undefined : bytes);
}

/** Encoded here, once: a socket takes a long text more slowly than its bytes. */
function bytesOf(body: ServiceResponse['body']): Buffer {
  if (body === undefined || body instanceof Readable) return Buffer.alloc(0);
  return typeof body === 'string' ? Buffer.from(body) : body;
}

async function streamBody(body: Readable, target: ServerResponse): Promise<void> {
  try {
    await pipeline(body, target);
  } catch (error) {
    // A client may hang up in the middle of an object; only a failing source is news.
    if (!isHangUp(error)) throw error;
  }
}

function isHangUp(error: unknown): boolean {
  return hasCode(error, 'ERR_STREAM_PREMATURE_CLOSE', 'ECONNRESET', 'EPIPE');
}
