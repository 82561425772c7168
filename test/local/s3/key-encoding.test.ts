import { resolve } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { compareKeys, decodeName, encodeKey, folderObject } from '../../../local/s3/key-encoding.js';
import { decodeKey } from './decode-key.js';

/** Segments that are likely to go wrong beside any others. */
const segment = fc.oneof(
  fc.constantFrom('', '.', '..', '...', '%', '%=', '%+', '%@', '%25', '%=%25', 'a%b', 'a\0b', '~', '\\', ':'),
  fc.string({ unit: 'grapheme' }),
  fc
    .string({ unit: 'binary', maxLength: 40 })
    .filter((text) => Buffer.from(text).toString() === text && !text.includes('/')),
  fc.nat({ max: 900 }).map((length) => 'x'.repeat(length)),
  fc.nat({ max: 300 }).map((length) => `%=${'é%'.repeat(length)}`),
);
const key = fc.array(segment, { minLength: 1, maxLength: 5 }).map((segments) => segments.join('/'));

describe(encodeKey.name, () => {
  for (const plain of ['work/ab/cd/.command.run', 'a b/ü.txt', '100%.txt', '...', 'x'.repeat(255)]) {
    it(`keeps ${plain.slice(0, 30)} as it is`, () => {
      expect(encodeKey(plain).join('/')).to.equal(plain);
    });
  }

  it('marks segments that are no names', () => {
    expect(encodeKey('a//../k/')).to.deep.equal(['a', '%=', '%=..', 'k', '%=']);
  });

  it('cuts a segment above 255 bytes into names of its own', () => {
    const names = encodeKey(`a/${'é'.repeat(200)}/b`);
    expect(names.map((name) => name.slice(0, 2))).to.deep.equal(['a', '%+', '%=', 'b']);
  });

  it('gives only names a file system takes, so that no key leaves its bucket', () => {
    fc.assert(
      fc.property(key, (text) => {
        for (const name of encodeKey(text)) {
          expect(name).to.not.be.oneOf(['', '.', '..', folderObject]);
          expect(name).to.not.match(/[/\0]/);
          expect(Buffer.byteLength(name)).to.be.at.most(255);
        }
      }),
    );
  });
});

describe(`${encodeKey.name}, as a path`, () => {
  it('lies in the folder of the bucket whatever the key, and nowhere else [S3-26]', () => {
    const anything = fc.oneof(key, fc.string({ unit: 'binary', minLength: 1 }));
    fc.assert(
      fc.property(anything, (text) => {
        const bucket = '/data/s3/bbb';
        const path = resolve(bucket, ...encodeKey(text));
        expect(path.startsWith(`${bucket}/`)).to.equal(true);
        // Nothing on the way was taken for a step up or for nothing.
        expect(path).to.equal([bucket, ...encodeKey(text)].join('/'));
      }),
      { numRuns: 1000 },
    );
  });
});

describe(`${decodeName.name}, name by name`, () => {
  it('is the inverse of encodeKey', () => {
    fc.assert(
      fc.property(key, (text) => {
        expect(decodeKey(encodeKey(text))).to.equal(text);
      }),
      { numRuns: 500 },
    );
  });

  it('takes every path that is a key for that key only', () => {
    const name = fc.oneof(segment, fc.constantFrom('%=a', '%+a', '%=%00', '%=%2', '%@x'));
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 3 }), (names) => {
        const text = decodeKey(names);
        if (
          text !== undefined &&
          names.every((item) => !['', '.', '..'].includes(item) && !item.includes('/') && item.length < 255)
        ) {
          if (!names.some((item) => item.includes('\0'))) expect(encodeKey(text)).to.deep.equal(names);
        }
      }),
      { numRuns: 500 },
    );
  });

  for (const foreign of [['%@'], ['%@x'], ['%=a'], ['%+a'], ['%+a', 'b'], ['%=%2']]) {
    it(`takes ${foreign.join('/')} for no key`, () => {
      expect(decodeKey(foreign)).to.equal(undefined);
    });
  }
});

describe(compareKeys.name, () => {
  it('orders any two keys as their bytes are', () => {
    const text = fc.string({
      unit: fc.oneof(
        fc.constantFrom('a', '/', '\uFF5E', '\uE000'),
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
      ),
    });
    fc.assert(
      fc.property(text, text, (a, b) => {
        const bytes = Buffer.compare(Buffer.from(a), Buffer.from(b));
        expect(Math.sign(compareKeys(a, b))).to.equal(bytes);
      }),
      { numRuns: 1000 },
    );
  });

  it('orders by bytes of UTF-8, not by UTF-16', () => {
    expect(['\u{1F600}', '\uFF5E', 'a'].sort(compareKeys)).to.deep.equal(['a', '\uFF5E', '\u{1F600}']);
  });
});
