import { expect } from 'chai';
import { cluster, FleetFixture, only, provider, region, type Task } from './fleet-fixture.js';

const day = 24 * 3_600_000;

describe('the life of an instance', () => {
  let fixture: FleetFixture;
  beforeEach(() => (fixture = new FleetFixture()));
  afterEach(() => fixture.fleets.close());

  const running = async (changes: Parameters<FleetFixture['run']>[0] = {}): Promise<Task> => {
    const task = fixture.run(changes);
    await fixture.launched();
    return task;
  };
  const status = (): string | undefined => fixture.living[0]?.status;

  it('stays idle for scaleInAfter seconds, then goes [2d.3]', async () => {
    const task = await running({ provider: provider({ scaleInAfter: 600 }) });
    task.claim.release();
    await fixture.clock.advance(599_999);
    expect(status()).to.equal('ACTIVE');
    await fixture.clock.advance(1);
    expect(status()).to.equal('DEREGISTERING');
    await fixture.clock.advance(fixture.delays.shutdown);
    expect(fixture.living).to.deep.equal([]);
  });

  it('stays for ever with scaleInAfter -1, and goes at once with 0 [2d.3]', async () => {
    const kept = await running({ provider: provider({ name: 'kept', scaleInAfter: -1 }) });
    kept.claim.release();
    await fixture.clock.advance(day);
    expect(status()).to.equal('ACTIVE');
    const gone = await running({ provider: provider({ name: 'gone', scaleInAfter: 0 }) });
    gone.claim.release();
    await fixture.clock.advance(0);
    expect(fixture.living.map((instance) => instance.status)).to.deep.equal(['ACTIVE', 'DEREGISTERING']);
  });

  it('is left to ECS where the provider says nothing, and kept by a new task', async () => {
    const task = await running();
    task.claim.release();
    await fixture.clock.advance(fixture.delays.scaleIn - 1);
    const next = fixture.run();
    await fixture.clock.advance(fixture.delays.scaleIn);
    expect(next.placed?.arn).to.equal(task.placed?.arn);
    expect(status()).to.equal('ACTIVE');
  });

  it('is not taken from under a standalone task, however little of it is used [2d.4]', async () => {
    const types = provider({ requirements: only('m6i.16xlarge'), scaleInAfter: 0 });
    const task = await running({ provider: types, needs: { cpu: 128, memoryMiB: 64, gpus: 0 } });
    await fixture.clock.advance(13 * day);
    expect(status()).to.equal('ACTIVE');
    expect(task.heard).to.deep.equal(['placed']);
  });

  it('drains at day 14: its task goes on, new ones go elsewhere [2d.7] [2d.8]', async () => {
    const needs = { cpu: 128, memoryMiB: 64, gpus: 0 };
    const task = await running({ needs });
    await fixture.clock.advance(14 * day);
    expect(status()).to.equal('DRAINING');
    expect(task.heard).to.deep.equal(['placed']);
    const next = await running({ needs });
    expect(next.placed?.arn).not.to.equal(task.placed?.arn);
    task.claim.release();
    await fixture.clock.advance(fixture.delays.shutdown);
    expect(fixture.living.map(({ facts }) => facts.arn)).to.deep.equal([next.placed?.arn]);
  });

  it('ends at day 21 with what still runs on it [2d.7] [2d.9] [4.7]', async () => {
    const first = await running({ needs: { cpu: 128, memoryMiB: 64, gpus: 0 } });
    await fixture.clock.advance(13.9 * day);
    const late = fixture.run({ needs: { cpu: 128, memoryMiB: 64, gpus: 0 } });
    await fixture.clock.advance(7 * day);
    expect(late.placed?.arn).to.equal(first.placed?.arn);
    expect(late.heard).to.deep.equal(['placed']);
    await fixture.clock.advance(0.1 * day);
    for (const task of [first, late]) {
      expect(task.heard).to.deep.equal(['placed', 'lost']);
      expect(task.ending?.reason).to.equal('Container instance deregistration forced by user');
    }
    expect(fixture.living).to.deep.equal([]);
  });

  it('leaves when its provider is deleted: idle ones at once, busy ones after their tasks [3a.23]', async () => {
    const busy = await running({ needs: { cpu: 128, memoryMiB: 64, gpus: 0 } });
    fixture.fleets.drought(region, {});
    const waiting = fixture.run({ needs: { cpu: 65_536, memoryMiB: 64, gpus: 0 } });
    fixture.fleets.retire(region, cluster, 'mi');
    expect(waiting.failure).to.equal('EMPTY CAPACITY PROVIDER');
    expect(busy.heard).to.deep.equal(['placed']);
    expect(fixture.fleets.inUse(region, cluster, 'mi')).to.equal(true);
    busy.claim.release();
    await fixture.clock.advance(fixture.delays.shutdown);
    expect(fixture.fleets.inUse(region, cluster, 'mi')).to.equal(false);
  });

  it('goes with its last task where its provider was deleted meanwhile', async () => {
    const from = provider({ scaleInAfter: -1 });
    const task = await running({ provider: from });
    from.deletedAt = fixture.clock.now();
    task.claim.release();
    await fixture.clock.advance(fixture.delays.shutdown);
    expect(fixture.fleets.count(region, cluster, 'mi')).to.equal(0);
  });

  it('is counted for its cluster once registered, for its provider before', async () => {
    fixture.run();
    await fixture.clock.advance(fixture.delays.gather);
    expect(fixture.fleets.count(region, cluster)).to.equal(0);
    expect(fixture.fleets.count(region, cluster, 'mi')).to.equal(1);
    expect(fixture.fleets.count(region, cluster, 'other')).to.equal(0);
    await fixture.launched();
    expect(fixture.fleets.count(region, cluster)).to.equal(1);
  });

  it('lets no instance of a deleted provider come up', async () => {
    const task = fixture.run();
    await fixture.clock.advance(fixture.delays.gather);
    fixture.fleets.retire(region, cluster, 'mi');
    expect(task.failure).to.equal('EMPTY CAPACITY PROVIDER');
    await fixture.clock.advance(fixture.delays.shutdown);
    expect(fixture.living).to.deep.equal([]);
  });

  it('leaves no timer behind when all is closed', async () => {
    await running();
    fixture.run({ needs: { cpu: 65_536, memoryMiB: 64, gpus: 0 } });
    fixture.fleets.close();
    expect(fixture.clock.timers).to.equal(0);
  });

  it('is forgotten an hour after its end', async () => {
    const task = await running();
    fixture.fleets.loseHosts(region, {});
    const id = task.placed?.arn.split('/').pop() ?? '';
    const store = fixture.fleets.instances(region, cluster);
    expect(store.find(id)?.status).to.equal('INACTIVE');
    await fixture.clock.advance(3_600_000);
    expect(store.find(id)).to.equal(undefined);
    expect(store.all).to.deep.equal([]);
  });
});
