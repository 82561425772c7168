import { once } from 'node:events';
import { type IncomingMessage, request, type RequestOptions } from 'node:http';
import { type Clock } from '../../clock.js';
import { type EngineAddress } from './engine-address.js';
import { EngineError } from './engine-error.js';

export interface EngineCall {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Without a version: every engine then speaks its newest. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds until the whole answer is there; absent: for as long as it takes. */
  readonly within?: number;
}

/** The largest answer held in memory; an engine's own are far smaller. In bytes. */
const largestAnswer = 16 * 1024 * 1024;

/** Speaks HTTP with a container engine. Every call has a connection of its own: they are local and cheap. */
export class EngineHttp {
  private readonly open = new Set<() => void>();

  constructor(
    private readonly address: EngineAddress,
    private readonly clock: Clock,
  ) {}

  /**
   * The answer's JSON, or `undefined` where it is empty.
   *
   * @throws EngineError where the engine refuses, is not there, or does not answer in time
   */
  async json(call: EngineCall): Promise<unknown> {
    const stream = await this.stream(call);
    const text = await this.bounded(stream, call);
    try {
      return text === '' ? undefined : JSON.parse(text);
    } catch {
      return undefined;
    }
  }

  /** The answer as a stream, once the engine has accepted the call. Fails as {@link EngineHttp.json} does. */
  async stream(call: EngineCall): Promise<IncomingMessage> {
    const body = call.body === undefined ? undefined : JSON.stringify(call.body);
    const sent = request(this.options(call, body));
    const abort = (): void => void sent.destroy(new Error('the connection was given up'));
    this.open.add(abort);
    sent.once('close', () => this.open.delete(abort));
    const timer = this.limit(call, () =>
      sent.destroy(new Error(`no answer within ${String(call.within)} ms`)),
    );
    sent.end(body);
    try {
      const [answer] = (await once(sent, 'response')) as [IncomingMessage];
      // Later errors of the connection show as an aborted answer.
      sent.on('error', () => undefined);
      const status = answer.statusCode ?? 500;
      if (status < 400) return answer;
      throw new EngineError(messageIn(await this.bounded(answer, call)) ?? `status ${status}`, status);
    } catch (error) {
      throw EngineError.of(error);
    } finally {
      timer?.cancel();
    }
  }

  /** Reads an answer to its end and throws it away; throws where that takes longer than `within` milliseconds. */
  async drained(answer: IncomingMessage, within: number): Promise<void> {
    const timer = this.clock.after(within, () => answer.destroy(new Error(`no end within ${within} ms`)));
    try {
      answer.resume();
      await once(answer, 'end');
    } catch (error) {
      throw EngineError.of(error);
    } finally {
      timer.cancel();
    }
  }

  /** Gives up every call on its way. */
  close(): void {
    for (const abort of this.open) abort();
  }

  private options(call: EngineCall, body: string | undefined): RequestOptions {
    const query = new URLSearchParams(call.query).toString();
    return {
      ...(this.address.kind === 'socket'
        ? { socketPath: this.address.path }
        : { host: this.address.host, port: this.address.port }),
      agent: false,
      method: call.method,
      path: query === '' ? call.path : `${call.path}?${query}`,
      headers: {
        host: 'docker',
        ...call.headers,
        ...(body === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
        ...(body === undefined && call.method === 'POST' ? { 'content-length': 0 } : {}),
      },
    };
  }

  private async bounded(answer: IncomingMessage, call: EngineCall): Promise<string> {
    const timer = this.limit(call, () => answer.destroy(new Error('the answer did not end in time')));
    const chunks: Buffer[] = [];
    let size = 0;
    try {
      for await (const chunk of answer as AsyncIterable<Buffer>) {
        size += chunk.length;
        if (size > largestAnswer) throw new Error('the answer is too large');
        chunks.push(chunk);
      }
    } catch (error) {
      throw EngineError.of(error);
    } finally {
      timer?.cancel();
    }
    return Buffer.concat(chunks).toString('utf8').trim();
  }

  private limit(call: EngineCall, action: () => void): ReturnType<Clock['after']> | undefined {
    return call.within === undefined ? undefined : this.clock.after(call.within, action);
  }
}

function messageIn(body: string): string | undefined {
  try {
    const { message } = JSON.parse(body) as { readonly message?: unknown };
    return typeof message === 'string' ? message : undefined;
  } catch {
    return body === '' ? undefined : body.slice(0, 1000);
  }
}
