import { expect } from 'chai';
import { readTail } from '../../../src/logs/read-tail.js';
import { PagedStream } from './paged-stream.js';

const STREAM = { group: '/g', name: 'nf/main/1' };

async function tailOf(stream: PagedStream, wanted: number): Promise<string[]> {
  return (await readTail(STREAM, wanted, stream.read)).map(({ text }) => text);
}

describe(readTail.name, () => {
  it('reads back from the end, past blank pages, and no further than it must', async () => {
    const stream = new PagedStream();
    stream.add(...Array.from({ length: 1_000 }, (_, line) => `line ${line}`));
    expect(await tailOf(stream, 5)).to.deep.equal([
      'line 995',
      'line 996',
      'line 997',
      'line 998',
      'line 999',
    ]);
    expect(stream.requests.length).to.equal(5);
    expect(stream.requests.map(({ fromHead, limit }) => [fromHead, limit])).to.deep.equal([
      [false, 5],
      [false, 5],
      [false, 3],
      [false, 1],
      [false, 1],
    ]);
  });

  it('has all of a log that is shorter', async () => {
    const stream = new PagedStream();
    stream.add('a', 'b', 'c');
    expect(await tailOf(stream, 50)).to.deep.equal(['a', 'b', 'c']);
  });

  it('is empty where nothing was printed, and where there is no stream', async () => {
    expect(await tailOf(new PagedStream(), 50)).to.deep.equal([]);
    expect(await readTail(STREAM, 50, () => Promise.resolve(undefined))).to.deep.equal([]);
  });

  it('gives up on a stream that has blank pages only', async () => {
    let pages = 0;
    const read = (): Promise<{ lines: []; forward: string; backward: string }> =>
      Promise.resolve({ lines: [], forward: 'f', backward: `b/${++pages}` });
    expect(await readTail(STREAM, 50, read)).to.deep.equal([]);
    expect(pages).to.equal(8);
  });
});
