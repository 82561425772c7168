import { expect } from 'chai';
import type { ConfigValue } from '../../../spi/index.js';
import {
  ownDuration,
  duration,
  flag,
  httpUrl,
  oneOf,
  text,
  textList,
  wholeNumber,
} from '../../../src/config/option-types.js';

describe(text.name, () => {
  it('takes a string that is accepted and nothing else', () => {
    const short = text('a short string', '^.{1,2}$');
    expect(short.read('ab')).to.equal('ab');
    for (const other of ['abc', '', 3, true, null, ['ab'], { a: 'ab' }] as ConfigValue[]) {
      expect(short.read(other)).to.equal(undefined);
    }
  });
});

describe('text without a form', () => {
  it('takes anything that is not blank', () => {
    expect(['a', ' a ', '', ' ', '\n', '\u00a0'].map((value) => text().read(value))).to.deep.equal([
      'a',
      ' a ',
      ...[undefined, undefined, undefined, undefined],
    ]);
  });
});

describe(textList.name, () => {
  const ids = textList(2, 'at most two ids', '^id-');

  it('makes a list of one string and keeps the order of a list', () => {
    expect(ids.read('id-1')).to.deep.equal(['id-1']);
    expect(ids.read(['id-2', 'id-1'])).to.deep.equal(['id-2', 'id-1']);
  });

  it('refuses an empty list, a long one, and one with any wrong item', () => {
    for (const other of [
      [],
      ['id-1', 'id-2', 'id-3'],
      ['id-1', 'x'],
      ['id-1', 2],
      'x',
      7,
      {},
    ] as ConfigValue[]) {
      expect(ids.read(other), JSON.stringify(other)).to.equal(undefined);
    }
  });

  it('freezes what it gives', () => expect(Object.isFrozen(ids.read(['id-1']))).to.equal(true));

  it('says the same as JSON Schema', () => {
    expect(ids.schema).to.deep.equal({
      anyOf: [
        { type: 'string', pattern: '^id-' },
        { type: 'array', items: { type: 'string', pattern: '^id-' }, minItems: 1, maxItems: 2 },
      ],
    });
  });
});

describe(flag.name, () => {
  it('takes true and false, not their words', () => {
    expect([true, false, 'true', 0, null].map((value) => flag().read(value))).to.deep.equal([
      true,
      false,
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe(wholeNumber.name, () => {
  it('takes whole numbers within its bounds, both included', () => {
    const count = wholeNumber(0, 10);
    expect([0, 10, 5].map((value) => count.read(value))).to.deep.equal([0, 10, 5]);
    for (const other of [-1, 11, 1.5, Number.NaN, Infinity, '5'] as ConfigValue[]) {
      expect(count.read(other)).to.equal(undefined);
    }
  });
});

describe(oneOf.name, () => {
  it('takes one of its words and names them all', () => {
    const mode = oneOf('auto', 'host');
    expect(mode.read('host')).to.equal('host');
    expect(mode.read('Host')).to.equal(undefined);
    expect(mode.read(['host'])).to.equal(undefined);
    expect(mode.expected).to.equal("one of 'auto', 'host'");
  });
});

describe(duration.name, () => {
  it('is a whole number of milliseconds in its own words', () => {
    const wait = duration(1, 1000, 'up to a second');
    expect([1, 1000, 0, 1001, 0.5, '1 s'].map((value) => wait.read(value))).to.deep.equal([
      1,
      1000,
      ...[undefined, undefined, undefined, undefined],
    ]);
    expect(wait).to.deep.include({
      kind: 'duration',
      expected: 'up to a second',
      range: { min: 1, max: 1000 },
    });
  });
});

describe(httpUrl.name, () => {
  for (const url of [
    'http://127.0.0.1:4566',
    'https://s3.example.org',
    'https://s3.example.org/',
    'http://[::1]:80/path',
    'http://münchen.example',
  ]) {
    it(`takes ${url}`, () => expect(httpUrl().read(url)).to.equal(url));
  }

  for (const url of [
    '',
    'example.org',
    'ftp://example.org',
    'http://',
    'http://a b',
    'http://user:pass@example.org',
    'http://example.org?x=1',
    'http://example.org#x',
    'http://example.org:99999',
    'http://1.2.3.999',
    'http://example.org\n',
    ' http://example.org',
  ]) {
    it(`refuses ${JSON.stringify(url)}`, () => expect(httpUrl().read(url)).to.equal(undefined));
  }
});

describe(ownDuration.name, () => {
  const span = ownDuration(1_000, 5_000, 'a span');
  for (const [value, ms] of [
    [1_000, 1_000],
    ['5 sec', 5_000],
    ['2s 500ms', 2_500],
  ] as const) {
    it(`takes ${value}`, () => expect(span.read(value)).to.equal(ms));
  }
  for (const value of [999, '6 s', 'soon', '2000', true, null, ['2 s']]) {
    it(`refuses ${JSON.stringify(value)}`, () => expect(span.read(value)).to.equal(undefined));
  }
});
