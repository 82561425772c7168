import { expect } from 'chai';
import { ChoiceMemo } from '../../../src/placement/choice-memo.js';
import { choosePlacement } from '../../../src/placement/choose-provider.js';
import { placementWish, provider, taskNeeds } from '../aws-builders.js';

describe(ChoiceMemo.name, () => {
  const spot = provider({ name: 'spot', capacityType: 'SPOT' });
  const providers = [provider({ name: 'on-demand' }), spot];
  const wish = placementWish({ providers, configured: ['spot', 'on-demand'] });

  it('gives tasks that wish the same the same choice, the one that would be worked out', () => {
    const memo = new ChoiceMemo();
    const choice = memo.choose(wish);
    expect(choice).to.deep.equal(choosePlacement(wish));
    expect(memo.choose({ ...wish, needs: taskNeeds({ labels: { sample: '7' } }) })).to.equal(choice);
  });

  it('chooses anew for every other wish', () => {
    const memo = new ChoiceMemo();
    memo.choose(wish);
    for (const other of [
      { ...wish, needs: taskNeeds({ queue: ['on-demand'] }) },
      { ...wish, needs: taskNeeds({ memory: 1_000_000_000 }) },
      { ...wish, preferOnDemand: true },
      { ...wish, strained: new Set(['spot']) },
    ])
      expect(memo.choose(other)).to.deep.equal(choosePlacement(other));
  });

  it('forgets what rested on another cluster, or on less than EC2 has told since', () => {
    const memo = new ChoiceMemo();
    const before = memo.choose(wish);
    const learned = { ...wish, instanceTypes: [] };
    expect(memo.choose(learned)).to.deep.equal(choosePlacement(learned));
    expect(memo.choose(wish)).not.to.equal(before);
    const moved = { ...wish, providers: [spot] };
    expect(memo.choose(moved)).to.deep.equal(choosePlacement(moved));
  });

  it('holds no more than it should, however many wishes there are', () => {
    const memo = new ChoiceMemo();
    const first = memo.choose(wish);
    for (let memory = 1; memory <= 1000; memory++) memo.choose({ ...wish, needs: taskNeeds({ memory }) });
    const again = memo.choose(wish);
    expect(again).to.deep.equal(first);
    expect(again).not.to.equal(first);
  });
});
