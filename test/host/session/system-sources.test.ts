import { expect } from 'chai';
import { systemClock, systemRandom } from '../../../host/session/system-sources.js';

describe('systemClock', () => {
  it('tells the machine’s time', () => {
    const before = Date.now();
    expect(systemClock.now()).to.be.within(before, Date.now());
  });

  it('runs a timer once, unless cancelled', async () => {
    let runs = 0;
    systemClock.after(0, () => runs++).cancel();
    await new Promise<void>((resolve) => void systemClock.after(1, resolve));
    expect(runs).to.equal(0);
  });
});

describe('systemRandom', () => {
  it('gives numbers from 0 to 1 that differ', () => {
    const numbers = Array.from({ length: 100 }, systemRandom);
    expect(numbers.every((number) => number >= 0 && number < 1)).to.equal(true);
    expect(new Set(numbers).size).to.be.above(90);
  });
});
