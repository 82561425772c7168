import { expect } from 'chai';
import { taskOf } from '../../../../local/ecs/task/task-record.js';
import { FakeClock } from '../../../support/fake-clock.js';
import { cluster, EcsFixture, region } from '../ecs-fixture.js';
import { MemoryBook } from '../memory-book.js';

const second = 1000;
const hour = 3600 * second;

describe(`tasks kept between starts (${taskOf.name})`, () => {
  let book: MemoryBook;
  let before: EcsFixture;
  beforeEach(() => {
    book = new MemoryBook();
    before = new EcsFixture({ state: book });
  });

  /** The cloud on the same folder, `later` milliseconds after the first one has closed. */
  const restarted = async (later = 0): Promise<EcsFixture> => {
    await before.ecs.close();
    return new EcsFixture({ state: book }, new FakeClock(before.clock.now() + later));
  };

  it('shows a stopped task as it was, for the rest of its hour', async () => {
    const arn = await before.running({ startedBy: 'nf-1', tags: [{ key: 'k', value: 'v' }] });
    before.runtime.last.end({ exitCode: 3 });
    await before.clock.advance(10 * second);
    const was = await before.describe(arn, ['TAGS']);
    const after = await restarted(hour / 2);
    expect(await after.describe(arn, ['TAGS'])).to.deep.equal(was);
    await after.clock.advance(hour / 2);
    const gone = await after.call('DescribeTasks', { cluster, tasks: [arn] });
    expect(gone.failures).to.deep.equal([{ arn, reason: 'MISSING' }]);
    expect(book.size(`task/${region}`)).to.equal(0);
  });

  it('ends a living task with its host, which went with the cloud, and one without a host as not started [4.6] [4.14]', async () => {
    const running = await before.running();
    const waiting = (await before.run()).tasks[0]?.taskArn ?? '';
    const after = await restarted(hour);
    const task = await after.describe(running);
    expect(task).to.include({
      lastStatus: 'STOPPED',
      desiredStatus: 'STOPPED',
      stopCode: 'TerminationNotice',
      stoppedReason: `Host EC2 (instance i-0${'0'.repeat(16)}) terminated.`,
      connectivity: 'DISCONNECTED',
    });
    expect(task.containers[0]).to.include({ lastStatus: 'STOPPED' }).and.not.to.have.property('exitCode');
    expect(await after.describe(waiting)).to.include({
      lastStatus: 'STOPPED',
      stopCode: 'TaskFailedToStart',
      stoppedReason: 'InternalError: the local cloud was closed before the task had an instance',
    });
    expect((await after.call('ListTasks', { cluster })).taskArns).to.deep.equal([]);
    expect(after.clock.timers).to.equal(0);
  });

  it('goes on numbering tasks, so that new ones are listed after old ones', async () => {
    const first = await before.running();
    const after = await restarted();
    const next = await after.launch();
    await after.clock.advance(2 * second);
    await after.call('StopTask', { cluster, task: next });
    const stopped = await after.call('ListTasks', { cluster, desiredStatus: 'STOPPED', maxResults: 1 });
    expect(stopped.taskArns).to.deep.equal([first]);
    const { nextToken } = stopped;
    const rest = await after.call('ListTasks', { cluster, desiredStatus: 'STOPPED', nextToken });
    expect(rest.taskArns).to.deep.equal([next]);
  });

  it('remembers client tokens: no task is launched twice by a cloud that was started anew [3a.3] [3a.4]', async () => {
    await before.register();
    const first = await before.run({ clientToken: 't' });
    const after = await restarted();
    const again = await after.run({ clientToken: 't' });
    expect(again.tasks).to.deep.equal([
      { taskArn: first.tasks[0]?.taskArn, lastStatus: 'STOPPED', desiredStatus: 'STOPPED' },
    ]);
    const conflict = await after.run({ clientToken: 't', startedBy: 'x' });
    expect(conflict).to.include({ __type: 'ConflictException' });
    await after.clock.advance(hour);
    expect((await after.run({ clientToken: 't' })).tasks[0]).to.include({ lastStatus: 'PROVISIONING' });
    await after.ecs.close();
  });

  it('leaves out records that are broken, with a line that names them', async () => {
    const arn = await before.running();
    book.note(`task/${region}`, 'broken', () => ({ id: 'broken', containers: 'none' }));
    book.note(`client-token/${region}`, 'odd', () => 7);
    const after = await restarted();
    expect((await after.describe(arn)).lastStatus).to.equal('STOPPED');
    expect(after.lines.filter((line) => line.includes('left out'))).to.deep.equal([
      'a kept task is broken or its cluster is gone, and was left out: task/us-east-1 broken',
      'a kept client token says nothing and was left out: client-token/us-east-1 odd',
    ]);
  });
});
