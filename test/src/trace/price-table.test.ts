import { expect } from 'chai';
import { builtInPrices } from '../../../src/trace/built-in-prices.js';
import { priceOf, type PriceTable } from '../../../src/trace/price-table.js';

const table: PriceTable = {
  date: '2026-11-26',
  region: 'eu-west-1',
  feeShare: 0.1,
  families: new Map([
    ['m6i', { onDemand: 0.1 }],
    ['c7g', { onDemand: 0.08, spot: 0.03, fee: 0.01 }],
    ['c7i-flex', { onDemand: 0.09 }],
  ]),
  types: new Map([
    ['m6i.4xlarge', { onDemand: 5, fee: 1 }],
    ['m6i.metal', { onDemand: 7 }],
  ]),
};

describe(priceOf.name, () => {
  for (const [type, onDemand] of [
    ['m6i.medium', 0.05],
    ['m6i.large', 0.1],
    ['m6i.xlarge', 0.2],
    ['m6i.2xlarge', 0.4],
    ['m6i.24xlarge', 4.8],
    ['c7i-flex.8xlarge', 1.44],
  ] as const) {
    it(`works ${type} out of its family's large`, () => {
      expect(priceOf(table, type)?.onDemand).to.be.closeTo(onDemand, 1e-12);
    });
  }

  it('takes the price of a type itself before that of its family, bare metal by that alone', () => {
    expect(priceOf(table, 'm6i.4xlarge')).to.deep.equal({ onDemand: 5, fee: 1 });
    expect(priceOf(table, 'm6i.metal')?.onDemand).to.equal(7);
    expect(priceOf(table, 'c7g.metal')).to.equal(undefined);
  });

  it('adds the share of the table where a price has no fee of its own, of the on-demand price', () => {
    expect(priceOf(table, 'm6i.large')?.fee).to.be.closeTo(0.01, 1e-12);
    const own = priceOf(table, 'c7g.2xlarge');
    expect(own?.spot).to.be.closeTo(0.12, 1e-12);
    expect(own?.fee).to.be.closeTo(0.04, 1e-12);
  });

  for (const type of ['m5.large', 'm6i', '', 'm6i.small', 'm6i.large.x', 'xm6i.large', 'm6i.0.5xlarge']) {
    it(`knows no price of '${type}'`, () => {
      expect(priceOf(table, type)).to.equal(undefined);
    });
  }
});

describe('the built-in prices', () => {
  // AWS's price list, us-east-1, Linux, on demand, 2026-01-19.
  for (const [type, dollars] of [
    ['c5.18xlarge', 3.06],
    ['c6a.48xlarge', 7.344],
    ['c7g.medium', 0.0363],
    ['c7gd.16xlarge', 2.903],
    ['c7i-flex.16xlarge', 2.7132],
    ['c8gn.48xlarge', 11.376],
    ['c8i.96xlarge', 17.99232],
    ['i4i.32xlarge', 10.9824],
    ['i7i.48xlarge', 18.121],
    ['im4gn.16xlarge', 5.82067],
    ['m5zn.12xlarge', 3.9641],
    ['m6i.8xlarge', 1.536],
    ['m7gd.16xlarge', 3.4171],
    ['r6i.2xlarge', 0.504],
    ['r7iz.32xlarge', 11.904],
    ['r8a.48xlarge', 15.33696],
    ['t3.medium', 0.0416],
    ['t4g.2xlarge', 0.2688],
    ['x2idn.32xlarge', 13.338],
    ['x2iedn.xlarge', 0.83363],
    ['x2iezn.12xlarge', 10.008],
    ['g4dn.xlarge', 0.526],
    ['g5.48xlarge', 16.288],
    ['p5.48xlarge', 55.04],
    ['trn1.32xlarge', 21.5],
  ] as const) {
    it(`are right for ${type} by less than half a per cent`, () => {
      expect(priceOf(builtInPrices, type)?.onDemand).to.be.within(dollars * 0.995, dollars * 1.005);
    });
  }

  it('have a day, a region, a price above 0 for every name, and the fee that is known of c6a.2xlarge', () => {
    expect(builtInPrices.date).to.match(/^20\d\d-\d\d-\d\d$/);
    expect(builtInPrices.region).to.equal('us-east-1');
    const all = [...builtInPrices.families, ...builtInPrices.types];
    expect(all.filter(([name, { onDemand }]) => !/^[a-z]/.test(name) || !(onDemand > 0))).to.deep.equal([]);
    expect(all.length).to.be.above(150);
    expect(priceOf(builtInPrices, 'c6a.2xlarge')?.fee).to.be.closeTo(0.037, 0.001);
  });

  it('name accelerated types one by one: their sizes are no multiples', () => {
    const accelerated = /^(?:dl|f|gr?|inf|p|trn|vt)\d/;
    expect([...builtInPrices.families.keys()].filter((name) => accelerated.test(name))).to.deep.equal([]);
    expect(priceOf(builtInPrices, 'g5.metal')).to.equal(undefined);
  });
});
