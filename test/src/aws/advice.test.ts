import { expect } from 'chai';
import { toServiceError } from '../../../src/aws/service-error.js';

function adviceOn(operation: string, name: string, message: string, more: object = {}): string {
  return toServiceError(operation, Object.assign(new Error(message), { name }, more)).message;
}

const client = { $fault: 'client', $metadata: { httpStatusCode: 400 } };

describe('the advice on a failed call', () => {
  const cases: readonly (readonly [
    operation: string,
    name: string,
    message: string,
    more: object,
    advice: string,
  ])[] = [
    ['ecs:DescribeClusters', 'AccessDeniedException', 'no', client, 'Allow ecs:DescribeClusters in the IAM'],
    [
      'ecs:RunTask',
      'AccessDeniedException',
      'no',
      client,
      'and iam:PassRole on the execution and task roles',
    ],
    [
      'ecs:RunTask',
      'AccessDeniedException',
      'User: arn:aws:iam::1:user/me is not authorized to perform: ecs:TagResource on resource: arn:aws:ecs:x because',
      client,
      'Allow ecs:TagResource in the IAM policy',
    ],
    ['s3:GetObject', 'ExpiredToken', 'old', client, 'Renew the credentials'],
    ['ecs:RunTask', 'CredentialsProviderError', 'none', {}, 'Log in (aws sso login)'],
    [
      'ecs:RunTask',
      'InvalidSignatureException',
      'Signature not yet current: 1',
      client,
      "Set this machine's clock",
    ],
    ['s3:GetObject', 'RequestTimeTooSkewed', 'skew', client, "Set this machine's clock"],
    ['ecs:RunTask', 'UnrecognizedClientException', 'who', client, 'Check which credentials are in use'],
    ['s3:GetObject', 'PermanentRedirect', 'elsewhere', client, "Set aws.region to the bucket's own"],
    ['ecs:RunTask', 'Error', 'getaddrinfo ENOTFOUND x', { code: 'ENOTFOUND' }, 'Check aws.region'],
    ['ecs:RunTask', 'Error', 'refused', { code: 'ECONNREFUSED' }, 'nothing listens there'],
    ['ecs:RunTask', 'TimeoutError', 'slow', {}, 'Check the network'],
    [
      'ecs:RunTask',
      'ServerException',
      'oops',
      { $fault: 'server', $metadata: { httpStatusCode: 500 } },
      'it is AWS that failed',
    ],
    ['ecs:RunTask', 'ThrottlingException', 'Rate exceeded', client, 'Run fewer runs side by side'],
    ['ecs:RunTask', 'ConflictException', 'token', client, 'Give each run a work dir of its own'],
    ['ecs:RunTask', 'ClientException', 'no', client, 'Correct the setting, directive, role or quota'],
    ['ecs:RunTask', 'constructor', 'no', client, 'Correct the setting, directive, role or quota'],
  ];
  for (const [operation, name, message, more, advice] of cases) {
    it(`says "${advice}" of ${name} (${message}) by ${operation}`, () => {
      expect(adviceOn(operation, name, message, more)).to.include(advice);
    });
  }

  it('tells the address that was tried where Node tried several and says nothing itself', () => {
    const refused = new Error('connect ECONNREFUSED 127.0.0.1:4570');
    const error = toServiceError(
      'ecs:RunTask',
      Object.assign(new AggregateError([refused]), { code: 'ECONNREFUSED' }),
    );
    expect(error.awsCode).to.equal('ECONNREFUSED');
    expect(error.message).to.match(/^ecs:RunTask failed: connect ECONNREFUSED 127\.0\.0\.1:4570\. /);
  });

  it('does not say a name twice where there are no other words', () => {
    expect(adviceOn('ecs:RunTask', 'ServerException', '', client)).to.match(
      /failed: ServerException\. [A-Z]/,
    );
  });
});
