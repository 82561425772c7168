import { expect } from 'chai';
import { noTaskFaults } from '../../../../local/faults/task-faults.js';
import { listTasks } from '../../../../local/ecs/task/list-tasks.js';
import { cluster, EcsFixture } from '../ecs-fixture.js';

/** Ten thousand RUNNING tasks; what they cost is counted, not timed. */
describe(`ten thousand tasks (${listTasks.name})`, () => {
  let fixture: EcsFixture;
  let looks = 0;

  before(async function () {
    this.timeout(60_000);
    // Every task a read looks at is asked for once.
    const hides = (): boolean => (looks++, false);
    fixture = new EcsFixture({
      faults: { ...noTaskFaults, hides },
      throttle: 'off',
      speed: 1000,
      maxRunning: 20_000,
    });
    await fixture.register();
    for (let call = 0; call < 1000; call++) {
      await fixture.run({ count: 10, startedBy: `run-${call % 10}` });
      // In between, because the fake clock looks at all its timers for each.
      if (call % 10 === 9) await fixture.clock.advance(50);
    }
    await fixture.clock.advance(2000);
  });
  after(() => fixture.ecs.close());

  it('run without a timer', () => {
    expect(fixture.runtime.containers).to.have.length(10_000);
    expect(fixture.clock.timers).to.equal(0);
  });

  it('are counted for DescribeClusters without being looked at', async () => {
    looks = 0;
    const { clusters } = await fixture.call('DescribeClusters', { clusters: [cluster] });
    expect(clusters[0]).to.include({ runningTasksCount: 10_000, pendingTasksCount: 0 });
    expect(looks).to.equal(0);
  });

  it('are listed in pages that look at their own tasks only [3c.1]', async () => {
    looks = 0;
    const found = new Set<string>();
    let nextToken: string | undefined;
    for (let page = 0; page < 10 || nextToken !== undefined; page++) {
      const answer = await fixture.call('ListTasks', { cluster, startedBy: 'run-3', nextToken });
      for (const arn of answer.taskArns) found.add(arn);
      nextToken = answer.nextToken;
    }
    expect(found.size).to.equal(1000);
    expect(looks).to.equal(1000);
  });

  it('are described a hundred a call, each looked at once [3b.1]', async () => {
    const { taskArns } = await fixture.call('ListTasks', { cluster });
    looks = 0;
    const { tasks, failures } = await fixture.call('DescribeTasks', { cluster, tasks: taskArns });
    expect([tasks.length, failures.length, looks]).to.deep.equal([100, 0, 100]);
  });
});
