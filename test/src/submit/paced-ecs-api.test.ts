import { expect } from 'chai';
import { ShutdownError } from '../../../spi/index.js';
import { toServiceError } from '../../../src/aws/service-error.js';
import type { SubmitRate } from '../../../src/config/submit-rate.js';
import { PacedEcsApi } from '../../../src/submit/paced-ecs-api.js';
import { FakeClock, settle } from '../../support/fake-clock.js';
import { CLUSTER_ARN, serviceError, TASK_ARN } from '../aws-builders.js';
import { failureOf, watch } from '../settle-with.js';
import { stubEcsApi } from '../stub-ports.js';

class PacedRig {
  readonly clock = new FakeClock();
  readonly ecs = stubEcsApi();
  readonly paced: PacedEcsApi;

  constructor(submitRate?: SubmitRate) {
    this.paced = new PacedEcsApi(this.ecs, this.clock, { submitRate });
  }

  fill(count: number, call: () => Promise<unknown>): void {
    for (let n = 0; n < count; n++) watch(call());
  }
}

function httpError(status: number): Error {
  return Object.assign(new Error('Service Unavailable'), {
    name: 'ServiceUnavailableException',
    $fault: 'server',
    $metadata: { httpStatusCode: status },
  });
}

describe(PacedEcsApi.name, () => {
  // AWS's own numbers, less what may arrive together: a quarter of a second's refill.
  const buckets = [
    {
      name: 'runTask',
      burst: 90,
      perSecond: 40,
      call: (rig: PacedRig) => rig.paced.runTask({ taskDefinition: 'd' }),
    },
    {
      name: 'describeTasks',
      burst: 95,
      perSecond: 20,
      call: (rig: PacedRig) => rig.paced.describeTasks('c', ['a']),
    },
    {
      name: 'registerTaskDefinition',
      burst: 19,
      perSecond: 1,
      call: (rig: PacedRig) => rig.paced.registerTaskDefinition({ family: 'f', containerDefinitions: [] }),
    },
    {
      name: 'deregisterTaskDefinition',
      burst: 19,
      perSecond: 1,
      call: (rig: PacedRig) => rig.paced.deregisterTaskDefinition('arn'),
    },
    {
      name: 'listTaskDefinitions',
      burst: 45,
      perSecond: 20,
      call: (rig: PacedRig) => rig.paced.listTaskDefinitions('f'),
    },
    {
      name: 'listTaskDefinitionFamilies',
      burst: 45,
      perSecond: 20,
      call: (rig: PacedRig) => rig.paced.listTaskDefinitionFamilies('nf-'),
    },
    {
      name: 'describeTaskDefinition',
      burst: 45,
      perSecond: 20,
      call: (rig: PacedRig) => rig.paced.describeTaskDefinition('f'),
    },
    {
      name: 'describeCluster',
      burst: 45,
      perSecond: 20,
      call: (rig: PacedRig) => rig.paced.describeCluster('c'),
    },
    {
      name: 'describeCapacityProviders',
      burst: 45,
      perSecond: 20,
      call: (rig: PacedRig) => rig.paced.describeCapacityProviders('c'),
    },
  ] as const;
  for (const { name, burst, perSecond, call } of buckets) {
    it(`sends ${burst} ${name} at once and ${perSecond} a second after that`, async () => {
      const rig = new PacedRig();
      rig.fill(burst + 2 * perSecond, () => call(rig));
      await settle();
      expect(rig.ecs[name].callCount).to.equal(burst);
      await rig.clock.advance(1_000);
      expect(rig.ecs[name].callCount).to.equal(burst + perSecond);
      await rig.clock.advance(1_000);
      expect(rig.ecs[name].callCount).to.equal(burst + 2 * perSecond);
      expect(rig.clock.timers).to.equal(0);
    });
  }

  it('takes looks at instances out of the bucket of looks at tasks', async () => {
    const rig = new PacedRig();
    rig.fill(90, () => rig.paced.describeTasks('c', ['a']));
    rig.fill(10, () => rig.paced.describeContainerInstances('c', ['b']));
    await settle();
    expect(rig.ecs.describeContainerInstances.args).to.deep.equal(Array(5).fill(['c', ['b']]));
    await rig.clock.advance(1_000);
    expect(rig.ecs.describeContainerInstances.callCount).to.equal(10);
  });

  it('sends a stop before the submits that wait, from the bucket they share', async () => {
    const rig = new PacedRig();
    rig.fill(140, () => rig.paced.runTask({ taskDefinition: 'd' }));
    watch(rig.paced.stopTask(CLUSTER_ARN, TASK_ARN, 'why'));
    await rig.clock.advance(25);
    expect(rig.ecs.runTask.callCount).to.equal(90);
    expect(rig.ecs.stopTask.args).to.deep.equal([[CLUSTER_ARN, TASK_ARN, 'why']]);
    await rig.clock.advance(2_000);
    expect(rig.ecs.runTask.callCount).to.equal(140);
  });

  it('never sends more RunTask in the user’s time than he allows, repeats of lost answers included', async () => {
    const rig = new PacedRig({ count: 3, periodMs: 60_000 });
    rig.ecs.runTask.onCall(0).rejects(serviceError('unavailable'));
    rig.fill(10, () => rig.paced.runTask({ taskDefinition: 'd' }));
    for (const sent of [3, 6, 9, 10]) {
      await settle();
      expect(rig.ecs.runTask.callCount).to.equal(sent);
      await rig.clock.advance(59_999);
      expect(rig.ecs.runTask.callCount).to.equal(sent);
      await rig.clock.advance(1);
    }
    expect(rig.clock.timers).to.equal(0);
  });

  it('lets stops past the user’s ceiling, at the rate of their bucket', async () => {
    const rig = new PacedRig({ count: 1, periodMs: 3_600_000 });
    rig.fill(2, () => rig.paced.runTask({ taskDefinition: 'd' }));
    await settle();
    rig.fill(129, () => rig.paced.stopTask(CLUSTER_ARN, TASK_ARN, 'why'));
    await settle();
    expect(rig.ecs.stopTask.callCount).to.equal(89);
    await rig.clock.advance(1_000);
    expect([rig.ecs.stopTask.callCount, rig.ecs.runTask.callCount]).to.deep.equal([129, 1]);
  });

  it('lets a killed task go at once from behind the ceiling, with its timer and its place', async () => {
    const rig = new PacedRig({ count: 1, periodMs: 3_600_000 });
    const kill = new AbortController();
    rig.fill(1, () => rig.paced.runTask({ taskDefinition: 'first' }));
    const killed = watch(rig.paced.runTask({ taskDefinition: 'killed' }, kill.signal));
    await settle();
    expect(rig.clock.timers).to.equal(1);
    kill.abort();
    await settle();
    expect(killed.error).to.be.instanceOf(ShutdownError);
    expect(rig.clock.timers).to.equal(0);
    rig.fill(1, () => rig.paced.runTask({ taskDefinition: 'next' }));
    await rig.clock.advance(3_600_000);
    expect(rig.ecs.runTask.args.map(([input]) => input.taskDefinition)).to.deep.equal(['first', 'next']);
    const late = watch(rig.paced.runTask({ taskDefinition: 'late' }, kill.signal));
    await settle();
    expect(late.error).to.be.instanceOf(ShutdownError);
    expect(rig.clock.timers).to.equal(0);
  });

  it('sends nothing for a task that was killed while it waited', async () => {
    const rig = new PacedRig();
    const kill = new AbortController();
    rig.fill(90, () => rig.paced.runTask({ taskDefinition: 'd' }));
    const waiting = watch(rig.paced.runTask({ taskDefinition: 'late' }, kill.signal));
    kill.abort();
    await rig.clock.advance(1_000);
    expect(waiting.error).to.be.instanceOf(ShutdownError);
    expect(rig.ecs.runTask.callCount).to.equal(90);
  });

  const signs = [
    ['a throttle', serviceError('throttled')],
    ['a server that cannot keep up', toServiceError('ecs:RunTask', httpError(503))],
  ] as const;
  for (const [name, failure] of signs) {
    it(`slows down after ${name}, from the next call of the bucket on`, async () => {
      const rig = new PacedRig();
      rig.ecs.runTask.onCall(0).rejects(failure);
      watch(rig.paced.runTask({ taskDefinition: 'd' }));
      await settle();
      rig.fill(50, () => rig.paced.stopTask(CLUSTER_ARN, TASK_ARN, 'why'));
      await rig.clock.advance(1_000);
      expect(rig.ecs.stopTask.callCount).to.be.within(28, 29);
      rig.fill(50, () => rig.paced.describeTasks('c', ['a']));
      await settle();
      expect(rig.ecs.describeTasks.callCount, 'another bucket').to.equal(50);
      await rig.clock.advance(2_000);
      expect(rig.ecs.stopTask.callCount).to.equal(50);
    });
  }

  it('does not slow down for a refusal, nor for a connection that breaks', async () => {
    const rig = new PacedRig();
    rig.ecs.runTask.onCall(0).rejects(serviceError('refused'));
    rig.ecs.runTask.onCall(1).rejects(serviceError('unavailable'));
    rig.fill(90, () => rig.paced.runTask({ taskDefinition: 'd' }));
    await settle();
    expect(rig.ecs.runTask.callCount).to.equal(90);
  });

  it('passes answers and failures through', async () => {
    const rig = new PacedRig();
    expect((await rig.paced.runTask({ taskDefinition: 'd' })).tasks.length).to.equal(1);
    const failure = serviceError('throttled');
    rig.ecs.describeTasks.rejects(failure);
    expect(await failureOf(rig.paced.describeTasks('c', ['a']))).to.equal(failure);
  });
});
