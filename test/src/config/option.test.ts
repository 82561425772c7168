import { expect } from 'chai';
import type { ConfigValue } from '../../../spi/index.js';
import { flag, oneOf, optional, required, text, textList, wholeNumber } from '../../../src/config/option.js';

const declaration = { help: 'Help.', example: "'x'" };

describe(text.name, () => {
  it('takes a string that is accepted and nothing else', () => {
    const short = text('a short string', (value) => value.length < 3);
    expect(short.read('ab')).to.equal('ab');
    for (const other of ['abc', '', 3, true, null, ['ab'], { a: 'ab' }] as ConfigValue[]) {
      expect(short.read(other)).to.equal(undefined);
    }
  });
});

describe(textList.name, () => {
  const ids = textList(2, 'at most two ids', (id) => id.startsWith('id-'));

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

  it('says the same as JSON Schema', () => {
    expect(ids.schema).to.deep.equal({
      anyOf: [
        { type: 'string', minLength: 1 },
        { type: 'array', items: { type: 'string', minLength: 1 }, minItems: 1, maxItems: 2 },
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

describe(optional.name, () => {
  it('keeps the fallback and is not required', () => {
    expect(optional(flag(), true, declaration)).to.include({
      required: false,
      fallback: true,
      ...declaration,
    });
  });
});

describe(required.name, () => {
  it('is required and has no fallback', () => {
    expect(required(flag(), declaration)).to.include({ required: true, fallback: undefined });
  });
});
