import { expect } from 'chai';
import { RegionMap } from '../../local/region-map.js';

describe('RegionMap', () => {
  let made: string[];
  let regions: RegionMap<{ readonly region: string; empty: boolean }>;

  beforeEach(() => {
    made = [];
    regions = new RegionMap(
      (region) => {
        made.push(region);
        return { region, empty: true };
      },
      ({ empty }) => empty,
    );
  });

  it('makes a region once', () => {
    expect(regions.in('us-east-1')).to.equal(regions.in('us-east-1'));
    expect(made).to.deep.equal(['us-east-1']);
  });

  it('forgets regions that hold nothing once there are a hundred, and none that holds something', () => {
    const full = regions.in('full');
    full.empty = false;
    const empty = regions.in('empty');
    for (let index = 0; index < 100; index++) regions.in(`made-up-${index}`);
    expect(regions.in('full')).to.equal(full);
    expect(regions.in('empty')).not.to.equal(empty);
  });
});
