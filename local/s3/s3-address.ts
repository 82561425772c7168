/** Which bucket and key a request is about, still percent-encoded; empty for none. */
export interface S3Address {
  readonly bucket: string;
  readonly key: string;
}

/** Of a host that is S3's own, e.g. `s3.localhost`, or a bucket's below it. */
const virtualHost = /^(?:([a-z0-9.-]+?)\.)??(?:s3(?:[.-][a-z0-9-]+)?\.)?localhost(?::\d{1,5})?$/i;

/**
 * Reads an address in either of S3's styles: `127.0.0.1/bucket/key`, or `bucket.localhost/key` and
 * `bucket.s3.localhost/key`.
 *
 * @param host of the request's head
 * @param path as sent
 */
export function s3Address(host: string | undefined, path: string): S3Address {
  const bucket = virtualHost.exec(host ?? '')?.[1];
  if (bucket !== undefined) return { bucket: bucket.toLowerCase(), key: path.slice(1) };
  const [first = '', ...rest] = path.slice(1).split('/');
  return { bucket: first, key: rest.join('/') };
}
