import { expect } from 'chai';
import type { Problem } from '../../../spi/index.js';
import { choosePlacement } from '../../../src/placement/choose-provider.js';
import type { Placement, PlacementWish } from '../../../src/placement/placement.js';
import { placementWish, provider, taskNeeds } from '../aws-builders.js';

const ON_DEMAND = provider({ name: 'on-demand' });
const SPOT = provider({ name: 'spot', capacityType: 'SPOT' });
const GPU = provider({ name: 'gpu', accelerated: true });
const OFF = provider({ name: 'off', active: false, status: 'PROVISIONING' });

function choose(wish: Partial<PlacementWish>): Placement {
  const choice = choosePlacement(placementWish(wish));
  if (!choice.ok) throw new Error(choice.problem.message);
  return choice.placements[0];
}

function refused(wish: Partial<PlacementWish>): Problem {
  const choice = choosePlacement(placementWish(wish));
  if (choice.ok) throw new Error(`chose ${choice.placements[0].provider.name}`);
  return choice.problem;
}

const providers = [GPU, OFF, ON_DEMAND, SPOT];
const defaultStrategy = [{ capacityProvider: 'spot', weight: 3, base: 1 }];

describe(choosePlacement.name, () => {
  it('goes by the queue first, then the setting, then the default strategy, then what it finds', () => {
    const all = { needs: taskNeeds({ queue: ['gpu'] }), configured: ['spot'], providers, defaultStrategy };
    expect(choose(all)).to.deep.include({ provider: GPU, reason: 'named by directive queue' });
    expect(choose({ ...all, needs: taskNeeds() })).to.deep.include({
      provider: SPOT,
      reason: 'named by aws.ecs.capacityProvider',
    });
    expect(choose({ providers, defaultStrategy })).to.deep.include({
      provider: SPOT,
      strategy: defaultStrategy,
      reason: "the cluster's default strategy",
    });
    expect(choose({ providers })).to.deep.include({
      provider: ON_DEMAND,
      reason: "the cluster's first on-demand provider without accelerators",
    });
  });

  it('gives a single provider a weight, since 0 places nothing', () => {
    expect(choose({ providers }).strategy).to.deep.equal([{ capacityProvider: 'on-demand', weight: 1 }]);
  });

  it('takes the first active one of a list in order of preference', () => {
    expect(choose({ configured: ['off', 'unknown', 'spot', 'gpu'], providers })).to.deep.include({
      strategy: [{ capacityProvider: 'spot', weight: 1 }],
      provider: SPOT,
      reason: "named by aws.ecs.capacityProvider; preferred but not active here: 'off', 'unknown'",
    });
  });

  it('never falls back from a name that cannot be used', () => {
    const problem = refused({
      needs: taskNeeds({ queue: ['off', 'nope'] }),
      configured: ['spot'],
      providers,
      defaultStrategy,
    });
    expect(problem).to.deep.include({
      code: 'CAPACITY_PROVIDER_MISSING',
      path: 'directive queue',
      found: "'off', 'nope'",
    });
    expect(problem.message)
      .to.include("'off' (PROVISIONING, ON_DEMAND)")
      .and.match(/^is not an active Managed Instances capacity provider/)
      .and.include("'gpu' (ACTIVE, ON_DEMAND, accelerated), ");
    expect(problem.fix).to.equal("Name one of 'gpu', 'on-demand', 'spot'.");
  });

  it('passes over a default strategy with any member that is not active Managed Instances', () => {
    const mixed = [...defaultStrategy, { capacityProvider: 'FARGATE', weight: 1 }];
    expect(choose({ providers, defaultStrategy: mixed }).provider).to.equal(ON_DEMAND);
    expect(
      choose({ providers, defaultStrategy: [{ capacityProvider: 'off', weight: 1 }] }).provider,
    ).to.equal(ON_DEMAND);
  });

  it('never takes spot, reserved, accelerated or inactive providers by accident', () => {
    const reserved = provider({ name: 'reserved', capacityType: 'RESERVED' });
    const problem = refused({ providers: [GPU, OFF, reserved, SPOT] });
    expect(problem.message).to.match(/^no provider can be chosen without being named/);
    expect(problem).not.to.have.property('found');
    expect(problem.path).to.equal('aws.ecs.capacityProvider');
  });

  it('says how to create one where the cluster has none', () => {
    expect(refused({ configured: ['x'] }).fix).to.match(/^Create one: aws ecs create-capacity-provider/);
    expect(refused({}).message).to.include('the cluster has none');
  });
});
