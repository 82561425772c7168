import { AwsError } from '../http/aws-error.js';
import type { ServiceRequest, ServiceResponse } from '../http/service.js';
import { renderXml, type XmlElement } from '../http/xml.js';

export const s3Namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';

export function noSuchBucket(bucket: string): AwsError {
  return new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404, { BucketName: bucket });
}

export function noSuchKey(key: string): AwsError {
  return new AwsError('NoSuchKey', 'The specified key does not exist.', 404, { Key: key });
}

/** S3's limit of a key, in bytes of UTF-8. */
export const keyLimit = 1024;

export function keyTooLong(size: number): AwsError {
  return new AwsError('KeyTooLongError', 'Your key is too long', 400, {
    Size: size,
    MaxSizeAllowed: keyLimit,
  });
}

export function preconditionFailed(condition: string): AwsError {
  const message = 'At least one of the pre-conditions you specified did not hold';
  return new AwsError('PreconditionFailed', message, 412, { Condition: condition });
}

export function invalidRequest(message: string): AwsError {
  return new AwsError('InvalidRequest', message);
}

/** @param name of the header or parameter, as its documentation writes it */
export function invalidArgument(message: string, name: string, value?: string): AwsError {
  return new AwsError('InvalidArgument', message, 400, {
    ArgumentName: name,
    ...(value === undefined ? {} : { ArgumentValue: value }),
  });
}

export function malformedXml(why: string): AwsError {
  const message = 'The XML you provided was not well-formed or did not validate against our published schema';
  return new AwsError('MalformedXML', `${message}: ${why}.`);
}

export function noSuchUpload(uploadId: string): AwsError {
  const message =
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.';
  return new AwsError('NoSuchUpload', message, 404, { UploadId: uploadId });
}

export function notImplemented(what: string): AwsError {
  return new AwsError('NotImplemented', `${what} is not implemented by the local cloud's S3.`, 501);
}

/** S3's error document; its code travels in a header too, since the answer to HEAD has no document. */
export function s3Error(error: AwsError, request: ServiceRequest): ServiceResponse {
  const content = {
    Code: error.code,
    Message: error.message,
    ...(error.members as XmlElement),
    Resource: request.path,
    RequestId: request.requestId,
  };
  const region = error.members['Region'];
  return {
    status: error.status,
    headers: {
      'content-type': 'application/xml',
      'x-amz-request-id': request.requestId,
      // SDKs that ask in the wrong region find the right one here, also in the answer to HEAD.
      ...(typeof region === 'string' ? { 'x-amz-bucket-region': region } : {}),
    },
    body: renderXml('Error', content),
    error: error.code,
  };
}

export function s3Document(root: string, content: XmlElement | string): ServiceResponse {
  return {
    status: 200,
    headers: { 'content-type': 'application/xml' },
    body: renderXml(root, content, s3Namespace),
  };
}
