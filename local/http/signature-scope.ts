import type { IncomingHttpHeaders } from 'node:http';

/** Where a signed request is meant for. Signatures themselves are not checked: there is no secret to keep. */
export interface SignatureScope {
  readonly region: string;
  readonly service: string;
}

const credential = /^[^/\s]+\/\d{8}\/([a-z0-9-]{1,64})\/([a-z0-9-]{1,64})\/aws4_request$/;

/** What URLs are presigned for. A form on a web page can make a browser send a POST, and none of these. */
const presignedMethods = new Set(['GET', 'HEAD', 'PUT']);

/**
 * The SigV4 scope of a request: from its `Authorization` header, or from the query of a presigned S3 URL.
 *
 * Only S3 is reached without the header: a web page could make a browser send such a request to a loopback
 * port, and must not be able to start tasks with it, nor to delete objects.
 */
export function signatureScope(
  headers: IncomingHttpHeaders,
  query: URLSearchParams,
  method: string,
): SignatureScope | undefined {
  const header = headers.authorization;
  if (header !== undefined) {
    const sent = /^AWS4-HMAC-SHA256 (?:.*[\s,])?Credential=([^,\s]+)/.exec(header)?.[1];
    return sent === undefined ? undefined : parseCredential(sent);
  }
  if (!presignedMethods.has(method)) return undefined;
  const presigned = parseCredential(query.get('X-Amz-Credential') ?? '');
  return presigned?.service === 's3' ? presigned : undefined;
}

function parseCredential(text: string): SignatureScope | undefined {
  const [, region, service] = credential.exec(text) ?? [];
  return region === undefined || service === undefined ? undefined : { region, service };
}
