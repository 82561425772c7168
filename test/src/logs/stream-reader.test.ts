import { expect } from 'chai';
import { StreamReader } from '../../../src/logs/stream-reader.js';
import { FakeClock } from '../../support/fake-clock.js';
import { serviceError } from '../aws-builders.js';
import { failureOf } from '../settle-with.js';
import { PagedStream } from './paged-stream.js';

const STREAM = { group: '/g', name: 'nf/main/1' };
const HOUR = 3_600_000;

class ReaderRig {
  readonly clock = new FakeClock();
  readonly stream = new PagedStream();
  readonly reader = new StreamReader(STREAM, this.stream.read, this.clock);

  /** Reads to the end; fails the test where that never comes. */
  async all(): Promise<string[]> {
    const texts: string[] = [];
    for (let step = 0; step < 50; step++) {
      const { lines, atEnd } = await this.reader.next();
      texts.push(...lines.map(({ text }) => text));
      if (atEnd) return texts;
    }
    return expect.fail('there was no end');
  }
}

describe(StreamReader.name, () => {
  it('reads every line once, past blank pages, to the page that repeats its token', async () => {
    const rig = new ReaderRig();
    rig.stream.add('a', 'b', 'c', 'd', 'e');
    expect(await rig.all()).to.deep.equal(['a', 'b', 'c', 'd', 'e']);
    expect(rig.stream.requests[0]).to.deep.equal({
      ...STREAM,
      fromHead: true,
      token: undefined,
      since: undefined,
    });
    expect(rig.stream.requests.every(({ fromHead }) => fromHead)).to.equal(true);
  });

  it('takes no first page for the end, though it is empty', async () => {
    const rig = new ReaderRig();
    expect(await rig.reader.next()).to.deep.equal({ lines: [], atEnd: false });
    expect(await rig.reader.next()).to.deep.equal({ lines: [], atEnd: true });
  });

  it('goes on where it stopped when more has come', async () => {
    const rig = new ReaderRig();
    rig.stream.add('a');
    expect(await rig.all()).to.deep.equal(['a']);
    rig.stream.add('b', 'c');
    expect(await rig.all()).to.deep.equal(['b', 'c']);
  });

  it('is at the end where there is no stream yet, and reads it from its head when it is there', async () => {
    const stream = new PagedStream();
    let made = false;
    const reader = new StreamReader(
      STREAM,
      (request) => (made ? stream.read(request) : Promise.resolve(undefined)),
      new FakeClock(),
    );
    expect(await reader.next()).to.deep.equal({ lines: [], atEnd: true });
    made = true;
    stream.add('a');
    await reader.next();
    expect((await reader.next()).lines.map(({ text }) => text)).to.deep.equal(['a']);
  });

  it('has taken nothing where a read fails', async () => {
    const stream = new PagedStream();
    stream.add('a');
    let broken = true;
    const reader = new StreamReader(
      STREAM,
      (request) => (broken ? Promise.reject(serviceError('throttled')) : stream.read(request)),
      new FakeClock(),
    );
    expect(await failureOf(reader.next())).to.have.property('kind', 'throttled');
    broken = false;
    await reader.next();
    expect((await reader.next()).lines.length).to.equal(1);
  });

  it('enters a stream anew by time where its token grows old, and reads no line twice', async () => {
    const rig = new ReaderRig();
    rig.stream.lines.push({ time: 7, text: 'a' }, { time: 9, text: 'b' }, { time: 9, text: 'c' });
    expect(await rig.all()).to.deep.equal(['a', 'b', 'c']);
    await rig.clock.advance(20 * HOUR);
    await rig.all();
    expect(rig.stream.requests.at(-1)?.token).not.to.equal(undefined);
    await rig.clock.advance(1);
    const before = rig.stream.requests.length;
    rig.stream.lines.push({ time: 9, text: 'd' }, { time: 11, text: 'e' });
    expect(await rig.all()).to.deep.equal(['d', 'e']);
    expect(rig.stream.requests[before]).to.deep.include({ token: undefined, since: 9 });
    expect(await rig.all()).to.deep.equal([]);
  });
});
