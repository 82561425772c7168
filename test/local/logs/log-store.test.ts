import { expect } from 'chai';
import { LogBook } from '../../../local/logs/log-book.js';
import { type LogBounds, LogStore } from '../../../local/logs/log-store.js';
import { noState } from '../../../local/state/state-book.js';

const roomy = { stream: { events: 1000, bytes: 1024 * 1024 }, streamsPerGroup: 1000 };

describe(LogStore.name, () => {
  let said: string[];
  beforeEach(() => {
    said = [];
  });

  const storeWith = (bounds: Partial<LogBounds>): LogStore => {
    const store = new LogStore({
      now: () => 0,
      bounds: { ...roomy, memory: 1024 * 1024, ...bounds },
      book: new LogBook('us-east-1', noState),
      log: (line) => said.push(line),
    });
    store.createGroup('g');
    return store;
  };
  const fill = (store: LogStore, name: string, count: number, message = 'x'.repeat(24)): void => {
    const group = store.group('g');
    const stream = group.streams.get(name) ?? store.createStream('g', name);
    // One time for all: what was added first is the oldest.
    for (let index = 0; index < count; index++) store.add(group, stream, 0, message);
  };
  const kept = (store: LogStore): Record<string, number> =>
    Object.fromEntries(
      [...store.group('g').streams.values()].map(({ name, events }) => [name, events.length]),
    );

  it('keeps to its memory, what an event needs beside its text included, and drops from the oldest stream', () => {
    // 24 bytes of text, 26 of AWS's own count and 150 of overhead: 200 an event.
    const store = storeWith({ memory: 100 * 200 });
    fill(store, 'old', 60);
    fill(store, 'new', 40);
    expect(kept(store)).to.deep.equal({ old: 60, new: 40 });
    fill(store, 'new', 1);
    expect(kept(store)).to.deep.equal({ old: 49, new: 41 });
    fill(store, 'new', 100);
    expect(kept(store)['old']).to.equal(0);
    expect(kept(store)['new'] ?? 0).to.be.within(90, 100);
  });

  it('goes on within its memory when one stream alone fills it, and keeps the latest events', () => {
    const store = storeWith({ memory: 100 * 200 });
    fill(store, 'a', 950);
    const { events } = store.stream('g', 'a');
    expect(events.length).to.be.within(90, 100);
    expect(events.at(-1)?.position).to.equal(949);
  });

  it('gives back the memory of a stream that is dropped whole', () => {
    const store = storeWith({ memory: 100 * 200, streamsPerGroup: 2 });
    fill(store, 'a', 90);
    fill(store, 'b', 5);
    fill(store, 'c', 90);
    expect(kept(store)).to.deep.equal({ b: 5, c: 90 });
  });

  for (const [what, bounds] of [
    ['memory', { memory: 20 * 200 }],
    ['the bounds of a stream', { stream: { events: 20, bytes: 1024 * 1024 } }],
  ] as const) {
    it(`says once that events were dropped for ${what}`, () => {
      const store = storeWith(bounds);
      fill(store, 'a', 20);
      expect(said).to.deep.equal([]);
      fill(store, 'a', 100);
      expect(said).to.have.length(1);
      expect(said[0]).to.match(/log events were dropped/);
    });
  }
});
