import type { IncomingHttpHeaders } from 'node:http';
import { expect } from 'chai';
import { deleteVerdict, readVerdict, writeVerdict } from '../../../local/s3/conditions.js';

const object = { etag: '"abc"', modified: new Date('2026-01-02T03:04:05.678Z') };
const same = 'Fri, 02 Jan 2026 03:04:05 GMT';
const before = 'Fri, 02 Jan 2026 03:04:04 GMT';

describe(readVerdict.name, () => {
  const cases: readonly [IncomingHttpHeaders, ReturnType<typeof readVerdict>][] = [
    [{}, 'proceed'],
    [{ 'if-match': '"abc"' }, 'proceed'],
    [{ 'if-match': 'abc' }, 'proceed'],
    [{ 'if-match': '"x", "abc"' }, 'proceed'],
    [{ 'if-match': '"x"' }, 'precondition-failed'],
    [{ 'if-none-match': '"abc"' }, 'not-modified'],
    [{ 'if-none-match': 'W/"abc"' }, 'not-modified'],
    [{ 'if-none-match': '"x"' }, 'proceed'],
    [{ 'if-modified-since': same }, 'not-modified'],
    [{ 'if-modified-since': before }, 'proceed'],
    [{ 'if-unmodified-since': same }, 'proceed'],
    [{ 'if-unmodified-since': before }, 'precondition-failed'],
    [{ 'if-match': '"abc"', 'if-unmodified-since': before }, 'proceed'],
    [{ 'if-none-match': '"x"', 'if-modified-since': same }, 'proceed'],
    [{ 'if-modified-since': 'no date' }, 'proceed'],
  ];
  for (const [headers, expected] of cases) {
    it(`says ${expected} to ${JSON.stringify(headers)}`, () => {
      expect(readVerdict(headers, object)).to.equal(expected);
    });
  }
});

describe(writeVerdict.name, () => {
  it('lets If-None-Match create but not replace', () => {
    expect(writeVerdict({ 'if-none-match': '*' }, undefined)).to.equal('proceed');
    expect(writeVerdict({ 'if-none-match': '*' }, '"abc"')).to.equal('precondition-failed');
  });

  it('lets If-Match replace the state it names only', () => {
    expect(writeVerdict({ 'if-match': '"abc"' }, '"abc"')).to.equal('proceed');
    expect(writeVerdict({ 'if-match': '"x"' }, '"abc"')).to.equal('precondition-failed');
    expect(writeVerdict({ 'if-match': '"abc"' }, undefined)).to.equal('missing');
  });
});

describe(deleteVerdict.name, () => {
  const cases: readonly [string | undefined, string | undefined, ReturnType<typeof deleteVerdict>][] = [
    [undefined, undefined, 'proceed'],
    ['*', '"abc"', 'proceed'],
    ['*', undefined, 'precondition-failed'],
    ['"abc"', '"abc"', 'proceed'],
    ['"x"', '"abc"', 'precondition-failed'],
    ['"x"', undefined, 'missing'],
  ];
  for (const [match, etag, expected] of cases) {
    it(`says ${expected} to If-Match ${String(match)} on ${String(etag)} [S3-24]`, () => {
      expect(deleteVerdict(match, etag)).to.equal(expected);
    });
  }
});
