import { expect } from 'chai';
import * as fc from 'fast-check';
import { describeProblems, describeValue, type ConfigValue } from '../../spi/index.js';

describe(describeValue.name, () => {
  const written: readonly (readonly [ConfigValue, string])[] = [
    ['a', "'a'"],
    ["it's", "'it\\'s'"],
    ['C:\\x', "'C:\\\\x'"],
    ['two\nlines', "'two\\nlines'"],
    ['\u001b[31mred', "'\\u001B[31mred'"],
    ['\u202eturned', "'\\u202Eturned'"],
    [1.5, '1.5'],
    [Number.NaN, 'NaN'],
    [true, 'true'],
    [null, 'null'],
    [[1, 'a'], "[1, 'a']"],
    [{ a: 1, 'b c': ['x'] }, "[a: 1, 'b c': ['x']]"],
    [{}, '[:]'],
    [[], '[]'],
    [[[[[1]]]], '[[[[…]]]]'],
    [{ a: { b: { c: { d: 1 } } } }, '[a: [b: [c: […]]]]'],
  ];
  for (const [value, text] of written) {
    it(`writes ${text}`, () => expect(describeValue(value)).to.equal(text));
  }

  it('cuts what is long, never within a character', () => {
    expect(describeValue('x'.repeat(500))).to.equal(`'${'x'.repeat(119)}…`);
    expect(describeValue(`${'x'.repeat(118)}😀😀`)).to.equal(`'${'x'.repeat(118)}…`);
    expect(describeValue(Array.from({ length: 100_000 }, () => 1))).to.have.lengthOf(121);
  });

  const secrets = [
    'AKIAIOSFODNN7EXAMPLE',
    'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    'http://me:hunter2@example.org',
    'http://hunter2@example.org',
    '-----BEGIN RSA PRIVATE KEY-----',
    'eyJhbGciOiJIUzI1NiJ9.e30.x',
    'ghp_0123456789abcdef',
    'password=hunter2',
    'x --secret: hunter2',
  ];
  for (const secret of secrets) {
    it(`does not show ${secret.slice(0, 12)}…`, () => {
      for (const value of [secret, [secret], { name: secret }]) {
        expect(describeValue(value)).to.contain('not shown').and.not.contain(secret.slice(5));
      }
    });
  }

  for (const name of ['secretKey', 'password', 'apiToken', 'MY_API_KEY', 'accessKey', 'licenseKey']) {
    it(`does not show what stands under ${name}`, () => {
      expect(describeValue({ [name]: 'hunter2' })).to.not.contain('hunter2');
    });
  }

  it('shows ARNs, paths and digests of ordinary settings', () => {
    for (const value of [
      'arn:aws:iam::123456789012:role/service-role/ecsTaskExecutionRole',
      's3://my-bucket/a/long/path/with/many/segments/in/it/work',
      'da39a3ee5e6b4b0d3255bfef95601890afd80709',
    ]) {
      expect(describeValue(value)).to.equal(`'${value}'`);
    }
  });

  it('gives one short line for any value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string({ unit: 'binary' }), (json, text) => {
        for (const value of [json as ConfigValue, text]) {
          const shown = describeValue(value);
          expect(shown).to.not.match(/[\p{Cc}\p{Cs}]/u);
          expect(shown.length).to.be.lessThan(122);
        }
      }),
    );
  });
});

describe(describeProblems.name, () => {
  it('shows a path of odd names on one line', () => {
    expect(describeProblems([{ path: 'aws.\u001b[2J\n', message: 'is unknown' }])).to.equal(
      '  - aws.\\u001B[2J\\n: is unknown',
    );
  });

  it('sends nothing to a terminal but line ends, whatever an advice quotes', () => {
    expect(
      describeProblems([{ path: 'a', message: 'is \u001b[1m', fix: 'Did you mean \u001b[2J?\nOr not?' }]),
    ).to.equal('  - a: is \\u001B[1m\n      Did you mean \\u001B[2J?\n      Or not?');
  });
});
