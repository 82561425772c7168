import type { IncomingHttpHeaders } from 'node:http';
import type { AwsError } from './aws-error.js';
import type { ServiceResponse } from './service.js';
import { renderXml } from './xml.js';

/**
 * An error about a request that reached no service, in the form its sender most likely reads: JSON for the
 * JSON protocols, EC2's document for a query, S3's for the rest.
 */
export function neutralError(
  error: AwsError,
  headers: IncomingHttpHeaders,
  requestId: string,
): ServiceResponse {
  const { body, type } = form(error, headers, requestId);
  return {
    status: error.status,
    headers: { 'content-type': type, 'x-amzn-errortype': error.code },
    body,
    error: error.code,
  };
}

function form(
  error: AwsError,
  headers: IncomingHttpHeaders,
  requestId: string,
): { readonly body: string; readonly type: string } {
  const type = headers['content-type'] ?? '';
  if (headers['x-amz-target'] !== undefined || type.startsWith('application/x-amz-json')) {
    return {
      body: JSON.stringify({ ...error.members, __type: error.code, message: error.message }),
      type: 'application/x-amz-json-1.1',
    };
  }
  if (type.startsWith('application/json')) {
    return { body: JSON.stringify({ code: error.code, message: error.message }), type: 'application/json' };
  }
  const content = { Code: error.code, Message: error.message };
  return {
    body: type.startsWith('application/x-www-form-urlencoded')
      ? renderXml('Response', { Errors: { Error: content }, RequestID: requestId })
      : renderXml('Error', { ...content, RequestId: requestId }),
    type: 'application/xml',
  };
}
