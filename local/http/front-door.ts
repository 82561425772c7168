import type { IncomingHttpHeaders } from 'node:http';
import { AwsError } from './aws-error.js';

/** Names of the loopback host; S3's virtual hosts are names below `.localhost`. */
const loopback = /^(?:127\.0\.0\.1|localhost|\[::1\]|(?:[a-z0-9_-]+\.)+localhost)(?::\d{1,5})?$/i;

/**
 * Why a request is turned away before anybody looks into it, or `undefined`. The port is open to every web page
 * its user visits: a page's own requests carry an `Origin`, and one that has its name resolved to 127.0.0.1 (DNS
 * rebinding) carries that name as `Host`. AWS's clients do neither.
 */
export function turnedAway(headers: IncomingHttpHeaders, path: string): AwsError | undefined {
  if (headers.origin !== undefined) {
    return forbidden(`the request comes from a web page (Origin: ${shown(headers.origin)})`);
  }
  // A page's plain GET (of an image, say) has no Origin; browsers mark it so. Addresses typed in are 'none'.
  if (headers['sec-fetch-site'] === 'cross-site') {
    return forbidden('the request comes from a web page (Sec-Fetch-Site: cross-site)');
  }
  if (!loopback.test(headers.host ?? '')) {
    return forbidden(
      `Host is '${shown(headers.host ?? '')}', not 127.0.0.1, localhost, [::1] or *.localhost`,
    );
  }
  // The asterisk and absolute forms of HTTP, and a path that a URL parser would take for a host.
  if (!path.startsWith('/') || path.startsWith('//')) {
    return new AwsError('InvalidURI', `Couldn't parse the specified URI: '${shown(path)}'.`);
  }
  return undefined;
}

function forbidden(why: string): AwsError {
  return new AwsError('AccessDenied', `Access Denied: ${why}. Only local clients are served.`, 403);
}

function shown(text: string): string {
  return text.slice(0, 200);
}
