import { expect } from 'chai';
import { signatureScope } from '../../../local/http/signature-scope.js';

describe(signatureScope.name, () => {
  const none = new URLSearchParams();
  const credential = 'AKIA/20260101/us-east-1/ecs/aws4_request';
  const scope = { region: 'us-east-1', service: 'ecs' };

  const headers: readonly [string, typeof scope | undefined][] = [
    [`AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=0`, scope],
    [`AWS4-HMAC-SHA256 SignedHeaders=host,Credential=${credential},Signature=0`, scope],
    [`AWS4-HMAC-SHA256 Credential=AKIA/us-east-1/ecs/aws4_request, Signature=0`, undefined],
    [`AWS4-HMAC-SHA256 Credential=AKIA/20260101/us-east-1/../aws4_request, Signature=0`, undefined],
    [`AWS4-ECDSA-P256-SHA256 Credential=${credential}, Signature=0`, undefined],
    ['AWS AKIA:signature', undefined],
  ];
  for (const [authorization, expected] of headers) {
    it(`reads ${JSON.stringify(expected)} from ${authorization}`, () => {
      expect(signatureScope({ authorization }, none, 'POST')).to.deep.equal(expected);
    });
  }

  it('reads a presigned URL of S3 and of nothing else', () => {
    const query = (service: string): URLSearchParams =>
      new URLSearchParams({ 'X-Amz-Credential': `AKIA/20260101/eu-west-1/${service}/aws4_request` });
    expect(signatureScope({}, query('s3'), 'GET')).to.deep.equal({ region: 'eu-west-1', service: 's3' });
    expect(signatureScope({}, query('ecs'), 'GET')).to.equal(undefined);
  });

  for (const [method, accepted] of [
    ['GET', true],
    ['HEAD', true],
    ['PUT', true],
    ['POST', false],
    ['DELETE', false],
  ] as const) {
    it(`${accepted ? 'takes' : 'does not take'} a presigned ${method}`, () => {
      const query = new URLSearchParams({ 'X-Amz-Credential': 'AKIA/20260101/eu-west-1/s3/aws4_request' });
      expect(signatureScope({}, query, method) !== undefined).to.equal(accepted);
    });
  }
});
