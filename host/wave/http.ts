/** One request. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  /** JSON. */
  readonly body?: string;
  readonly signal: AbortSignal;
}

/** One answer, read to its end. */
export interface HttpAnswer {
  readonly status: number;
  /** The header Retry-After, as sent. */
  readonly retryAfter?: string;
  readonly text: string;
}

/** Sends one request. Rejects where no whole answer came. */
export type Http = (request: HttpRequest) => Promise<HttpAnswer>;

/** {@link Http} by the platform's own fetch. */
export const fetchHttp: Http = async ({ method, url, body, signal }) => {
  const response = await fetch(url, {
    method,
    signal,
    // A body with an access token goes where it was sent and nowhere else.
    redirect: method === 'POST' ? 'manual' : 'follow',
    headers: {
      accept: 'application/json',
      // A run asks a few times only: no connection is to keep the process from ending.
      connection: 'close',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  const retryAfter = response.headers.get('retry-after');
  return { status: response.status, text, ...(retryAfter === null ? {} : { retryAfter }) };
};
