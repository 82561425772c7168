import { expect } from 'chai';
import * as fc from 'fast-check';
import { OutputFrames } from '../../../local/runtime/container/output-frames.js';

describe(OutputFrames.name, () => {
  const frame = (stream: number, text: string): Buffer => {
    const header = Buffer.alloc(8);
    header[0] = stream;
    header.writeUInt32BE(Buffer.byteLength(text), 4);
    return Buffer.concat([header, Buffer.from(text)]);
  };

  it('gives each stream its bytes, however the frames are cut', () => {
    const parts = fc.array(fc.record({ stream: fc.constantFrom(1, 2), text: fc.string() }));
    fc.assert(
      fc.property(parts, fc.integer({ min: 1, max: 20 }), (frames, size) => {
        const got = { stdout: '', stderr: '' };
        const reader = new OutputFrames((name, bytes) => (got[name] += bytes.toString('latin1')));
        const all = Buffer.concat(frames.map(({ stream, text }) => frame(stream, text)));
        for (let at = 0; at < all.length; at += size) reader.push(all.subarray(at, at + size));
        const of = (wanted: number): string =>
          Buffer.concat(
            frames.filter(({ stream }) => stream === wanted).map(({ text }) => Buffer.from(text)),
          ).toString('latin1');
        expect(got).to.deep.equal({ stdout: of(1), stderr: of(2) });
      }),
    );
  });
});
