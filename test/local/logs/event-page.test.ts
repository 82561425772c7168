import { expect } from 'chai';
import fc from 'fast-check';
import { eventPage, type PageRequest } from '../../../local/logs/event-page.js';
import { LogStream } from '../../../local/logs/log-stream.js';

const bounds = { events: 1000, bytes: 100_000_000 };

function streamOf(count: number, message = (index: number): string => `m${index}`): LogStream {
  const stream = new LogStream('s', 0, bounds);
  for (let index = 0; index < count; index++) {
    stream.add({ serial: index, timestamp: index * 10, ingestionTime: 0, message: message(index) });
  }
  return stream;
}

const head: PageRequest = { startFromHead: true, limit: 10_000 };

describe(eventPage.name, () => {
  it('starts at the head or at the tail', () => {
    const read = (startFromHead: boolean): string[] =>
      eventPage(streamOf(5), { startFromHead, limit: 2 }).events.map(({ message }) => message);
    expect(read(true)).to.deep.equal(['m0', 'm1']);
    expect(read(false)).to.deep.equal(['m3', 'm4']);
  });

  it('gives every event once to who follows the forward token until it repeats', () => {
    fc.assert(
      fc.property(fc.nat({ max: 50 }), fc.integer({ min: 1, max: 20 }), (count, limit) => {
        const stream = streamOf(count);
        const seen: string[] = [];
        let page = eventPage(stream, { ...head, limit });
        let token = '';
        while (page.nextForwardToken !== token) {
          seen.push(...page.events.map(({ message }) => message));
          token = page.nextForwardToken;
          page = eventPage(stream, { ...head, limit, token });
        }
        expect(seen).to.deep.equal(Array.from({ length: count }, (_, index) => `m${index}`));
      }),
    );
  });

  it('walks back from the tail with the backward token', () => {
    const stream = streamOf(5);
    const tail = eventPage(stream, { startFromHead: false, limit: 2 });
    const before = eventPage(stream, { startFromHead: false, limit: 2, token: tail.nextBackwardToken });
    expect(before.events.map(({ message }) => message)).to.deep.equal(['m1', 'm2']);
    const start = eventPage(stream, { startFromHead: false, limit: 2, token: before.nextBackwardToken });
    const end = eventPage(stream, { startFromHead: false, limit: 2, token: start.nextBackwardToken });
    expect(end.events).to.deep.equal([]);
    expect(end.nextBackwardToken).to.equal(start.nextBackwardToken);
  });

  it('tells a reader at the end of what comes later', () => {
    const stream = streamOf(1);
    const token = eventPage(stream, head).nextForwardToken;
    stream.add({ serial: 9, timestamp: 99, ingestionTime: 0, message: 'late' });
    expect(eventPage(stream, { ...head, token }).events.map(({ message }) => message)).to.deep.equal([
      'late',
    ]);
  });

  it('includes the start of a range and leaves out its end', () => {
    const { events } = eventPage(streamOf(5), { ...head, startTime: 10, endTime: 30 });
    expect(events.map(({ timestamp }) => timestamp)).to.deep.equal([10, 20]);
  });

  it('holds a page to one megabyte but never to nothing', () => {
    const large = streamOf(3, () => 'x'.repeat(600_000));
    const first = eventPage(large, head);
    expect(first.events).to.have.length(1);
    const huge = streamOf(2, () => 'x'.repeat(2_000_000));
    expect(eventPage(huge, head).events).to.have.length(1);
  });

  it('refuses a token it never gave', () => {
    expect(() => eventPage(streamOf(1), { ...head, token: 'f/1' })).to.throw(/nextToken is invalid: 'f\/1'/);
  });
});

describe(LogStream.name, () => {
  it('drops the oldest past its bounds, counts them, and keeps positions', () => {
    const stream = new LogStream('s', 0, { events: 10, bytes: 1_000_000 });
    for (let index = 0; index < 100; index++) {
      stream.add({ serial: index, timestamp: index, ingestionTime: 0, message: `m${index}` });
    }
    expect(stream.events.length).to.be.within(9, 10);
    expect(stream.events.at(-1)).to.include({ message: 'm99', position: 99 });
    expect(stream.dropped + stream.events.length).to.equal(100);
  });

  it('bounds bytes too', () => {
    const stream = new LogStream('s', 0, { events: 1000, bytes: 10_000 });
    for (let index = 0; index < 100; index++) {
      stream.add({ serial: index, timestamp: index, ingestionTime: 0, message: 'x'.repeat(974) });
    }
    expect(stream.events.length).to.be.within(9, 10);
  });
});
