import { invalidArgument } from './s3-error.js';

/** A page's size as a client asks for it: at most `limit`, which is also the default. @throws AwsError InvalidArgument */
export function limitOf(query: URLSearchParams, name: string, limit: number): number {
  const text = query.get(name) ?? String(limit);
  if (/^\d{1,10}$/.test(text)) return Math.min(Number(text), limit);
  throw invalidArgument(`Provided ${name} not an integer or within integer range`, name, text);
}

/** How keys are written in a listing: as they are, or percent-encoded. @throws AwsError InvalidArgument */
export function listEncoder(query: URLSearchParams): (text: string) => string {
  const type = query.get('encoding-type');
  if (type === null) return (text) => text;
  if (type === 'url') return (text) => encodeURIComponent(text).replaceAll('%2F', '/');
  throw invalidArgument('Invalid Encoding Method specified in Request', 'encoding-type', type);
}
