import type { Http, HttpAnswer, HttpRequest } from '../../../host/wave/http.js';

type Reaction = HttpAnswer | Error | ((request: HttpRequest) => Promise<HttpAnswer>);

/** A service that answers as told, one after the other; the last reaction is for all that follow. */
export class ScriptedHttp {
  readonly requests: HttpRequest[] = [];
  private readonly reactions: Reaction[];

  constructor(...reactions: Reaction[]) {
    this.reactions = reactions;
  }

  readonly send: Http = async (request) => {
    this.requests.push(request);
    const reaction = this.reactions.length > 1 ? this.reactions.shift() : this.reactions[0];
    if (reaction === undefined) throw new Error('Nobody answers here.');
    if (reaction instanceof Error) throw reaction;
    return typeof reaction === 'function' ? reaction(request) : reaction;
  };

  /** The JSON of a request, from 0. */
  body(index: number): Readonly<Record<string, unknown>> {
    return JSON.parse(this.requests[index]?.body ?? 'null') as Readonly<Record<string, unknown>>;
  }
}

export function answer(body: object | string, status = 200, retryAfter?: string): HttpAnswer {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status, text, ...(retryAfter === undefined ? {} : { retryAfter }) };
}

/** A connection that never answers, and ends with its signal. */
export function silence({ signal }: HttpRequest): Promise<HttpAnswer> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('This operation was aborted')), { once: true });
  });
}

/** What fetch throws where nothing listens. */
export function noConnection(code: string): Error {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(`connect ${code}`), { code }) });
}

export const digest = (digit: string): string => `sha256:${digit.repeat(64)}`;

/** A description of a layer as Fusion's servers give it. */
export const LAYER = {
  layers: [
    {
      location: 'https://fusion.example/pkg.tar.gz',
      gzipDigest: digest('a'),
      gzipSize: 123,
      tarDigest: digest('b'),
      skipHashing: true,
    },
  ],
};
