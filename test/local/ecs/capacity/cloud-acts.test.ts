import { expect } from 'chai';
import { FleetFixture, only, provider, region } from './fleet-fixture.js';

const one = { needs: { cpu: 2048, memoryMiB: 1024, gpus: 0 } };

describe('acts of the sky on instances', () => {
  let fixture: FleetFixture;
  beforeEach(() => (fixture = new FleetFixture()));
  afterEach(() => fixture.fleets.close());
  const spot = provider({ name: 'spot', option: 'SPOT', requirements: only('m6i.large') });
  const demand = provider({ name: 'demand', requirements: only('m6i.large') });

  it('reclaims Spot instances only: notice, stop, and the end two minutes later', async () => {
    const tasks = [spot, demand].map((from) => fixture.run({ ...one, provider: from }));
    await fixture.launched();
    expect(fixture.fleets.reclaimSpot(region, {})).to.equal(1);
    expect(tasks.map(({ heard }) => heard)).to.deep.equal([['placed', 'stop'], ['placed']]);
    expect(tasks[0]?.ending?.stopCode).to.equal('SpotInterruption');
    await fixture.clock.advance(119_999);
    expect(tasks[0]?.heard).to.deep.equal(['placed', 'stop']);
    await fixture.clock.advance(1);
    expect(tasks[0]?.heard).to.deep.equal(['placed', 'stop', 'lost']);
    expect(fixture.fleets.reclaimSpot(region, {})).to.equal(0);
  });

  it('has no more to say to a task that ended at the notice', async () => {
    const task = fixture.run({ ...one, provider: spot }, ({ claim }) => claim.release());
    await fixture.launched();
    fixture.fleets.reclaimSpot(region, {});
    await fixture.clock.advance(120_000);
    expect(task.heard).to.deep.equal(['placed', 'stop']);
    expect(fixture.living).to.deep.equal([]);
  });

  it('replaces impaired instances, unless auto repair is off [2d.10] [4.9] [8.14]', async () => {
    const off = {
      ...demand,
      name: 'off',
      managedInstances: {
        ...demand.managedInstances,
        autoRepairConfiguration: { actionsStatus: 'DISABLED' },
      },
    };
    const [repaired, left] = [demand, off].map((from) => fixture.run({ ...one, provider: from }));
    await fixture.launched();
    expect(fixture.fleets.impairHosts(region, {}, 'ACCELERATED_COMPUTE')).to.equal(2);
    expect([repaired?.heard, left?.heard]).to.deep.equal([['placed', 'stop'], ['placed']]);
    expect(repaired?.ending?.stopCode).to.equal('InfrastructureHealth');
    const next = fixture.run({ ...one, provider: demand });
    await fixture.clock.advance(120_000);
    expect(repaired?.heard).to.deep.equal(['placed', 'stop', 'lost']);
    expect(next.placed?.arn).not.to.equal(repaired?.placed?.arn);
    expect(left?.heard).to.deep.equal(['placed']);
  });

  it('drains instances: their tasks go on, or are stopped where Batch’s page holds [4.8]', async () => {
    const tasks = [fixture.run({ ...one, provider: demand })];
    await fixture.launched();
    tasks.push(fixture.run({ ...one, provider: spot }));
    await fixture.launched();
    expect(fixture.fleets.drainHosts(region, { provider: 'demand' }, false)).to.equal(1);
    expect(fixture.fleets.drainHosts(region, {}, true)).to.equal(1);
    expect(tasks.map(({ heard }) => heard)).to.deep.equal([['placed'], ['placed', 'stop']]);
    expect(tasks[1]?.ending?.reason).to.equal('Task stopped during instance draining');
    const next = fixture.run({ ...one, provider: demand });
    await fixture.launched();
    expect(next.placed?.arn).not.to.equal(tasks[0]?.placed?.arn);
    // Their time is not over before day 21.
    await fixture.clock.advance(120_000);
    expect(tasks[0]?.heard).to.deep.equal(['placed']);
  });

  it('loses hosts at once, as many as told, those launched first first [4.6]', async () => {
    const tasks = [fixture.run({ ...one, provider: demand })];
    await fixture.launched();
    tasks.push(fixture.run({ ...one, provider: demand }));
    await fixture.launched();
    expect(fixture.fleets.loseHosts(region, { provider: 'dem*', type: 'm6i.*' }, 1)).to.equal(1);
    expect(tasks.map(({ heard }) => heard)).to.deep.equal([['placed', 'lost'], ['placed']]);
    expect(tasks[0]?.ending).to.deep.equal({
      stopCode: 'TerminationNotice',
      reason: `Host EC2 (instance ${tasks[0]?.placed?.ec2Id ?? ''}) terminated.`,
    });
  });

  it('chooses instances by id, cluster, provider, type and zone', async () => {
    const task = fixture.run({ ...one, provider: demand });
    await fixture.launched();
    for (const which of [
      { ec2Id: 'i-0' },
      { cluster: 'other' },
      { provider: 'x*' },
      { type: 'c*' },
      { zone: 'us-east-1b' },
      { zone: 'us-east-1a', type: 'c*' },
    ]) {
      expect(fixture.fleets.loseHosts(region, which), JSON.stringify(which)).to.equal(0);
    }
    expect(fixture.fleets.loseHosts('eu-west-1', {})).to.equal(0);
    expect(fixture.fleets.loseHosts(region, { ec2Id: task.placed?.ec2Id ?? '' })).to.equal(1);
  });

  it('gives a task of an instance lost while it started another one', async () => {
    const task = fixture.run(one);
    await fixture.clock.advance(fixture.delays.gather + 1);
    expect(fixture.fleets.loseHosts(region, {})).to.equal(1);
    await fixture.launched();
    expect(task.heard).to.deep.equal(['placed']);
  });

  it('leaves tasks waiting in a drought, says so once, and goes on at its end', async () => {
    const end = fixture.fleets.drought(region, { provider: 'demand' });
    const dry = fixture.runMany(3, { ...one, provider: demand });
    const other = fixture.run({ ...one, provider: spot });
    await fixture.launched();
    fixture.run({ ...one, provider: demand });
    await fixture.launched();
    expect(dry.map(({ heard }) => heard)).to.deep.equal([[], [], []]);
    expect(other.heard).to.deep.equal(['placed']);
    expect(fixture.lines).to.deep.equal([
      'Tasks of capacity provider demand wait in PROVISIONING: EC2 has no m6i.large to give in us-east-1a. They go on when there is capacity.',
    ]);
    end();
    await fixture.launched();
    expect(dry.map(({ heard }) => heard)).to.deep.equal([['placed'], ['placed'], ['placed']]);
  });

  it('goes to another type, zone or way of buying where a drought leaves one', async () => {
    fixture.fleets.drought(region, { type: 'm6i.*' });
    fixture.fleets.drought(region, { zone: 'us-east-1a', capacityOption: 'ON_DEMAND' });
    const both = provider({
      requirements: only('m6i.large', 'm7i.large'),
      subnets: ['subnet-a', 'subnet-b'],
    });
    const task = fixture.run({ ...one, provider: both });
    const onSpot = fixture.run({
      ...one,
      provider: provider({ name: 's', option: 'SPOT', requirements: only('c6i.large') }),
    });
    await fixture.launched();
    expect(task.placed).to.include({ type: 'm7i.large', zone: 'us-east-1b' });
    expect(onSpot.placed?.zone).to.equal('us-east-1a');
  });

  it('ends a drought once, and leaves others', async () => {
    const end = fixture.fleets.drought(region, {});
    fixture.fleets.drought(region, { type: 'm6i.large' });
    end();
    end();
    const task = fixture.run({ ...one, provider: demand });
    await fixture.launched();
    expect(task.heard).to.deep.equal([]);
  });

  it('launches within a quota of vCPUs, and more when one ends or the quota grows [2d.5] [5.17]', async () => {
    fixture.fleets.vcpuQuota(region, 'ON_DEMAND', 4);
    const tasks = fixture.runMany(4, { ...one, provider: demand });
    await fixture.launched();
    const placed = (): number => tasks.filter(({ heard }) => heard.includes('placed')).length;
    expect(placed()).to.equal(2);
    expect(fixture.lines[0]).to.match(/4 of 4 vCPUs of the ON_DEMAND quota run, and m6i\.large has 2/);
    fixture.fleets.loseHosts(region, {}, 1);
    await fixture.launched();
    expect(placed()).to.equal(3);
    fixture.fleets.vcpuQuota(region, 'ON_DEMAND', undefined);
    await fixture.launched();
    expect(placed()).to.equal(4);
  });

  it('counts GPU instances against a quota of their own, which may be zero [8.13]', async () => {
    fixture.fleets.vcpuQuota(region, 'GPU', 0);
    const gpu = fixture.run({
      needs: { cpu: 1024, memoryMiB: 1024, gpus: 1 },
      provider: provider({ name: 'gpu', requirements: only('g5.*') }),
    });
    const cpu = fixture.run({ ...one, provider: demand });
    await fixture.launched();
    expect(gpu.heard).to.deep.equal([]);
    expect(cpu.heard).to.deep.equal(['placed']);
  });

  it('has no limit on a provider but quotas [2d.5]', async () => {
    const tasks = fixture.runMany(200, { ...one, provider: demand });
    await fixture.launched();
    expect(tasks.every(({ heard }) => heard.includes('placed'))).to.equal(true);
    expect(fixture.living).to.have.length(200);
  });
});
