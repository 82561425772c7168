import type { IncomingHttpHeaders } from 'node:http';

export interface ObjectState {
  /** Quoted. */
  readonly etag: string;
  readonly modified: Date;
}

export type Verdict = 'proceed' | 'not-modified' | 'precondition-failed';

/** Whether a read's conditions hold, in the precedence of RFC 9110 §13.2.2. */
export function readVerdict(headers: IncomingHttpHeaders, object: ObjectState): Verdict {
  const modified = Math.floor(object.modified.getTime() / 1000) * 1000;
  const match = headers['if-match'];
  if (match !== undefined) {
    if (!lists(match, object.etag)) return 'precondition-failed';
  } else if (modified > dateOf(headers['if-unmodified-since'], Infinity)) {
    return 'precondition-failed';
  }
  const noneMatch = headers['if-none-match'];
  if (noneMatch !== undefined) return lists(noneMatch, object.etag) ? 'not-modified' : 'proceed';
  return modified <= dateOf(headers['if-modified-since'], -Infinity) ? 'not-modified' : 'proceed';
}

/** Whether a put may replace what is there: `If-None-Match: *` and `If-Match`, the two that S3 knows. */
export function writeVerdict(
  headers: IncomingHttpHeaders,
  etag: string | undefined,
): 'proceed' | 'precondition-failed' | 'missing' {
  if (headers['if-none-match'] !== undefined && etag !== undefined) return 'precondition-failed';
  const match = headers['if-match'];
  if (match === undefined) return 'proceed';
  if (etag === undefined) return 'missing';
  return lists(match, etag) ? 'proceed' : 'precondition-failed';
}

/**
 * Whether a delete may go on. `If-Match: *` asks that there is an object, an ETag that it is that one; where there
 * is none, S3 says 412 to the first and 404 to the second (user guide, conditional deletes).
 */
export function deleteVerdict(
  match: string | undefined,
  etag: string | undefined,
): 'proceed' | 'precondition-failed' | 'missing' {
  if (match === undefined) return 'proceed';
  if (etag !== undefined) return lists(match, etag) ? 'proceed' : 'precondition-failed';
  return match.trim() === '*' ? 'precondition-failed' : 'missing';
}

/** Clients send ETags with and without their quotes. */
function lists(header: string, etag: string): boolean {
  const bare = etag.replaceAll('"', '');
  return header.split(',').some((item) => {
    const wanted = item.trim().replace(/^W\//, '').replaceAll('"', '');
    return wanted === '*' || wanted === bare;
  });
}

/** Epoch milliseconds; a date that cannot be read is as good as none. */
function dateOf(header: string | undefined, otherwise: number): number {
  const time = Date.parse(header ?? '');
  return Number.isNaN(time) ? otherwise : time;
}
