import { expect } from 'chai';
import fc from 'fast-check';
import { eventPage, type EventPage, type PageRequest } from '../../../local/logs/event-page.js';
import { type LogEvent, LogStream } from '../../../local/logs/log-stream.js';
import { awsPaging, fullPages, type PagingHabits } from '../../../local/logs/paging-habits.js';
import { seededRandom } from '../http/running-server.js';

const bounds = { events: 1000, bytes: 100_000_000 };
const now = Date.UTC(2026, 0, 1);
const day = 24 * 3_600_000;

function streamOf(count: number, message = (index: number): string => `m${index}`): LogStream {
  const stream = new LogStream('s', 0, bounds);
  for (let index = 0; index < count; index++) {
    stream.add({ serial: index, timestamp: index * 10, ingestionTime: 0, message: message(index) });
  }
  return stream;
}

const head: PageRequest = { startFromHead: true, limit: 10_000 };
const tail: PageRequest = { startFromHead: false, limit: 10_000 };
const messages = ({ events }: EventPage): string[] => events.map(({ message }) => message);
const pageOf = (stream: LogStream, request: PageRequest, habits?: PagingHabits): EventPage =>
  eventPage(stream.events, request, now, habits);

/** Follows one direction's token until it repeats; answers the pages before that. */
function follow(events: readonly LogEvent[], request: PageRequest, habits: PagingHabits): EventPage[] {
  const tokenOf = (page: EventPage): string =>
    request.startFromHead ? page.nextForwardToken : page.nextBackwardToken;
  const pages = [eventPage(events, request, now, habits)];
  for (let token = tokenOf(pages[0]!); ; token = tokenOf(pages.at(-1)!)) {
    const page = eventPage(events, { ...request, token }, now, habits);
    if (tokenOf(page) === token) return pages;
    pages.push(page);
  }
}

describe(eventPage.name, () => {
  it('starts at the head or at the tail [6b.1]', () => {
    expect(messages(pageOf(streamOf(5), { startFromHead: true, limit: 2 }))).to.deep.equal(['m0', 'm1']);
    expect(messages(pageOf(streamOf(5), { startFromHead: false, limit: 2 }))).to.deep.equal(['m3', 'm4']);
  });

  it('gives every event once to who follows the forward token until it repeats [6b.1] [LOG-2]', () => {
    fc.assert(
      fc.property(fc.nat({ max: 50 }), fc.integer({ min: 1, max: 20 }), (count, limit) => {
        const pages = follow(streamOf(count).events, { ...head, limit }, fullPages);
        expect(pages.flatMap(messages)).to.deep.equal(
          Array.from({ length: count }, (_, index) => `m${index}`),
        );
      }),
    );
  });

  it('has pages that are partial or empty while more exist, and loses nothing by them [6b.1] [LOG-6]', () => {
    let empty = 0;
    let partial = 0;
    for (let seed = 1; seed <= 50; seed++) {
      const habits = { ...awsPaging(seededRandom(seed)), empty: 0.3 };
      const forward = follow(streamOf(40).events, { ...head, limit: 10 }, habits);
      const backward = follow(streamOf(40).events, { ...tail, limit: 10 }, habits);
      const all = Array.from({ length: 40 }, (_, index) => `m${index}`);
      expect(forward.flatMap(messages)).to.deep.equal(all);
      expect(backward.reverse().flatMap(messages)).to.deep.equal(all);
      empty += forward.filter(({ events }) => events.length === 0).length;
      partial += forward.filter(({ events }) => events.length > 0 && events.length < 10).length;
    }
    expect(empty).to.be.above(10);
    expect(partial).to.be.above(10);
  });

  it('has the same habits again under the same seed', () => {
    const lengths = (): number[] =>
      follow(streamOf(40).events, { ...head, limit: 10 }, awsPaging(seededRandom(7))).map(
        ({ events }) => events.length,
      );
    expect(lengths()).to.deep.equal(lengths());
  });

  it('lets a reader get on whatever the dice say', () => {
    const habits = { random: () => 0, empty: 1, partial: 1 };
    const pages = follow(streamOf(3).events, head, habits);
    expect(pages.flatMap(messages)).to.deep.equal(['m0', 'm1', 'm2']);
  });

  it('walks back from the tail with the backward token', () => {
    const stream = streamOf(5);
    const last = pageOf(stream, { startFromHead: false, limit: 2 });
    const before = pageOf(stream, { ...tail, limit: 2, token: last.nextBackwardToken });
    expect(messages(before)).to.deep.equal(['m1', 'm2']);
    const start = pageOf(stream, { ...tail, limit: 2, token: before.nextBackwardToken });
    const end = pageOf(stream, { ...tail, limit: 2, token: start.nextBackwardToken });
    expect(end.events).to.deep.equal([]);
    expect(end.nextBackwardToken).to.equal(start.nextBackwardToken);
  });

  it('tells a reader at the end of what comes later', () => {
    const stream = streamOf(1);
    const token = pageOf(stream, head).nextForwardToken;
    stream.add({ serial: 9, timestamp: 99, ingestionTime: 0, message: 'late' });
    expect(messages(pageOf(stream, { ...head, token }))).to.deep.equal(['late']);
  });

  it('tells a reader of an empty stream of its first event', () => {
    const stream = streamOf(0);
    const { nextForwardToken: token, events } = pageOf(stream, tail);
    expect(events).to.deep.equal([]);
    stream.add({ serial: 0, timestamp: 5, ingestionTime: 0, message: 'first' });
    expect(messages(pageOf(stream, { ...head, token }))).to.deep.equal(['first']);
  });

  it('includes the start of a range and leaves out its end', () => {
    const { events } = pageOf(streamOf(5), { ...head, startTime: 10, endTime: 30 });
    expect(events.map(({ timestamp }) => timestamp)).to.deep.equal([10, 20]);
  });

  it('holds a page to one megabyte but never to nothing [6b.1] [LOG-3]', () => {
    const large = streamOf(3, () => 'x'.repeat(600_000));
    expect(pageOf(large, head).events).to.have.length(1);
    expect(pageOf(large, tail).events).to.have.length(1);
    const huge = streamOf(2, () => 'x'.repeat(2_000_000));
    expect(pageOf(huge, head).events).to.have.length(1);
  });

  it('holds a page to ten thousand events [6b.1] [LOG-3]', () => {
    const many = new LogStream('s', 0, { events: 20_000, bytes: 100_000_000 });
    for (let serial = 0; serial < 10_001; serial++) {
      many.add({ serial, timestamp: 0, ingestionTime: 0, message: 'x' });
    }
    expect(pageOf(many, head).events).to.have.length(10_000);
  });

  it('refuses a token it never gave, and one that is more than a day old [6b.1]', () => {
    expect(() => pageOf(streamOf(1), { ...head, token: 'f/1' })).to.throw(/nextToken is invalid: 'f\/1'/);
    const { nextForwardToken: token } = pageOf(streamOf(1), head);
    const later = (time: number): EventPage => eventPage(streamOf(1).events, { ...head, token }, time);
    expect(later(now + day).nextForwardToken).to.equal(token);
    expect(() => later(now + day + 1)).to.throw(/nextToken has expired, 24 hours after it was given/);
  });
});

describe(LogStream.name, () => {
  it('puts an event that comes late where its time is', () => {
    const stream = streamOf(3);
    stream.add({ serial: 9, timestamp: 15, ingestionTime: 0, message: 'late' });
    expect(stream.events.map(({ message }) => message)).to.deep.equal(['m0', 'm1', 'late', 'm2']);
  });

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

  it('tells each segment once of which nothing is left', () => {
    const stream = streamOf(600);
    stream.expire(2570);
    expect(stream.takeEmptied()).to.deep.equal([0]);
    expect(stream.takeEmptied()).to.deep.equal([]);
    expect(stream.segment(1)).to.have.length(255);
  });
});
