import { expect } from 'chai';
import * as fc from 'fast-check';
import { PollRound } from '../../spi/poll-round.js';

describe(PollRound.name, () => {
  it('fetches an id once that was asked for twice', async () => {
    const round = new PollRound<string>();
    const asked: string[][] = [];
    for (const id of ['a', 'b', 'a']) round.collect(id);
    await round.load((ids) => {
      asked.push([...ids]);
      return Promise.resolve(new Map());
    }, 100);
    expect(asked).to.deep.equal([['a', 'b']]);
  });

  it('makes no call where nothing was collected', async () => {
    const errors = await new PollRound<string>().load(() => Promise.reject(new Error('called')), 100);
    expect(errors).to.deep.equal([]);
  });

  it('hands out what the fetch said and nothing of what it left out', async () => {
    const round = new PollRound<string>();
    round.collect('a');
    round.collect('b');
    await round.load(() => Promise.resolve(new Map([['a', 'RUNNING']])), 100);
    expect(round.get('a')).to.equal('RUNNING');
    expect(round.get('b')).to.equal(undefined);
  });

  it('loses the news of a failing call only, also when the call throws at once', async () => {
    const round = new PollRound<number>();
    for (const id of ['1', '2', '3', '4', '5', '6']) round.collect(id);
    const errors = await round.load((ids) => {
      if (ids.includes('3')) throw new Error('no route');
      if (ids.includes('5')) return Promise.reject(new Error('throttled'));
      return Promise.resolve(new Map(ids.map((id) => [id, Number(id)])));
    }, 2);
    expect(errors.map(String)).to.deep.equal(['Error: no route', 'Error: throttled']);
    expect(['1', '2', '3', '5'].map((id) => round.get(id))).to.deep.equal([1, 2, undefined, undefined]);
  });

  it('fetches every id once in ceil(N / batch size) calls, one call after the other', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 450 }),
        fc.integer({ min: 1, max: 120 }),
        async (count, size) => {
          const round = new PollRound<string>();
          const ids = Array.from({ length: count }, (_, index) => `id-${index}`);
          for (const id of ids) round.collect(id);
          const calls: string[][] = [];
          let open = 0;
          await round.load(async (batch) => {
            open += 1;
            expect(open).to.equal(1);
            calls.push([...batch]);
            await Promise.resolve();
            open -= 1;
            return new Map();
          }, size);
          expect(calls.length).to.equal(Math.ceil(count / size));
          expect(calls.every((batch) => batch.length <= size)).to.equal(true);
          expect(calls.flat()).to.deep.equal(ids);
        },
      ),
      { numRuns: 50 },
    );
  });
});
