import { expect } from 'chai';
import { inspect } from 'node:util';
import { redact, redactError } from '../../spi/redact.js';

describe(redact.name, () => {
  for (const [text, shown] of [
    ['https://user:pa%20ss@proxy:3128/a?b', 'https://***@proxy:3128/a?b'],
    ["found: 'user:pass@host:80'", "found: '***@host:80'"],
    ['cannot reach http://token@host', 'cannot reach http://***@host'],
    [
      'Authorization: AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20261126/us-east-1/ecs/aws4_request, SignedHeaders=host, Signature=0123456789abcdef',
      'Authorization: *** Credential=***, SignedHeaders=host, Signature=***',
    ],
    ['x-amz-security-token:IQoJb3JpZ2luX2VjEX\nhost:a', 'x-amz-security-token:***\nhost:a'],
    ['{"authorization":"Bearer eyJhbGciOi.J9.x"}', '{"authorization":"Bearer ***"}'],
    [String.raw`{\"secretAccessKey\":\"wJalrXUtnFEMI/K7MDENG\"}`, String.raw`{\"secretAccessKey\":\"***\"}`],
    ['/k?X-Amz-Signature=0123456789&X-Amz-Date=1', '/k?X-Amz-Signature=***&X-Amz-Date=1'],
    ['denied to ghp_0123456789abcdef by it', 'denied to ghp_*** by it'],
    ['bad jwt eyJhbGciOiJIUzI1NiJ9.e30.x', 'bad jwt eyJ***'],
    ['the key ASIAIOSFODNN7EXAMPLE is not known', 'the key ASIA*** is not known'],
  ] as const) {
    it(`makes of ${JSON.stringify(text)} ${JSON.stringify(shown)}`, () => {
      expect(redact(text)).to.equal(shown);
    });
  }

  for (const text of [
    'The security token included in the request is expired',
    'Signature expired: 20261126T100000Z is now earlier than 20261126T101000Z',
    'aws.accessKey: is missing: aws.accessKey and aws.secretKey come together',
    'arn:aws:ecs:us-east-1:123456789012:cluster/nextflow-cluster',
    's3://my-bucket/work/ab/cdef@x',
    'quay.io/org/tool@sha256:0123456789abcdef',
    'tool:1.2@sha256:0123456789abcdef',
    'the image sk-learn-something:1.24 and disk-usage0123456789',
    'Did you mean docs/errors.md? See https://a.b/c@d',
  ]) {
    it(`leaves ${JSON.stringify(text)} as it is`, () => {
      expect(redact(text)).to.equal(text);
    });
  }
});

describe(`${redact.name} of long texts`, () => {
  for (const [what, piece] of Object.entries({
    dots: 'a.',
    hyphens: 'access-key-',
    schemes: 'a://',
    colons: ' a:',
    members: 'password ',
    tokens: 'Bearer ',
  })) {
    it(`takes time that grows with their length and no faster: ${what}`, () => {
      const text = piece.repeat(Math.ceil(200_000 / piece.length));
      const began = performance.now();
      redact(text);
      expect(performance.now() - began).to.be.below(1_000);
    });
  }
});

describe(redactError.name, () => {
  it('leaves no credential in message, stack, members, causes and gathered errors', () => {
    const secret = 'wJalrXUtnFEMIK7MDENG';
    const cause = Object.assign(new Error(`password=${secret}`), {
      CanonicalRequest: `a-token: 1, session-token:${secret}`,
    });
    const gathered = new AggregateError([new Error(`Signature=${secret}`)], `authorization: ${secret}`, {
      cause,
    });
    expect(inspect(gathered, { depth: null })).to.contain(secret);
    expect(redactError(gathered)).to.equal(gathered);
    expect(inspect(gathered, { depth: null, showHidden: true })).not.to.contain(secret);
    expect(gathered.message).to.equal('authorization: ***');
  });

  it('takes what is no error, and errors that are their own cause', () => {
    const error = new Error('password=0123456789');
    error.cause = error;
    expect(redactError(error).message).to.equal('password=***');
    const none: unknown = undefined;
    expect(redactError(none)).to.equal(none);
    expect(redactError('text')).to.equal('text');
    expect(redactError(Object.freeze(new Error('frozen'))).message).to.equal('frozen');
  });
});
