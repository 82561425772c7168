import { expect } from 'chai';
import { AwsServiceError, toServiceError, type AwsErrorKind } from '../../../src/aws/service-error.js';

interface Given {
  readonly name: string;
  readonly status?: number;
  readonly fault?: 'client' | 'server';
  readonly code?: string;
  readonly words?: string;
}

function sdkError({ name, status, fault, code, words = 'AWS’s own\n   words.' }: Given): Error {
  return Object.assign(new Error(words), {
    name,
    ...(code !== undefined && { code }),
    ...(fault !== undefined && { $fault: fault }),
    ...(fault !== undefined && { $metadata: { ...(status !== undefined && { httpStatusCode: status }) } }),
  });
}

const cases: readonly (readonly [AwsErrorKind, Given])[] = [
  // ECS throttles with HTTP 400.
  ['throttled', { name: 'ThrottlingException', status: 400, fault: 'client' }],
  ['throttled', { name: 'RequestLimitExceeded', status: 503, fault: 'server' }],
  ['throttled', { name: 'SlowDown', status: 503, fault: 'server' }],
  ['throttled', { name: 'TooManyRequestsException', status: 429, fault: 'client' }],
  ['throttled', { name: 'SomethingNew', status: 429, fault: 'client' }],
  // One service wraps the throttle of another.
  ['throttled', { name: 'InvalidParameterException', status: 400, fault: 'client', words: 'Rate exceeded' }],
  [
    'throttled',
    { name: 'ClientException', status: 400, fault: 'client', words: 'EC2: Request limit exceeded.' },
  ],
  ['refused', { name: 'ClientException', status: 400, fault: 'client', words: 'unknown image throttle:1' }],
  ['unavailable', { name: 'ServerException', status: 500, fault: 'server' }],
  ['unavailable', { name: 'ServiceUnavailableException', status: 503, fault: 'server' }],
  ['unavailable', { name: 'InternalError', status: 500, fault: 'client' }],
  ['unavailable', { name: 'TimeoutError' }],
  ['unavailable', { name: 'Error', code: 'ECONNREFUSED' }],
  ['unavailable', { name: 'Error', code: 'ECONNRESET' }],
  ['denied', { name: 'AccessDeniedException', status: 400, fault: 'client' }],
  ['denied', { name: 'UnauthorizedOperation', status: 403, fault: 'client' }],
  ['denied', { name: 'CredentialsProviderError' }],
  ['denied', { name: 'ExpiredTokenException', status: 400, fault: 'client' }],
  ['denied', { name: 'Forbidden', status: 403, fault: 'client' }],
  ['conflict', { name: 'ConflictException', status: 400, fault: 'client' }],
  ['refused', { name: 'InvalidParameterException', status: 400, fault: 'client' }],
  ['refused', { name: 'ClientException', status: 400, fault: 'client' }],
  ['refused', { name: 'ClusterNotFoundException', status: 400, fault: 'client' }],
  // A quota, not a rate: asking again in a while would not help.
  ['refused', { name: 'LimitExceededException', status: 400, fault: 'client' }],
  // What became of the request is unknown: a RunTask may have been taken.
  ['unavailable', { name: 'RequestTimeout', status: 408, fault: 'client' }],
  ['denied', { name: 'RequestExpired', status: 400, fault: 'client' }],
];

const CODES: Readonly<Record<AwsErrorKind, string>> = {
  throttled: 'THROTTLED',
  unavailable: 'UNAVAILABLE',
  lapsed: 'CREDENTIALS_EXPIRED',
  denied: 'ACCESS_DENIED',
  conflict: 'TOKEN_CONFLICT',
  refused: 'INVALID_REQUEST',
};

describe(toServiceError.name, () => {
  for (const [kind, given] of cases) {
    it(`takes ${given.code ?? given.name}${given.status === undefined ? '' : ` (HTTP ${given.status})`}${given.words === undefined ? '' : `: ${given.words}`} as ${kind}`, () => {
      const cause = sdkError(given);
      const error = toServiceError('ecs:RunTask', cause);
      const recoverable = kind === 'throttled' || kind === 'unavailable';
      expect(error).to.include({ kind, recoverable, code: CODES[kind], cause, operation: 'ecs:RunTask' });
      expect(error.awsCode).to.equal(given.code ?? given.name);
    });
  }

  it('keeps AWS’s words on one line without their full stop', () => {
    const error = toServiceError(
      'ecs:RunTask',
      sdkError({ name: 'ClientException', status: 400, fault: 'client' }),
    );
    expect(error.awsMessage).to.equal('AWS’s own words');
    expect(error.message).to.equal(
      'ecs:RunTask failed: ClientException: AWS’s own words. Correct the setting, directive, role or quota that AWS names.',
    );
  });

  it('gives one of its own back as it is', () => {
    const own = new AwsServiceError('ecs:RunTask', 'denied', 'X', 'y');
    expect(toServiceError('ecs:Other', own)).to.equal(own);
  });

  for (const thrown of ['text', undefined, null, 7]) {
    it(`gives even a thrown ${String(thrown)} a meaning`, () => {
      expect(toServiceError('ecs:RunTask', thrown)).to.include({
        kind: 'unavailable',
        awsMessage: String(thrown),
      });
    });
  }
});
