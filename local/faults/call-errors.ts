import { AwsError } from '../http/aws-error.js';
import type { CallMark } from '../http/call-fault.js';
import type { ThrottleDisguise } from './call-rule.js';

interface ErrorForm {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** What each service says by itself; others speak like ECS. */
type ByService = Readonly<Record<string, ErrorForm>> & { readonly ecs: ErrorForm };

/** ECS throttles with status 400 (facts §3a); EC2 and S3 with 503; Wave's own text is unknown. */
const throttles: ByService = {
  ecs: { status: 400, code: 'ThrottlingException', message: 'Rate exceeded' },
  ec2: { status: 503, code: 'RequestLimitExceeded', message: 'Request limit exceeded.' },
  s3: { status: 503, code: 'SlowDown', message: 'Please reduce your request rate.' },
  wave: { status: 429, code: 'TooManyRequests', message: 'Too many requests' },
};

const disguises: Readonly<Record<ThrottleDisguise, ErrorForm>> = {
  ThrottlingException: throttles.ecs,
  TooManyRequestsException: { status: 429, code: 'TooManyRequestsException', message: 'Too Many Requests' },
  SlowDown: { status: 503, code: 'SlowDown', message: 'Please reduce your request rate.' },
  ServiceUnavailable: {
    status: 503,
    code: 'ServiceUnavailable',
    message: 'Service is unable to handle request.',
  },
  RequestLimitExceeded: { status: 503, code: 'RequestLimitExceeded', message: 'Request limit exceeded.' },
  // ECS passes on how EC2 throttled it (dask-cloudprovider #56 shows such a text in full).
  InvalidParameterException: { status: 400, code: 'InvalidParameterException', message: 'Rate exceeded' },
  // Of registrations that race for a family's next revision (terraform-provider-aws #9777).
  ClientException: {
    status: 400,
    code: 'ClientException',
    message: 'Too many concurrent attempts to create a new revision of the specified family.',
  },
};

const serverErrors: ByService = {
  ecs: { status: 500, code: 'ServerException', message: 'Service Unavailable. Please try again later.' },
  ec2: { status: 500, code: 'InternalError', message: 'An internal error has occurred' },
  logs: {
    status: 500,
    code: 'ServiceUnavailableException',
    message: 'The service cannot complete the request.',
  },
  s3: {
    status: 500,
    code: 'InternalError',
    message: 'We encountered an internal error. Please try again.',
  },
};

const expired: ByService = {
  ecs: {
    status: 400,
    code: 'ExpiredTokenException',
    message: 'The security token included in the request is expired',
  },
  ec2: { status: 400, code: 'RequestExpired', message: 'Request has expired.' },
  s3: { status: 400, code: 'ExpiredToken', message: 'The provided token has expired.' },
};

export function throttleError(call: CallMark, as?: ThrottleDisguise, message?: string): AwsError {
  const form = as === undefined ? of(throttles, call) : disguises[as];
  return new AwsError(form.code, message ?? form.message, form.status);
}

export function serverError(call: CallMark): AwsError {
  return made(of(serverErrors, call));
}

export function expiredCredentials(call: CallMark): AwsError {
  return made(of(expired, call));
}

export function accessDenied(call: CallMark): AwsError {
  if (call.service === 's3') return new AwsError('AccessDenied', 'Access Denied', 403);
  if (call.service === 'ec2') {
    const message = 'You are not authorized to perform this operation.';
    return new AwsError('UnauthorizedOperation', message, 403);
  }
  const action = `${call.service}:${call.operation}`;
  const message = `User is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`;
  return new AwsError('AccessDeniedException', message);
}

function of(forms: ByService, { service }: CallMark): ErrorForm {
  return Object.hasOwn(forms, service) ? (forms[service] ?? forms.ecs) : forms.ecs;
}

function made({ code, message, status }: ErrorForm): AwsError {
  return new AwsError(code, message, status);
}
