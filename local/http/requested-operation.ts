import { Readable } from 'node:stream';
import type { LocalService, ServiceRequest } from './service.js';

/** Bytes of a form that are looked at for its `Action`; the SDKs put it first. */
const formLimit = 128 * 1024;
/** A name that is worth telling: what is longer or has other characters is nobody's operation. */
const plainName = /^[A-Za-z][A-Za-z0-9]{0,63}$/;

/** A call's operation as its client named it, and the call with its whole body still to be read. */
export interface RequestedOperation {
  readonly operation: string;
  readonly request: ServiceRequest;
}

/**
 * Which operation a request asks for, told before its service has seen it: by `X-Amz-Target`, by the form's `Action`,
 * or by the service's own reading of method and path. `Unknown` where it cannot be told.
 */
export async function requestedOperation(
  request: ServiceRequest,
  service: LocalService,
): Promise<RequestedOperation> {
  const target = request.headers['x-amz-target'];
  if (typeof target === 'string') return { operation: plain(target.split('.').at(-1)), request };
  const named = service.operationOf?.(request);
  if (named !== undefined) return { operation: plain(named), request };
  if (request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true) {
    const { start, body } = await peek(request.body);
    const action = new URLSearchParams(start).get('Action') ?? undefined;
    return { operation: plain(action), request: { ...request, body } };
  }
  return { operation: plain(request.query.get('Action') ?? undefined), request };
}

function plain(name: string | undefined): string {
  return name !== undefined && plainName.test(name) ? name : 'Unknown';
}

/** Reads the start of a body and gives the whole again. */
async function peek(source: Readable): Promise<{ readonly start: string; readonly body: Readable }> {
  const chunks: Buffer[] = [];
  let size = 0;
  const rest = source[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let ended = false;
  while (!ended && size < formLimit) {
    const next = await rest.next();
    if (next.done === true) ended = true;
    else {
      chunks.push(next.value);
      size += next.value.length;
    }
  }
  return {
    start: Buffer.concat(chunks).toString('latin1'),
    body: Readable.from(whole(chunks, ended ? undefined : rest), { objectMode: false }),
  };
}

async function* whole(
  chunks: readonly Buffer[],
  rest: AsyncIterator<Buffer> | undefined,
): AsyncGenerator<Buffer> {
  yield* chunks;
  for (let next = await rest?.next(); next !== undefined && next.done !== true; next = await rest?.next()) {
    yield next.value;
  }
}
