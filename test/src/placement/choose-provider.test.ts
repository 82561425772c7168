import { expect } from 'chai';
import type { Problem } from '../../../spi/index.js';
import { choosePlacement } from '../../../src/placement/choose-provider.js';
import type { Placement, PlacementWish } from '../../../src/placement/placement.js';
import type { Provider } from '../../../src/placement/provider.js';
import { placementWish, provider, taskNeeds } from '../aws-builders.js';
import { instanceTypes } from './instance-types.js';

const ON_DEMAND = provider({ name: 'on-demand' });
const SPOT = provider({ name: 'spot', capacityType: 'SPOT' });
const GPU = accelerated('gpu');
const OFF = provider({ name: 'off', active: false, status: 'PROVISIONING' });

function listed(name: string, types: string[], changes: Partial<Provider> = {}): Provider {
  return provider({
    name,
    requirements: { vCpuCount: { min: 1 }, memoryMiB: { min: 1 }, allowedInstanceTypes: types },
    ...changes,
  });
}

function accelerated(name: string, changes: Partial<Provider> = {}): Provider {
  return listed(name, ['g4dn.*', 'g5.*'], { accelerated: true, ...changes });
}

function all(wish: Partial<PlacementWish>): readonly Placement[] {
  const choice = choosePlacement(placementWish({ instanceTypes, ...wish }));
  if (!choice.ok) throw new Error(choice.problem.message);
  return choice.placements;
}

function choose(wish: Partial<PlacementWish>): Placement {
  const [first] = all(wish);
  if (first === undefined) throw new Error('a choice has a first');
  return first;
}

function refused(wish: Partial<PlacementWish>): Problem {
  const choice = choosePlacement(placementWish({ instanceTypes, ...wish }));
  if (choice.ok) throw new Error(`chose ${choice.placements[0].provider.name}`);
  return choice.problem;
}

/** The names of the placements' providers, with the type that each is kept to. */
function order(wish: Partial<PlacementWish>): readonly string[] {
  return all(wish).map(({ provider: { name }, constraints }) =>
    [name, ...constraints.map(({ expression = '' }) => expression.split(' ').at(-1))].join(' '),
  );
}

const providers = [GPU, OFF, ON_DEMAND, SPOT];
const defaultStrategy = [{ capacityProvider: 'spot', weight: 3, base: 1 }];

describe(choosePlacement.name, () => {
  it('goes by the queue first, then the setting, then the default strategy, then what it finds (design §4)', () => {
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

  describe('by names', () => {
    it('keeps the order of the list, and tells whom it passed over and why', () => {
      const configured = ['off', 'unknown', 'spot', 'on-demand'];
      expect(
        all({ configured, providers }).map(({ provider: { name }, reason }) => [name, reason]),
      ).to.deep.equal(
        ['spot', 'on-demand'].map((name) => [
          name,
          "named by aws.ecs.capacityProvider; passed over: 'off' is PROVISIONING; 'unknown' is not in the cluster",
        ]),
      );
    });

    it('passes over who does not fit, with the reason', () => {
      const needs = taskNeeds({ queue: ['small', 'on-demand'], cpu: 8 * 1024 });
      const { provider: found, reason } = choose({
        needs,
        providers: [listed('small', ['m6i.large']), ON_DEMAND],
      });
      expect(found).to.equal(ON_DEMAND);
      expect(reason).to.equal(
        "named by directive queue; passed over: 'small' has at most 2 vCPUs an instance",
      );
    });

    it('takes a name once', () => {
      expect(order({ configured: ['spot', 'spot'], providers })).to.deep.equal(['spot']);
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

    it('never falls back from a name that does not fit, and tells who would', () => {
      const needs = taskNeeds({ queue: ['on-demand', 'nope'], accelerator: { count: 1 } });
      expect(refused({ needs, providers, defaultStrategy })).to.deep.equal({
        code: 'CAPACITY_PROVIDER_UNSUITABLE',
        path: 'directive accelerator',
        message:
          "no capacity provider that may be used fits: 'gpu' (ACTIVE, ON_DEMAND, accelerated): would fit, but is not named; " +
          "'off' (PROVISIONING, ON_DEMAND), 'on-demand' (ACTIVE, ON_DEMAND), 'spot' (ACTIVE, SPOT): " +
          "has no GPUs (it would take types with GPUs); 'nope': not in the cluster",
        found: '1 of type any',
        fix: "Name one that fits, 'gpu', e.g. by the directive queue 'gpu'.",
      });
    });
  });

  describe('by default strategy', () => {
    const mixed = [
      { capacityProvider: 'spot', weight: 3 },
      { capacityProvider: 'on-demand', weight: 1, base: 2 },
    ];

    it('passes over one with any member that is not Managed Instances', () => {
      const strategy = [...defaultStrategy, { capacityProvider: 'FARGATE', weight: 1 }];
      expect(choose({ providers, defaultStrategy: strategy }).provider).to.equal(ON_DEMAND);
    });

    it('passes over one of which no member can be used', () => {
      const strategy = [{ capacityProvider: 'off', weight: 1 }];
      expect(choose({ providers, defaultStrategy: strategy }).provider).to.equal(ON_DEMAND);
    });

    it('is one place, not a list to fall back in', () => {
      expect(all({ providers, defaultStrategy: mixed }).map(({ strategy }) => strategy)).to.deep.equal([
        mixed,
      ]);
    });

    it('leaves out members that do not fit, with the reason', () => {
      const small = listed('spot', ['m6i.large'], { capacityType: 'SPOT' });
      const found = choose({
        needs: taskNeeds({ cpu: 8 * 1024 }),
        providers: [ON_DEMAND, small],
        defaultStrategy: mixed,
      });
      expect(found.strategy).to.deep.equal([{ capacityProvider: 'on-demand', weight: 1, base: 2 }]);
      expect(found.reason).to.equal(
        "the cluster's default strategy without 'spot' has at most 2 vCPUs an instance",
      );
    });

    it('gives weights to members that have none between them (CapacityProviderStrategyItem)', () => {
      const strategy = [
        { capacityProvider: 'on-demand', weight: 0, base: 2 },
        { capacityProvider: 'off', weight: 1 },
      ];
      expect(choose({ providers, defaultStrategy: strategy })).to.deep.include({
        strategy: [{ capacityProvider: 'on-demand', weight: 1, base: 2 }],
        reason: "the cluster's default strategy without 'off' is PROVISIONING",
      });
    });

    it('leaves out a member that would need other constraints: a request has one set', () => {
      const stores = listed('stores', ['c5d.*'], { localStorage: true });
      const large = listed('large', ['m6i.*'], { storageGib: 900 });
      const found = choose({
        needs: taskNeeds({ cpu: 1024, memory: 1024, disk: { gib: 500, mountPath: '/tmp' } }),
        providers: [large, stores],
        defaultStrategy: ['large', 'stores'].map((capacityProvider) => ({ capacityProvider, weight: 1 })),
      });
      expect(found.strategy.map(({ capacityProvider }) => capacityProvider)).to.deep.equal(['large']);
      expect(found.reason).to.include("without 'stores' needs other constraints");
    });

    it('goes on to what it finds for a task none of its members can take', () => {
      const needs = taskNeeds({ accelerator: { count: 1 } });
      expect(choose({ needs, providers, defaultStrategy: mixed })).to.deep.include({
        provider: GPU,
        reason: "the cluster's first on-demand provider that has what the task asks for",
      });
    });

    it('is tried for each machine type in turn', () => {
      const needs = taskNeeds({ machineTypes: ['m6i.2xlarge', 'c6i.*', 'g5.xlarge'], memory: 2048 });
      expect(order({ needs, providers, defaultStrategy: mixed })).to.deep.equal([
        'spot m6i.2xlarge',
        'spot c6i[.].*',
      ]);
    });
  });

  describe('by discovery', () => {
    it('never takes spot, reserved, accelerated or inactive providers by accident', () => {
      const reserved = provider({ name: 'reserved', capacityType: 'RESERVED' });
      const problem = refused({ providers: [GPU, OFF, reserved, SPOT] });
      expect(problem.message).to.match(
        /^no provider can be chosen without being named; the cluster has 'gpu'/,
      );
      expect(problem).not.to.have.property('found');
      expect(problem.path).to.equal('aws.ecs.capacityProvider');
      expect(problem.fix).to.equal("Name one of 'gpu', 'reserved', 'spot'.");
    });

    it('says how to create one where the cluster has none', () => {
      expect(refused({ configured: ['x'] }).fix).to.match(/^Create one: aws ecs create-capacity-provider/);
      expect(refused({}).message).to.include('the cluster has none');
    });

    it('takes every on-demand provider that fits in name order', () => {
      const needs = taskNeeds({ cpu: 8 * 1024 });
      const found = all({
        needs,
        providers: [listed('a', ['m6i.large']), listed('b', ['m6i.*']), ON_DEMAND],
      });
      expect(found.map(({ provider: { name }, reason }) => [name, reason])).to.deep.equal([
        ['b', "the cluster's first on-demand provider without accelerators"],
        ['on-demand', "the cluster's next on-demand provider without accelerators"],
      ]);
    });

    it('uses accelerated providers where a directive needs one: on demand, then reserved, then Spot', () => {
      const fleet = [
        accelerated('a-spot', { capacityType: 'SPOT' }),
        accelerated('b-reserved', { capacityType: 'RESERVED' }),
        accelerated('c-demand'),
        listed('d-mixed', ['m6i.*', 'g5.*']),
        ON_DEMAND,
      ];
      const accelerator = { count: 1 };
      const by = (needs: Parameters<typeof taskNeeds>[0]): readonly string[] =>
        all({ needs: taskNeeds(needs), providers: fleet }).map(({ provider: { name } }) => name);
      expect(by({ accelerator })).to.deep.equal(['c-demand', 'd-mixed', 'b-reserved', 'a-spot']);
      expect(by({ machineTypes: ['g5.xlarge'] })).to.deep.equal([
        'c-demand',
        'd-mixed',
        'b-reserved',
        'a-spot',
      ]);
      expect(by({ machineTypes: ['m6i.large'] })).to.deep.equal(['d-mixed', 'on-demand']);
      expect(by({})).to.deep.equal(['d-mixed', 'on-demand']);
    });

    it('tries the machine types in order, each on all providers', () => {
      const needs = taskNeeds({ machineTypes: ['m6i.2xlarge', 'c6i.large'], memory: 2048 });
      const fleet = [listed('a', ['c6i.*']), listed('b', ['c6i.*', 'm6i.*'])];
      expect(order({ needs, providers: fleet })).to.deep.equal([
        'b m6i.2xlarge',
        'a c6i.large',
        'b c6i.large',
      ]);
    });

    it('tells of a Spot provider that would fit', () => {
      const needs = taskNeeds({ architecture: 'ARM64' });
      const problem = refused({
        needs,
        providers: [listed('demand', ['m6i.*']), listed('spot', ['c7g.*'], { capacityType: 'SPOT' })],
      });
      expect(problem.message).to.include(
        "'demand' (ACTIVE, ON_DEMAND): has X86_64 types only (it would take types of ARM64); " +
          "'spot' (ACTIVE, SPOT): would fit, but is used only where it is named",
      );
      expect(problem).to.deep.include({ path: 'directive arch', found: 'ARM64' });
      expect(problem.fix).to.match(/^Name one that fits, 'spot'/);
    });
  });

  describe('order of fallback', () => {
    const both = { providers, needs: taskNeeds({ queue: ['spot', 'on-demand'] }) };

    it('keeps the list until there were too many interruptions, then has on demand first (design §4)', () => {
      expect(order(both)).to.deep.equal(['spot', 'on-demand']);
      expect(order({ ...both, preferOnDemand: true })).to.deep.equal(['on-demand', 'spot']);
      const spotAlone = { ...both, needs: taskNeeds({ queue: ['spot'] }), preferOnDemand: true };
      expect(order(spotAlone)).to.deep.equal(['spot']);
    });

    it('takes the on-demand members of the default strategy after interruptions, else what it finds', () => {
      const mixed = ['spot', 'on-demand'].map((capacityProvider) => ({ capacityProvider, weight: 1 }));
      const wish = { providers, preferOnDemand: true };
      expect(all({ ...wish, defaultStrategy: mixed }).map(({ strategy }) => strategy.length)).to.deep.equal([
        1, 2,
      ]);
      expect(order({ ...wish, defaultStrategy })).to.deep.equal(['on-demand', 'spot']);
      expect(order({ ...wish, defaultStrategy: mixed.slice(1) })).to.deep.equal(['on-demand']);
      expect(order({ ...wish, providers: [SPOT], defaultStrategy })).to.deep.equal(['spot']);
    });

    it('tries strained providers last, in their order', () => {
      expect(order({ ...both, strained: new Set(['spot']) })).to.deep.equal(['on-demand', 'spot']);
      const three = taskNeeds({ queue: ['spot', 'on-demand', 'gpu'] });
      const strained = new Set(['spot', 'on-demand']);
      expect(order({ providers, needs: three, strained })).to.deep.equal(['gpu', 'spot', 'on-demand']);
    });

    it('leaves a strategy of several in its place: nobody knows which of them had no room', () => {
      const mixed = ['spot', 'on-demand'].map((capacityProvider) => ({ capacityProvider, weight: 1 }));
      const wish = { providers, preferOnDemand: true, strained: new Set(['on-demand', 'spot']) };
      expect(all({ ...wish, defaultStrategy: mixed }).map(({ strategy }) => strategy.length)).to.deep.equal([
        2, 1,
      ]);
    });

    it('exhausts the machine types of a named provider before the next one', () => {
      const needs = taskNeeds({
        queue: ['spot', 'on-demand'],
        machineTypes: ['m6i.2xlarge', 'c6i.large'],
        memory: 2048,
      });
      expect(order({ providers, needs })).to.deep.equal([
        'spot m6i.2xlarge',
        'spot c6i.large',
        'on-demand m6i.2xlarge',
        'on-demand c6i.large',
      ]);
    });
  });
});
