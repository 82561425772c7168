import { expect } from 'chai';
import fc from 'fast-check';
import { compareKeys } from '../../../local/logs/event-key.js';
import { LogStream } from '../../../local/logs/log-stream.js';
import { mergedEvents } from '../../../local/logs/merged-events.js';

describe(mergedEvents.name, () => {
  it('gives the events of all streams in order of time, from any position [6b.3]', () => {
    const arrival = fc.record({ stream: fc.nat({ max: 5 }), timestamp: fc.nat({ max: 20 }) });
    fc.assert(
      fc.property(fc.array(arrival, { maxLength: 60 }), fc.nat({ max: 21 }), (arrivals, start) => {
        const streams = Array.from({ length: 6 }, (_, index) => {
          const stream = new LogStream(`s${index}`, 0, { events: 1000, bytes: 1_000_000 });
          arrivals.forEach(({ stream: of, timestamp }, serial) => {
            if (of === index) stream.add({ serial, timestamp, ingestionTime: 0, message: `${serial}` });
          });
          return stream;
        });
        const wanted = streams
          .flatMap(({ events }) => [...events])
          .filter(({ timestamp }) => timestamp >= start)
          .sort(compareKeys);
        const found = [...mergedEvents(streams, { timestamp: start, serial: 0 })];
        expect(found.map(({ event }) => event)).to.deep.equal(wanted);
        for (const { stream, event } of found) {
          expect(stream).to.equal(`s${arrivals[event.serial]?.stream ?? -1}`);
        }
      }),
    );
  });
});
