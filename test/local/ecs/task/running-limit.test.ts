import { expect } from 'chai';
import { TaskLife } from '../../../../local/ecs/task/task-life.js';
import { TaskSlots } from '../../../../local/ecs/task/task-slots.js';
import { cluster, container, EcsFixture } from '../ecs-fixture.js';

const second = 1000;

describe(`${TaskLife.name} within ${TaskSlots.name}`, () => {
  let fixture: EcsFixture;
  let arns: string[];

  beforeEach(async () => {
    fixture = new EcsFixture({ maxRunning: 2 });
    arns = [await fixture.launch()];
    for (let more = 0; more < 3; more++) {
      arns.push((await fixture.run()).tasks[0]?.taskArn ?? '');
      await fixture.clock.advance(10);
    }
    await fixture.clock.advance(60 * second);
  });
  afterEach(async () => {
    await fixture.ecs.close();
    expect(fixture.clock.timers).to.equal(0);
  });

  const states = async (): Promise<string[]> =>
    Promise.all(arns.map(async (arn) => (await fixture.describe(arn)).lastStatus));
  const stop = (arn: string | undefined): Promise<unknown> =>
    fixture.call('StopTask', { cluster, task: arn ?? '' });

  it('leaves tasks PROVISIONING while no slot is free, without a timer', async () => {
    expect(await states()).to.deep.equal(['RUNNING', 'RUNNING', 'PROVISIONING', 'PROVISIONING']);
    expect(fixture.runtime.containers).to.have.length(2);
    expect(fixture.clock.timers).to.equal(0);
  });

  it('lets the next task go as soon as the containers of one have ended', async () => {
    fixture.runtime.containers[1]?.end({ exitCode: 0 });
    await fixture.clock.advance(11 * second);
    expect(await states()).to.deep.equal(['RUNNING', 'STOPPED', 'RUNNING', 'PROVISIONING']);
    fixture.runtime.containers[0]?.end({ exitCode: 1 });
    await fixture.clock.advance(11 * second);
    expect(await states()).to.deep.equal(['STOPPED', 'STOPPED', 'RUNNING', 'RUNNING']);
  });

  it('stops a task that waits, and passes its turn on', async () => {
    await stop(arns[2]);
    await fixture.clock.advance(6 * second);
    expect(await states()).to.deep.equal(['RUNNING', 'RUNNING', 'STOPPED', 'PROVISIONING']);
    expect(await fixture.describe(arns[2] ?? '')).to.include({ stopCode: 'UserInitiated' });
    fixture.runtime.containers[0]?.end({ exitCode: 0 });
    await fixture.clock.advance(11 * second);
    expect((await states())[3]).to.equal('RUNNING');
    expect(fixture.runtime.containers).to.have.length(3);
  });

  it('keeps the slot of a task that is stopped until its container has gone', async () => {
    await stop(arns[0]);
    await fixture.clock.advance(20 * second);
    expect((await states()).slice(0, 3)).to.deep.equal(['STOPPING', 'RUNNING', 'PROVISIONING']);
    await fixture.clock.advance(30 * second);
    expect((await states()).slice(0, 3)).to.deep.equal(['STOPPED', 'RUNNING', 'RUNNING']);
  });

  it('gives back the slots of tasks that fail to start, are stopped in time, or lose their host', async () => {
    fixture.runtime.refusal = 'CannotStartContainerError: no';
    fixture.runtime.containers[0]?.end({ exitCode: 0 });
    await fixture.clock.advance(60 * second);
    expect((await states()).slice(2)).to.deep.equal(['STOPPED', 'STOPPED']);
    fixture.runtime.refusal = undefined;
    fixture.ecs.interrupt(arns[1] ?? '', 'host');
    await fixture.clock.advance(10 * second);
    arns = (await Promise.all([fixture.run(), fixture.run()])).map(({ tasks }) => tasks[0]?.taskArn ?? '');
    await fixture.clock.advance(35 * second);
    expect(await states()).to.deep.equal(['PENDING', 'PENDING']);
    for (const arn of arns) await stop(arn);
    const both = { containerDefinitions: [container(), container({ name: 'side', essential: false })] };
    await fixture.register(both);
    arns = (await Promise.all([fixture.run(), fixture.run()])).map(({ tasks }) => tasks[0]?.taskArn ?? '');
    await fixture.clock.advance(45 * second);
    expect(await states()).to.deep.equal(['RUNNING', 'RUNNING']);
  });
});
