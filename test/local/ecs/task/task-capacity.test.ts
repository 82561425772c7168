import { expect } from 'chai';
import { hostTerminated, spotInterrupted } from '../../../../local/ecs/task/ending.js';
import { TaskLife } from '../../../../local/ecs/task/task-life.js';
import { TaskPlace } from '../../../../local/ecs/task/task-place.js';
import { settle } from '../../../support/fake-clock.js';
import { cluster, container, EcsFixture } from '../ecs-fixture.js';

const second = 1000;

describe(`${TaskLife.name} and capacity`, () => {
  let fixture: EcsFixture;
  beforeEach(() => {
    fixture = new EcsFixture();
    fixture.capacity.automatic = false;
  });
  afterEach(() => fixture.ecs.close());

  const stop = (arn: string): Promise<unknown> => fixture.call('StopTask', { cluster, task: arn });
  const end = async (): Promise<void> => fixture.clock.advance(60 * second);

  it('asks for what the task needs, with overrides and constraints of call and definition [1b.1] [2d.1]', async () => {
    const constraint = { type: 'memberOf', expression: 'attribute:ecs.instance-type =~ g5.*' };
    await fixture.launch(
      { overrides: { cpu: '1024', memory: '2048' }, placementConstraints: [{ type: 'distinctInstance' }] },
      { placementConstraints: [constraint], runtimePlatform: { cpuArchitecture: 'ARM64' } },
    );
    expect(fixture.capacity.last.wanted).to.deep.include({
      region: 'us-east-1',
      cluster,
      needs: { cpu: 1024, memoryMiB: 2048, gpus: 0 },
      architecture: 'ARM64',
      networkMode: 'host',
      group: 'family:nf-ubuntu',
      constraints: [constraint, { type: 'distinctInstance' }],
    });
  });

  it('asks for what its containers reserve, else for their limits, where the task has no memory [1a.11]', async () => {
    const containerDefinitions = [
      container({ memory: 512, memoryReservation: 300 }),
      container({ name: 'b', memory: 200 }),
    ];
    await fixture.launch({}, { containerDefinitions, memory: undefined });
    expect(fixture.capacity.last.wanted.needs).to.include({ memoryMiB: 500 });
    await fixture.launch({}, { containerDefinitions, memory: '1024' });
    expect(fixture.capacity.last.wanted.needs).to.include({ memoryMiB: 1024 });
  });

  it('stays PROVISIONING for as long as there is no place, without a timer [2d.1]', async () => {
    const arn = await fixture.launch();
    await fixture.clock.advance(3600 * second);
    expect(await fixture.describe(arn)).to.include({ lastStatus: 'PROVISIONING' });
    expect(fixture.clock.timers).to.equal(0);
    fixture.capacity.place();
    await settle();
    const pending = await fixture.describe(arn);
    expect(pending).to.include({ lastStatus: 'PENDING', availabilityZone: 'us-east-1a' });
    expect(pending['containerInstanceArn']).to.match(/container-instance\/nextflow-cluster\/0{32}$/);
  });

  it('fails to start where there will never be a place, with its reason [4.14] [1b.5]', async () => {
    const arn = await fixture.launch();
    fixture.capacity.last.events.failed('MemberOf placement constraint unsatisfied.');
    await end();
    expect(await fixture.describe(arn)).to.include({
      lastStatus: 'STOPPED',
      stopCode: 'TaskFailedToStart',
      stoppedReason: 'MemberOf placement constraint unsatisfied.',
    });
    expect(fixture.capacity.last.released).to.equal(1);
  });

  it('is stopped gently by a notice, and ends with its host where it takes too long [4.5]', async () => {
    const arn = await fixture.launch({}, { containerDefinitions: [container({ stopTimeout: 600 })] });
    fixture.capacity.place();
    await end();
    fixture.capacity.last.events.stop(spotInterrupted);
    await fixture.clock.advance(120 * second);
    expect(fixture.runtime.last.signals).to.deep.equal(['SIGTERM']);
    fixture.capacity.last.events.lost(hostTerminated('i-1'));
    await end();
    const task = await fixture.describe(arn);
    expect(task).to.include({ lastStatus: 'STOPPED', stopCode: 'SpotInterruption' });
    expect(task.containers[0]).not.to.have.property('exitCode');
  });

  it('ends with its host wherever it is, without an exit code, and is not connected any more [4.6]', async () => {
    for (const wait of [0, 8, 10, 50]) {
      const arn = await fixture.launch();
      fixture.capacity.place(fixture.capacity.claims.length - 1);
      await fixture.clock.advance(wait * second);
      const claim = fixture.capacity.last;
      claim.events.lost(hostTerminated('i-0123456789abcdef0'));
      await end();
      const task = await fixture.describe(arn);
      expect(task, `${wait} s after its placement`).to.include({
        lastStatus: 'STOPPED',
        connectivity: 'DISCONNECTED',
        stopCode: 'TerminationNotice',
        stoppedReason: 'Host EC2 (instance i-0123456789abcdef0) terminated.',
      });
      expect(task.containers[0]).not.to.have.property('exitCode');
      expect(claim.released).to.equal(1);
    }
    expect(fixture.clock.timers).to.equal(0);
  });

  it('gives its place back once, and lets its volumes go once, however it ends', async () => {
    const lose = (arn: string): void => fixture.ecs.interrupt(arn, 'host');
    const ways: ((arn: string) => unknown)[] = [
      (arn) => stop(arn),
      (arn) => stop(arn).then(() => lose(arn)),
      (arn) => {
        fixture.runtime.containers.at(-1)?.end({ exitCode: 0 });
        return settle().then(() => stop(arn));
      },
      lose,
    ];
    for (const way of ways) {
      for (const wait of [0, 5, 9, 60]) {
        fixture = new EcsFixture();
        const arn = await fixture.launch();
        await fixture.clock.advance((30 + wait) * second);
        await way(arn);
        await end();
        expect(await fixture.describe(arn)).to.include({ lastStatus: 'STOPPED' });
        expect(fixture.capacity.last.released).to.equal(1);
        expect(fixture.runtime.forgotten).to.deep.equal([arn.split('/').at(-1)]);
        expect(fixture.clock.timers).to.equal(0);
      }
    }
  });

  it(`waits for a slot with its place, and for a place without a slot: ${TaskPlace.name}`, async () => {
    fixture = new EcsFixture({ maxRunning: 1 });
    fixture.capacity.automatic = false;
    const arns = [await fixture.launch(), await fixture.launch(), await fixture.launch()];
    // The first waits for ever and keeps the others from nothing.
    fixture.capacity.place(1);
    fixture.capacity.place(2);
    await end();
    const states = async (): Promise<string[]> =>
      Promise.all(arns.map(async (arn) => (await fixture.describe(arn)).lastStatus));
    expect(await states()).to.deep.equal(['PROVISIONING', 'RUNNING', 'PROVISIONING']);
    fixture.capacity.claims[2]?.events.lost(hostTerminated('i-2'));
    await end();
    fixture.capacity.place(0);
    fixture.runtime.last.end({ exitCode: 0 });
    await end();
    expect(await states()).to.deep.equal(['RUNNING', 'STOPPED', 'STOPPED']);
  });

  it('hears nothing of its place after it has given it back', async () => {
    const arn = await fixture.launch();
    await stop(arn);
    await fixture.clock.advance(2 * second);
    fixture.capacity.place();
    await end();
    expect(await fixture.describe(arn)).to.include({ lastStatus: 'STOPPED', stopCode: 'UserInitiated' });
    expect(fixture.runtime.pulls).to.deep.equal([]);
  });

  it('gives containers their GPUs by id: whole ones dealt out, ALL to one, a fraction shared [8.10] [8.11] [8.5]', async () => {
    fixture.capacity.automatic = true;
    fixture.capacity.instance = { gpuIds: ['GPU-1', 'GPU-2', 'GPU-3'] };
    const wants = (name: string, value: string): object =>
      container({ name, resourceRequirements: [{ type: 'GPU', value }] });
    const ids = async (...containers: object[]): Promise<unknown[]> => {
      const task = await fixture.describe(await fixture.running({}, { containerDefinitions: containers }));
      return task.containers.map(({ gpuIds }) => gpuIds);
    };
    expect(await ids(wants('a', '1'), wants('b', '2'), container())).to.deep.equal([
      ['GPU-1'],
      ['GPU-2', 'GPU-3'],
      undefined,
    ]);
    expect(fixture.runtime.containers[1]?.spec.environment).to.include({
      NVIDIA_VISIBLE_DEVICES: 'GPU-2,GPU-3',
    });
    expect(await ids(wants('a', 'ALL'))).to.deep.equal([['GPU-1', 'GPU-2', 'GPU-3']]);
    expect(await ids(wants('a', '0.25'))).to.deep.equal([['GPU-1']]);
  });
});
