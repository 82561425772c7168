import { expect } from 'chai';
import fc from 'fast-check';
import { LineSplitter } from '../../../local/runtime/line-splitter.js';

function split(chunks: readonly Buffer[], limit = 1000): string[] {
  const lines: string[] = [];
  const splitter = new LineSplitter(limit, (line) => lines.push(line));
  for (const chunk of chunks) splitter.push(chunk);
  splitter.end();
  return lines;
}

/** The bytes cut at the given places. */
function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const at = [0, ...places.map((place) => place % (bytes.length + 1)), bytes.length].sort(
    (one, two) => one - two,
  );
  return at.slice(1).map((end, index) => bytes.subarray(at[index], end));
}

describe(LineSplitter.name, () => {
  it('gives lines as they end, and a last one without an end', () => {
    expect(split([Buffer.from('a\nb'), Buffer.from('c\n\nd')])).to.deep.equal(['a', 'bc', '', 'd']);
    expect(split([Buffer.from('a\n')])).to.deep.equal(['a']);
    expect(split([])).to.deep.equal([]);
  });

  it('gives the same lines however the bytes are cut', () => {
    const text = fc.array(
      fc.string({ unit: 'grapheme' }).map((line) => line.replaceAll('\n', '')),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(text, fc.array(fc.nat()), (lines, places) => {
        const bytes = Buffer.from(lines.join('\n') + '\n');
        expect(split(cut(bytes, places), 1_000_000)).to.deep.equal(lines);
      }),
    );
  });

  it('replaces invalid UTF-8 and keeps its neighbours', () => {
    expect(split([Buffer.from([0x61, 0xff, 0x62, 0x0a]), Buffer.from([0xc3])])).to.deep.equal([
      'a\ufffdb',
      '\ufffd',
    ]);
  });

  it('cuts a long line in pieces of whole characters and loses nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), fc.array(fc.nat()), (sample, places) => {
        const line = sample.replaceAll('\n', '').repeat(5);
        const pieces = split(cut(Buffer.from(line), places), 8);
        expect(pieces.join('')).to.equal(line);
        for (const piece of pieces) expect(Buffer.byteLength(piece)).to.be.at.most(8);
      }),
    );
  });
});
