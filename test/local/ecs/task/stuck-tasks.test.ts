import { expect } from 'chai';
import { TaskLife } from '../../../../local/ecs/task/task-life.js';
import { noTaskFaults, type StickingStatus, type TaskMark } from '../../../../local/faults/task-faults.js';
import { cluster, EcsFixture } from '../ecs-fixture.js';

const second = 1000;

describe(`${TaskLife.name} under faults`, () => {
  const stuckIn = (status: StickingStatus): EcsFixture =>
    new EcsFixture({ faults: { ...noTaskFaults, sticksIn: (_task, where) => where === status } });
  const stop = (fixture: EcsFixture, arn: string): Promise<unknown> =>
    fixture.call('StopTask', { cluster, task: arn });

  for (const status of ['PROVISIONING', 'PENDING', 'ACTIVATING'] as const) {
    it(`stays ${status} where it is stuck, until it is stopped`, async () => {
      const fixture = stuckIn(status);
      const arn = await fixture.launch();
      await fixture.clock.advance(86_400 * second);
      expect((await fixture.describe(arn)).lastStatus).to.equal(status);
      expect(fixture.clock.timers).to.equal(0);
      await stop(fixture, arn);
      await fixture.clock.advance(10 * second);
      const task = await fixture.describe(arn);
      expect(task).to.include({ lastStatus: 'STOPPED', stopCode: 'UserInitiated' });
      expect(task).not.to.have.property('startedAt');
    });
  }

  it('is PENDING where its pull never begins, and where it never ends [TASK-20]', async () => {
    for (const [status, begun] of [
      ['PENDING', false],
      ['PULLING', true],
    ] as const) {
      const fixture = stuckIn(status);
      const arn = await fixture.launch();
      await fixture.clock.advance(86_400 * second);
      const task = await fixture.describe(arn);
      expect(task).to.include({ lastStatus: 'PENDING', connectivity: 'CONNECTED' });
      expect(task['pullStartedAt'] !== undefined, status).to.equal(begun);
      expect(task).not.to.have.property('pullStoppedAt');
      await stop(fixture, arn);
      await fixture.clock.advance(10 * second);
      expect((await fixture.describe(arn)).lastStatus).to.equal('STOPPED');
    }
  });

  for (const status of ['STOPPING', 'DEPROVISIONING'] as const) {
    it(`stays ${status} where it is stuck, until it is stopped again or loses its host [1c.8]`, async () => {
      for (const way of ['stop', 'host'] as const) {
        const fixture = stuckIn(status);
        const arn = await fixture.running();
        await stop(fixture, arn);
        await fixture.clock.advance(86_400 * second);
        expect((await fixture.describe(arn)).lastStatus).to.equal(status);
        if (way === 'stop') await stop(fixture, arn);
        else fixture.ecs.interrupt(arn, 'host');
        await fixture.clock.advance(60 * second);
        expect((await fixture.describe(arn)).lastStatus, way).to.equal('STOPPED');
        expect(fixture.clock.timers).to.equal(0);
      }
    });
  }

  it('fails to start with a scripted failure of the pull or of the start [4.10] [4.11]', async () => {
    const seen: TaskMark[] = [];
    const pull = 'CannotPullContainerError: toomanyrequests';
    const start = 'ResourceInitializationError: no';
    for (const reason of [pull, start]) {
      const fixture = new EcsFixture({
        faults: {
          ...noTaskFaults,
          pullFailure: (task, image) => {
            seen.push(task);
            return image === 'ubuntu:latest' && reason === pull ? pull : undefined;
          },
          startFailure: () => (reason === start ? start : undefined),
        },
      });
      const arn = await fixture.running({ startedBy: 'nf-1', tags: [{ key: 'k', value: 'v' }] });
      const task = await fixture.describe(arn);
      expect(task).to.include({
        lastStatus: 'STOPPED',
        stopCode: 'TaskFailedToStart',
        stoppedReason: reason,
      });
      expect(task.containers[0]?.reason).to.equal(reason === pull ? pull : undefined);
      expect(fixture.runtime.containers).to.deep.equal([]);
      expect(fixture.runtime.pulls).to.have.length(reason === pull ? 0 : 1);
    }
    expect(seen[0]).to.deep.include({
      cluster,
      family: 'nf-ubuntu',
      group: 'family:nf-ubuntu',
      startedBy: 'nf-1',
      provider: 'MANAGED_INSTANCES',
      images: ['ubuntu:latest'],
      tags: new Map([['k', 'v']]),
    });
  });

  it('is hidden from reads for as long as a fault says, while StopTask reaches it [3b.2]', async () => {
    let hidden = true;
    const fixture = new EcsFixture({ faults: { ...noTaskFaults, hides: () => hidden } });
    const arn = await fixture.running();
    const missing = await fixture.call('DescribeTasks', { cluster, tasks: [arn] });
    expect(missing.failures).to.deep.equal([{ arn, reason: 'MISSING' }]);
    expect((await fixture.call('ListTasks', { cluster })).taskArns).to.deep.equal([]);
    hidden = false;
    expect((await fixture.describe(arn)).lastStatus).to.equal('RUNNING');
    hidden = true;
    await stop(fixture, arn);
    hidden = false;
    expect((await fixture.describe(arn)).desiredStatus).to.equal('STOPPED');
    await fixture.ecs.close();
  });
});
