import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { AwsError } from './aws-error.js';
import { bodyChunks, bodySize, firstHalf } from './body-bytes.js';
import type { CallFault, RecordedFault, Strike } from './call-fault.js';
import { sendResponse } from './send-response.js';
import type { ServiceRequest, ServiceResponse } from './service.js';
import type { Waits } from './waits.js';

/** A call that a fault befalls, with what its server can do about it. */
export interface StruckCall {
  readonly fault: CallFault;
  readonly request: ServiceRequest;
  readonly outgoing: ServerResponse;
  readonly waits: Waits;
  /** Has the service carry the call out; its errors are answers. */
  carryOut(): Promise<ServiceResponse>;
  /** The error in the protocol of the service. */
  refusal(error: AwsError): ServiceResponse;
  /** Called once, when it is settled whether the call is carried out and before anything is sent. */
  record(response: ServiceResponse, fault: RecordedFault): void;
}

const nobody: ServiceResponse = { status: 0 };
/** Pieces a slow body comes in. */
const slices = 10;

/**
 * Carries out a call and spoils its answer, or refuses it: never both. Rejects where the body's source failed after
 * the head was sent.
 */
export async function answerStruck(call: StruckCall): Promise<void> {
  const { fault, waits, outgoing } = call;
  const { strike } = fault;
  await waits.wait(fault.holdRequest);
  if (outgoing.destroyed) {
    // It gave up before the call was looked at; its body may never have come.
    call.record(nobody, told(call, false, 'nothing: the client was gone'));
  } else if (strike?.kind === 'reset') {
    call.record(nobody, told(call, false, 'connection reset'));
    outgoing.socket?.resetAndDestroy();
  } else {
    const refused = strike?.kind === 'refuse';
    const response = refused ? call.refusal(strike.error) : await call.carryOut();
    call.record(response, told(call, !refused, seen(response, call)));
    await waits.wait(fault.holdAnswer);
    await deliver(response, call);
  }
}

function told({ fault }: StruckCall, carriedOut: boolean, what: string): RecordedFault {
  const held = fault.holdRequest + fault.holdAnswer;
  return { rules: fault.rules, carriedOut, seen: held === 0 ? what : `${what}, after ${held} ms` };
}

function seen(response: ServiceResponse, { fault, request }: StruckCall): string {
  const { strike } = fault;
  const error = response.error ?? response.headers?.['x-amzn-errortype'];
  const answer = `${response.status}${error === undefined ? '' : ` ${error}`}`;
  if (strike === undefined || strike.kind === 'refuse' || strike.kind === 'reset') return answer;
  if (strike.kind === 'lose-answer') return 'connection closed without an answer';
  if (strike.kind === 'content-type') return `${answer} as ${strike.type}`;
  if (!hasBody(response, request)) {
    return strike.kind === 'cut-answer' ? 'connection closed without an answer' : `${answer} without a body`;
  }
  switch (strike.kind) {
    case 'cut-answer':
      return `${answer}, then the connection closed within the body`;
    case 'garble-answer':
      return `${answer} with a body that is ${strike.how === 'garbage' ? 'garbage' : 'cut short'}`;
    case 'slow-body':
      return `${answer} with a body that took ${strike.ms} ms`;
  }
}

function hasBody(response: ServiceResponse, { method }: ServiceRequest): boolean {
  return method !== 'HEAD' && ![204, 304].includes(response.status) && bodySize(response) !== 0;
}

async function deliver(response: ServiceResponse, call: StruckCall): Promise<void> {
  const { fault, request, outgoing, waits } = call;
  if (outgoing.destroyed) {
    dispose(response);
    return;
  }
  const strike: Strike | undefined = fault.strike;
  switch (strike?.kind) {
    case 'lose-answer':
      dispose(response);
      outgoing.destroy();
      return;
    case 'cut-answer':
      if (hasBody(response, request)) await cut(response, outgoing);
      else outgoing.destroy();
      return;
    case 'garble-answer':
      return sendResponse(garbled(response, strike.how), outgoing, request);
    case 'content-type':
      return sendResponse(withHeader(response, 'content-type', strike.type), outgoing, request);
    case 'slow-body':
      return sendResponse(slowed(response, strike.ms, waits), outgoing, request);
    default:
      return sendResponse(response, outgoing, request);
  }
}

function dispose({ body }: ServiceResponse): void {
  if (body instanceof Readable) body.destroy();
}

async function cut(response: ServiceResponse, outgoing: ServerResponse): Promise<void> {
  const size = bodySize(response);
  outgoing.writeHead(response.status, {
    ...response.headers,
    ...(size === undefined ? {} : { 'content-length': size }),
  });
  outgoing.flushHeaders();
  for await (const chunk of firstHalf(response)) {
    // Waits until it is written: what is still in a buffer is lost when the connection ends.
    await new Promise<void>((resolve) => outgoing.write(chunk, () => resolve()));
  }
  outgoing.destroy();
}

function garbled(response: ServiceResponse, how: 'truncated' | 'garbage'): ServiceResponse {
  const size = bodySize(response);
  if (size === 0) return response;
  const sent = size === undefined || how === 'garbage' ? size : Math.floor(size / 2);
  const source = how === 'garbage' ? garbage(response) : firstHalf(response);
  const body = Readable.from(source, { objectMode: false });
  return { ...(sent === undefined ? response : withHeader(response, 'content-length', String(sent))), body };
}

async function* garbage(response: ServiceResponse): AsyncGenerator<Buffer> {
  for await (const chunk of bodyChunks(response)) yield Buffer.from(chunk.map((byte) => byte ^ 0xa5));
}

function slowed(response: ServiceResponse, ms: number, waits: Waits): ServiceResponse {
  const size = bodySize(response);
  if (size === 0) return response;
  const body = Readable.from(trickle(response, ms, waits), { objectMode: false });
  return { ...(size === undefined ? response : withHeader(response, 'content-length', String(size))), body };
}

/** The first ten pieces come late, a tenth of the time each; a body in one piece is cut into ten. */
async function* trickle(response: ServiceResponse, ms: number, waits: Waits): AsyncGenerator<Buffer> {
  let late = 0;
  for await (const chunk of bodyChunks(response)) {
    const size = response.body instanceof Readable ? chunk.length : Math.ceil(chunk.length / slices);
    for (let at = 0; at < chunk.length; at += size) {
      if (late++ < slices) await waits.wait(ms / slices);
      yield chunk.subarray(at, at + size);
    }
  }
}

function withHeader(response: ServiceResponse, name: string, value: string): ServiceResponse {
  const others = Object.entries(response.headers ?? {}).filter(([key]) => key.toLowerCase() !== name);
  return { ...response, headers: { ...Object.fromEntries(others), [name]: value } };
}
