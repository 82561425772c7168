import { expect } from 'chai';
import { Chance, type Timing } from '../../../local/faults/chance.js';
import { seededRandom } from '../../../local/faults/seeded-random.js';

/** Which of `count` occasions are struck. */
function struck(timing: Timing, count: number, seed = 'a'): readonly number[] {
  const chance = new Chance(timing, seededRandom(seed, 'rule'), () => 0);
  return Array.from({ length: count }, (_, index) => index).filter(() => {
    const hit = chance.draw();
    if (hit) chance.strike();
    return hit;
  });
}

describe(Chance.name, () => {
  it('strikes always where nothing is said', () => {
    expect(struck({}, 3)).to.deep.equal([0, 1, 2]);
  });

  it('lets some pass first, then strikes so many and no more', () => {
    expect(struck({ after: 2, times: 3 }, 10)).to.deep.equal([2, 3, 4]);
  });

  it('strikes about as many as its probability says, the same ones for the same seed', () => {
    const hits = struck({ probability: 0.25 }, 4000);
    expect(hits.length).to.be.within(900, 1100);
    expect(struck({ probability: 0.25 }, 4000)).to.deep.equal(hits);
    expect(struck({ probability: 0.25 }, 4000, 'b')).to.not.deep.equal(hits);
    expect(struck({ probability: 0 }, 100)).to.deep.equal([]);
    expect(struck({ probability: 1 }, 100)).to.have.length(100);
  });

  it('draws the same for those it lets pass, so that `after` only takes the first away', () => {
    const all = struck({ probability: 0.5 }, 200);
    expect(struck({ probability: 0.5, after: 50 }, 200)).to.deep.equal(all.filter((index) => index >= 50));
  });

  it('neither strikes nor counts outside its time', () => {
    let now = 1000;
    const chance = new Chance(
      { from: 10, to: 20, after: 1 },
      () => 0,
      () => now,
    );
    const at = (time: number): boolean => {
      now = 1000 + time;
      return chance.draw();
    };
    expect([9, 10, 11, 19, 20].map(at)).to.deep.equal([false, false, true, true, false]);
    expect(chance.tally).to.deep.equal({ met: 3, struck: 0 });
  });

  it('is closed when its strikes are used up', () => {
    const chance = new Chance(
      { times: 1 },
      () => 0,
      () => 0,
    );
    expect(chance.open()).to.equal(true);
    chance.strike();
    expect(chance.open()).to.equal(false);
  });
});

describe(seededRandom.name, () => {
  it('gives numbers in [0, 1), spread evenly', () => {
    const random = seededRandom('seed', 'stream');
    const numbers = Array.from({ length: 10_000 }, random);
    expect(Math.min(...numbers)).to.be.at.least(0);
    expect(Math.max(...numbers)).to.be.below(1);
    for (let tenth = 0; tenth < 10; tenth++) {
      const within = numbers.filter((number) => Math.floor(number * 10) === tenth).length;
      expect(within, `tenth ${tenth}`).to.be.within(900, 1100);
    }
  });

  it('gives each stream of a seed numbers of its own', () => {
    const first = (seed: string, stream: string): number => seededRandom(seed, stream)();
    const all = [first('1', '2'), first('2', '1'), first('12', ''), first('', '12')];
    expect(new Set(all).size).to.equal(4);
  });
});
