import { Readable } from 'node:stream';
import { expect } from 'chai';
import { AwsError } from '../../../local/http/aws-error.js';
import { readJson } from '../../../local/http/json-body.js';

const read = (text: string, cap = 1000): Promise<unknown> =>
  readJson(Readable.from(text === '' ? [] : [Buffer.from(text)]), cap);
const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

async function failure(text: string, cap?: number): Promise<unknown> {
  return read(text, cap).catch((error: unknown) => error);
}

describe(readJson.name, () => {
  it('reads JSON, and nothing as an empty structure', async () => {
    expect(await read('{"a":[1]}')).to.deep.equal({ a: [1] });
    expect(await read('')).to.deep.equal({});
  });

  it('takes 64 levels of nesting and no more', async () => {
    expect(await read(nested(64))).to.be.an('array');
    expect(await failure(nested(65)))
      .to.be.instanceOf(AwsError)
      .with.property('code', 'SerializationException');
    expect(await failure('{"a":'.repeat(200_000), 10_000_000)).to.have.property(
      'code',
      'SerializationException',
    );
  });

  it('counts no brackets inside text, and levels that have been left only once', async () => {
    const text = JSON.stringify({
      text: `\\"${'['.repeat(100)}`,
      list: Array.from({ length: 100 }, () => [[]]),
    });
    expect(await read(text)).to.deep.equal(JSON.parse(text));
  });

  it('refuses what is too large or no JSON', async () => {
    expect(await failure('"12345678"', 5)).to.have.property('status', 413);
    expect(await failure('{'))
      .to.have.property('message')
      .that.contains('not JSON');
  });
});
