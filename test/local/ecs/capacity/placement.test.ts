import { expect } from 'chai';
import fc from 'fast-check';
import { InstanceRoom } from '../../../../local/ecs/capacity/instance-room.js';
import { cluster, FleetFixture, only, provider, region, request } from './fleet-fixture.js';

type HoldsInput = Parameters<InstanceRoom['holds']>;

const three = ['subnet-a', 'subnet-b', 'subnet-c'];
const arns = (tasks: readonly { readonly placed: { readonly arn: string } | undefined }[]): Set<string> =>
  new Set(tasks.map(({ placed }) => placed?.arn ?? 'none'));

describe('placement of tasks', () => {
  let fixture: FleetFixture;
  beforeEach(() => (fixture = new FleetFixture()));
  afterEach(() => fixture.fleets.close());

  it('launches from zero, the task waiting meanwhile, and says nothing within the request [2d.1]', async () => {
    const task = fixture.run();
    expect(task.heard).to.deep.equal([]);
    await fixture.clock.advance(fixture.delays.gather + fixture.delays.launch - 1);
    expect(task.heard).to.deep.equal([]);
    await fixture.clock.advance(1);
    expect(task.placed).to.include({ zone: 'us-east-1a', subnet: 'subnet-a' });
    expect(task.placed?.type).to.match(/^c\w+\.large$/);
    expect(task.placed?.ec2Id).to.match(/^i-[0-9a-f]{17}$/);
    expect(task.placed?.arn).to.match(
      /^arn:aws:ecs:us-east-1:123456789012:container-instance\/batch\/[0-9a-f]{32}$/,
    );
  });

  it('places on a warm instance within a second or so', async () => {
    fixture.run();
    await fixture.launched();
    const second = fixture.run({ needs: { cpu: 1024, memoryMiB: 512, gpus: 0 } });
    expect(second.heard).to.deep.equal([]);
    await fixture.clock.advance(fixture.delays.placement);
    expect(second.heard).to.deep.equal(['placed']);
    expect(fixture.living).to.have.length(1);
  });

  it('launches one instance for tasks that wait together, in one subnet', async () => {
    const tasks = fixture.runMany(12, { needs: { cpu: 1024, memoryMiB: 2048, gpus: 0 } });
    await fixture.launched();
    expect(arns(tasks).size).to.equal(1);
    expect(fixture.types).to.have.length(1);
  });

  it('lets tasks of different sizes share a launch', async () => {
    const tasks = [512, 1024, 1536, 2048, 3072].map((memoryMiB) =>
      fixture.run({ needs: { cpu: 512, memoryMiB, gpus: 0 } }),
    );
    await fixture.launched();
    expect(arns(tasks).size).to.equal(1);
  });

  it('spreads over the zones of several subnets, and packs into a single one [2c.11]', async () => {
    const spread = fixture.runMany(12, { provider: provider({ name: 'spread', subnets: three }) });
    const packed = fixture.runMany(8, { provider: provider({ name: 'packed' }) });
    await fixture.launched();
    expect(new Set(spread.map(({ placed }) => placed?.zone)).size).to.equal(3);
    expect(arns(spread).size).to.equal(3);
    expect(arns(packed).size).to.equal(1);
  });

  it('takes the tightest room first', async () => {
    const types = provider({ requirements: only('m6i.large', 'm6i.4xlarge') });
    const large = fixture.run({ provider: types, needs: { cpu: 15_360, memoryMiB: 1024, gpus: 0 } });
    const small = fixture.run({
      provider: types,
      needs: { cpu: 1024, memoryMiB: 1024, gpus: 0 },
      networkMode: 'awsvpc',
    });
    await fixture.launched();
    expect(arns([large, small]).size).to.equal(1);
    const other = fixture.run({ provider: types, needs: { cpu: 1536, memoryMiB: 1024, gpus: 0 } });
    await fixture.launched();
    const third = fixture.run({ provider: types, needs: { cpu: 512, memoryMiB: 64, gpus: 0 } });
    await fixture.clock.advance(fixture.delays.placement);
    expect(third.placed?.arn).to.equal(other.placed?.arn);
  });

  describe('where several instances have room', () => {
    const apart = { constraints: [{ type: 'distinctInstance' as const }], group: 'apart' };
    const next = async (changes: Parameters<typeof fixture.run>[0]): Promise<string | undefined> => {
      const task = fixture.run(changes);
      await fixture.clock.advance(fixture.delays.placement);
      return task.placed?.arn;
    };
    const pinned = provider({ requirements: only('m6i.xlarge') });
    const needs = (cpu: number, memoryMiB: number): object => ({
      provider: pinned,
      needs: { cpu, memoryMiB, gpus: 0 },
    });

    it('takes the one with less cpu left', async () => {
      const [small, large] = [1024, 2048].map((cpu) => fixture.run({ ...needs(cpu, 512), ...apart }));
      await fixture.launched();
      expect(arns([small!, large!]).size).to.equal(2);
      expect(await next(needs(512, 512))).to.equal(large?.placed?.arn);
    });

    it('takes the one with less memory left where both have the same cpu', async () => {
      const [small, large] = [512, 1024].map((memory) => fixture.run({ ...needs(1024, memory), ...apart }));
      await fixture.launched();
      expect(await next(needs(512, 512))).to.equal(large?.placed?.arn);
      expect(small?.placed?.arn).to.not.equal(large?.placed?.arn);
    });

    it('looks at the zone with the fewest tasks before it packs [2c.11]', async () => {
      const wide = provider({ name: 'wide', subnets: three.slice(0, 2), requirements: only('m6i.xlarge') });
      const [full, empty] = [2048, 1024].map((cpu) =>
        fixture.run({ provider: wide, needs: { cpu, memoryMiB: 512, gpus: 0 }, ...apart }),
      );
      await fixture.launched();
      expect(full?.placed?.zone).to.not.equal(empty?.placed?.zone);
      const zone = `attribute:ecs.availability-zone == ${full?.placed?.zone}`;
      const task = { provider: wide, needs: { cpu: 256, memoryMiB: 256, gpus: 0 } };
      await next({ ...task, constraints: [{ type: 'memberOf', expression: zone }] });
      expect(await next(task)).to.equal(empty?.placed?.arn);
    });
  });

  it('tells EC2 of its instances, and of none where nothing ever ran', async () => {
    const told = (): (string | undefined)[][] =>
      fixture.fleets.ec2Instances(region).map(({ state, zone, vpc }) => [state, zone, vpc]);
    expect(fixture.fleets.ec2Instances('eu-west-1')).to.deep.equal([]);
    fixture.run();
    await fixture.clock.advance(fixture.delays.gather + 1);
    expect(told()).to.deep.equal([['pending', 'us-east-1a', 'vpc-1']]);
    await fixture.launched();
    expect(told()).to.deep.equal([['running', 'us-east-1a', 'vpc-1']]);
  });

  it('keeps tasks of one group apart by distinctInstance [1b.1]', async () => {
    const constraints = [{ type: 'distinctInstance' as const }];
    const apart = fixture.runMany(3, { constraints, group: 'apart' });
    const other = fixture.run({ constraints, group: 'other' });
    await fixture.launched();
    expect(arns(apart).size).to.equal(3);
    expect(arns([...apart, other]).size).to.equal(3);
  });

  it('follows memberOf to a type, a zone and an architecture [1b.2] [8.8]', async () => {
    const member = (expression: string): ReturnType<typeof fixture.run> =>
      fixture.run({
        architecture: undefined,
        constraints: [{ type: 'memberOf', expression }],
        provider: provider({ requirements: only('m6i.*', 'g5.*', 'm7g.*'), subnets: three }),
      });
    const tasks = [
      member('attribute:ecs.instance-type =~ g5.*'),
      member('attribute:ecs.availability-zone == us-east-1c'),
      member('attribute:ecs.cpu-architecture == x86_64 and attribute:ecs.instance-type != g5.xlarge'),
      member('attribute:ecs.subnet-id in [subnet-b]'),
    ];
    await fixture.launched();
    const [gpu, zone, x86, subnet] = tasks.map(({ placed }) => placed);
    expect(gpu?.type).to.equal('g5.xlarge');
    expect(zone?.zone).to.equal('us-east-1c');
    expect(x86?.type).to.match(/^m6i/);
    expect(subnet?.subnet).to.equal('subnet-b');
  });

  it('places a task of awsvpc in a zone of its own subnets, or not at all [2c.7] [3a.21]', async () => {
    const wide = { provider: provider({ subnets: three }), networkMode: 'awsvpc' as const };
    const tasks = fixture.runMany(3, { ...wide, zones: ['us-east-1b'] });
    const elsewhere = fixture.run({ ...wide, zones: ['us-east-1f'] });
    await fixture.launched();
    expect(tasks.map(({ placed }) => placed?.zone)).to.deep.equal(Array(3).fill('us-east-1b'));
    expect(elsewhere.failure).to.equal('LOCATION');
  });

  it('fails a task whose memberOf no type in no subnet satisfies, later, not at once [1b.5] [4.14]', async () => {
    const task = fixture.run({
      constraints: [{ type: 'memberOf', expression: 'attribute:ecs.instance-type == p5.48xlarge' }],
    });
    expect(task.heard).to.deep.equal([]);
    await fixture.clock.advance(fixture.delays.gather);
    expect(task.failure).to.equal('MemberOf placement constraint unsatisfied.');
    expect(fixture.living).to.deep.equal([]);
  });

  it('gives GPUs by their ids, and shares fractional ones', async () => {
    const gpus = provider({ requirements: only('g5.12xlarge', 'g6f.*') });
    const needs = (count: number): { needs: { cpu: number; memoryMiB: number; gpus: number } } => ({
      needs: { cpu: 1024, memoryMiB: 1024, gpus: count },
    });
    const whole = fixture.runMany(2, { provider: gpus, ...needs(2) });
    const part = fixture.run({ provider: gpus, ...needs(0.25) });
    await fixture.launched();
    expect(arns(whole).size).to.equal(1);
    expect(new Set(whole.flatMap(({ placed }) => placed?.gpuIds ?? [])).size).to.equal(4);
    expect(whole[0]?.placed?.gpuIds[0]).to.match(/^GPU-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(part.placed?.type).to.equal('g6f.2xlarge');
    expect(part.placed?.gpuIds).to.have.length(1);
  });

  it('hands freed room to who waits, and has no event for who has gone', async () => {
    const types = provider({ requirements: only('m6i.large') });
    fixture.fleets.vcpuQuota(region, 'ON_DEMAND', 2);
    const needs = { cpu: 2048, memoryMiB: 1024, gpus: 0 };
    const [first, second, third] = fixture.runMany(3, { provider: types, needs });
    await fixture.launched();
    expect([first, second, third].map((task) => task?.heard)).to.deep.equal([['placed'], [], []]);
    second?.claim.release();
    first?.claim.release();
    first?.claim.release();
    await fixture.clock.advance(fixture.delays.placement);
    expect([first, second, third].map((task) => task?.heard)).to.deep.equal([['placed'], [], ['placed']]);
  });

  it('follows a provider that was updated in what it launches next', async () => {
    const before = provider({ requirements: only('m6i.large') });
    fixture.run({ provider: before, needs: { cpu: 2048, memoryMiB: 512, gpus: 0 } });
    await fixture.launched();
    const after = provider({ requirements: only('c6i.large') });
    fixture.run({ provider: after, needs: { cpu: 2048, memoryMiB: 512, gpus: 0 } });
    await fixture.launched();
    expect(fixture.types).to.deep.equal(['m6i.large', 'c6i.large']);
  });

  it('never fills an instance beyond what it has', async () => {
    const needs = fc.record({
      cpu: fc.constantFrom(128, 256, 1024, 4096, 16_384),
      memoryMiB: fc.integer({ min: 6, max: 60_000 }),
      gpus: fc.constant(0),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(needs, { minLength: 1, maxLength: 40 }), fc.boolean(), async (all, many) => {
        const fleet = new FleetFixture();
        const from = provider({ subnets: many ? three : ['subnet-b'] });
        const tasks = all.map((each) => fleet.run({ needs: each, provider: from }));
        await fleet.launched();
        await fleet.clock.advance(fleet.delays.placement);
        expect(tasks.map(({ heard }) => heard)).to.deep.equal(all.map(() => ['placed']));
        for (const { room } of fleet.living) {
          expect(Math.min(room.remaining.cpu, room.remaining.memoryMiB)).to.be.at.least(0);
        }
        tasks.forEach(({ claim }) => claim.release());
        for (const { room, isEmpty } of fleet.living) {
          expect(isEmpty).to.equal(true);
          expect(room.remaining).to.deep.equal(room.all);
        }
        fleet.fleets.close();
        expect(fleet.clock.timers).to.equal(0);
      }),
      { numRuns: 25 },
    );
  });

  it('places ten thousand tasks with work that grows with tasks, not with their square', async () => {
    let looks = 0;
    const holds = Object.getOwnPropertyDescriptor(InstanceRoom.prototype, 'holds');
    const original = holds?.value as (this: InstanceRoom, ...given: HoldsInput) => boolean;
    const counted = function (this: InstanceRoom, ...given: HoldsInput): boolean {
      looks++;
      return original.apply(this, given);
    };
    Object.defineProperty(InstanceRoom.prototype, 'holds', { ...holds, value: counted });
    try {
      const count = 10_000;
      const sizes = [512, 1024, 2048, 4096];
      const tasks = Array.from({ length: count }, (_, index) =>
        fixture.run({ needs: { cpu: 1024, memoryMiB: sizes[index % 4] ?? 512, gpus: 0 } }),
      );
      await fixture.launched();
      expect(tasks.every(({ placed }) => placed !== undefined)).to.equal(true);
      tasks.forEach(({ claim }) => claim.release());
      expect(looks).to.be.within(count, 20 * count);
    } finally {
      Object.defineProperty(InstanceRoom.prototype, 'holds', { ...holds });
    }
  });

  it('has at most 5,000 instances a cluster [5.12]', async () => {
    const constraints = [{ type: 'distinctInstance' as const }];
    const tasks = fixture.runMany(5001, { constraints });
    await fixture.launched();
    expect(fixture.living).to.have.length(5000);
    expect(tasks.filter(({ placed }) => placed === undefined)).to.have.length(1);
    expect(fixture.lines).to.deep.equal([
      'Tasks of capacity provider mi wait in PROVISIONING: the cluster has 5000 instances, the most allowed. They go on when there is capacity.',
    ]);
  });

  it('answers a misfit with the reason of failures[]', () => {
    expect(fixture.fleets.misfit(request())).to.equal(undefined);
    expect(fixture.fleets.misfit(request({ needs: { cpu: 1024, memoryMiB: 512, gpus: 1 } }))).to.equal(
      'RESOURCE:GPU',
    );
    expect(fixture.fleets.inUse(region, cluster, 'mi')).to.equal(false);
  });
});
