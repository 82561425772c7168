import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { expect } from 'chai';
import fc from 'fast-check';
import { AwsError } from '../../../local/http/aws-error.js';
import { ChunkedBody } from '../../../local/s3/chunked-body.js';

async function decode(parts: readonly (string | Buffer)[]): Promise<{ text: string; trailers: object }> {
  const body = new ChunkedBody();
  const chunks: Buffer[] = [];
  await pipeline(Readable.from(parts.map((part) => Buffer.from(part))), body, async (source) => {
    for await (const chunk of source) chunks.push(chunk as Buffer);
  });
  return { text: Buffer.concat(chunks).toString(), trailers: Object.fromEntries(body.trailers) };
}

describe(ChunkedBody.name, () => {
  it('takes off frames, signatures and trailers', async () => {
    const sent =
      '5;chunk-signature=ab\r\nhello\r\n1\r\n!\r\n0;chunk-signature=cd\r\nX-Amz-Checksum-Crc32:AAAA==\r\nx-amz-trailer-signature:ef\r\n\r\n';
    expect(await decode([sent])).to.deep.equal({
      text: 'hello!',
      trailers: { 'x-amz-checksum-crc32': 'AAAA==', 'x-amz-trailer-signature': 'ef' },
    });
  });

  it('gives the same however the bytes arrive', async () => {
    const content = fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(content, fc.integer({ min: 1, max: 9 }), async (chunks, step) => {
        const frames = chunks.map((chunk) => [`${chunk.length.toString(16)}\r\n`, chunk, '\r\n']).flat();
        const sent = Buffer.concat([...frames, '0\r\nt: v\r\n\r\n'].map((part) => Buffer.from(part)));
        const parts = Array.from({ length: Math.ceil(sent.length / step) }, (_, index) =>
          sent.subarray(index * step, (index + 1) * step),
        );
        const plain = Buffer.concat(chunks).toString();
        expect(await decode(parts)).to.deep.equal({ text: plain, trailers: { t: 'v' } });
      }),
    );
  });

  it('takes a body that ends with the last head for complete', async () => {
    expect((await decode(['2\r\nab\r\n0\r\n'])).text).to.equal('ab');
  });

  const broken: readonly [string, string][] = [
    ['', 'IncompleteBody'],
    ['5\r\nhel', 'IncompleteBody'],
    ['5\r\nhello\r\n', 'IncompleteBody'],
    ['5\r\nhello!\r\n0\r\n\r\n', 'InvalidRequest'],
    ['-5\r\n', 'InvalidRequest'],
    ['0\r\nno colon\r\n\r\n', 'InvalidRequest'],
    ['0\r\n\r\nmore', 'InvalidRequest'],
    ['x'.repeat(5000), 'InvalidRequest'],
  ];
  for (const [sent, code] of broken) {
    it(`refuses ${JSON.stringify(sent.slice(0, 24))} with ${code}`, async () => {
      const failure: unknown = await decode([sent]).catch((error: unknown) => error);
      expect(failure).to.be.instanceOf(AwsError).with.property('code', code);
    });
  }
});
