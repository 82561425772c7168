import { expect } from 'chai';
import { PreconditionError } from '../../spi/index.js';
import { AwsEcsExecutor } from '../../src/executor.js';
import { AwsEcsTaskMonitor } from '../../src/task-monitor.js';
import { settle } from '../support/fake-clock.js';
import { taskRun } from '../support/task-run-builder.js';
import { CLUSTER_ARN, miProvider, RUNNING_CLUSTER, serviceError, TASK_ARN } from './aws-builders.js';
import { ExecutorRig, HELLO } from './executor-rig.js';
import { failureOf, watch } from './settle-with.js';

describe(AwsEcsExecutor.name, () => {
  it('states its name and what it can do', () => {
    const { executor } = new ExecutorRig();
    expect(executor.name).to.equal('awsecs');
    expect(executor.capabilities).to.deep.equal({
      containerNative: true,
      secretNative: false,
      fusion: true,
      taskArrays: false,
      adoption: true,
    });
  });

  it('brings a task from preflight to its end over ECS', async () => {
    const rig = new ExecutorRig();
    await rig.run();
    const [input] = rig.ecs.runTask.args[0] ?? [];
    expect(input).to.deep.include({ cluster: CLUSTER_ARN, startedBy: `nf-${rig.session.id}` });
    rig.allEnd(0);
    await rig.session.clock.advance(1_000);
    expect(rig.session.events.of('HELLO (1)')).to.deep.equal(['submitted', 'running', 'completed']);
    expect(rig.session.events.outcomeOf('HELLO (1)')?.kind).to.equal('completed');
    expect(await rig.executor.shutdown()).to.deep.equal({ stopped: 0, unfinished: [] });
    expect(rig.session.clock.timers).to.equal(0);
  });

  it('makes no handler before start has checked everything', async () => {
    const rig = new ExecutorRig();
    expect(() => rig.executor.createTaskHandler(taskRun())).to.throw('before start()');
    rig.ecs.describeCluster.resolves(undefined);
    await failureOf(rig.executor.start([HELLO]));
    expect(() => rig.executor.createTaskHandler(taskRun())).to.throw('before start()');
    expect(rig.ecs.runTask.callCount).to.equal(0);
  });

  const refusals = [
    { code: 'CLUSTER_NOT_FOUND', given: (rig: ExecutorRig) => rig.ecs.describeCluster.resolves(undefined) },
    {
      code: 'CLUSTER_INACTIVE',
      given: (rig: ExecutorRig) =>
        rig.ecs.describeCluster.resolves({ ...RUNNING_CLUSTER, status: 'INACTIVE' }),
    },
    {
      code: 'CAPACITY_PROVIDER_MISSING',
      given: (rig: ExecutorRig) => rig.ecs.describeCapacityProviders.resolves([]),
    },
    {
      code: 'CAPACITY_PROVIDER_MISSING',
      given: (rig: ExecutorRig) =>
        rig.ecs.describeCapacityProviders.resolves([miProvider({ status: 'DEPROVISIONING' })]),
    },
  ];
  for (const { code, given } of refusals) {
    it(`does not start with ${code}`, async () => {
      const rig = new ExecutorRig();
      given(rig);
      expect(await failureOf(rig.executor.start([HELLO])))
        .to.be.instanceOf(PreconditionError)
        .with.property('code', code);
      await rig.executor.shutdown();
    });
  }

  it('does not start on AWS with images that lack Fusion', async () => {
    const rig = new ExecutorRig({ resolvesContainers: false });
    rig.endpoint.isLoopback.resolves(false);
    expect(await failureOf(rig.executor.start([HELLO]))).to.have.property('code', 'WAVE_UNRESOLVED');
  });

  it('always gives the same monitor', () => {
    const rig = new ExecutorRig();
    expect(rig.executor.createTaskMonitor()).to.equal(rig.executor.createTaskMonitor());
    expect(rig.executor.createTaskMonitor()).to.equal(rig.scope.resolve(AwsEcsTaskMonitor));
  });

  it('stops what runs, waits for its end, and only then lets go of the connections, once', async () => {
    const rig = new ExecutorRig();
    await rig.run();
    const done = rig.executor.shutdown();
    const again = rig.executor.shutdown();
    await settle();
    expect(rig.ecs.stopTask.callCount).to.equal(1);
    expect(rig.ecs.stopTask.args[0]?.[2]).to.equal('Stopped by run happy_curie');
    expect(rig.clients.close.callCount).to.equal(0);
    rig.allEnd(0);
    await rig.session.clock.advance(10_000);
    expect(await done).to.deep.equal({ stopped: 1, unfinished: [] });
    expect(await again).to.equal(await done);
    expect(rig.clients.close.callCount).to.equal(1);
    expect(rig.clients.close.calledAfter(rig.ecs.describeTasks)).to.equal(true);
    expect(rig.session.events.outcomeOf('HELLO (1)')?.kind).to.equal('killed');
    expect(rig.session.clock.timers).to.equal(0);
  });

  it('lets go of the connections also where it never started', async () => {
    const rig = new ExecutorRig();
    await rig.executor.shutdown();
    expect(rig.clients.close.callCount).to.equal(1);
  });

  it('does not start where a process names a queue that is not there, and names the process', async () => {
    const rig = new ExecutorRig();
    const align = { ...HELLO, name: 'ALIGN', directives: { others: { queue: 'nope' } } };
    const error = (await failureOf(rig.executor.start([HELLO, align]))) as PreconditionError;
    expect(error).to.be.instanceOf(PreconditionError).with.property('code', 'CAPACITY_PROVIDER_MISSING');
    expect(error.problems.map(({ path }) => path)).to.deep.equal(['process ALIGN, directive queue']);
    expect(error.message).to.include("Name one of 'MANAGED_INSTANCES'");
    expect(rig.ecs.runTask.callCount + rig.ecs.registerTaskDefinition.callCount).to.equal(0);
  });

  it('opens the log of a task of any run without a start, and asks nothing before it is read', async () => {
    const rig = new ExecutorRig();
    const log = rig.executor.openLog(TASK_ARN);
    expect(rig.calls).to.equal(0);
    expect(log.place).to.equal('nf/main/0123456789abcdef in the log group /aws/ecs/nextflow');
    rig.ecs.describeTasks.resolves(new Map([[TASK_ARN, { kind: 'missing' }]]));
    const page = { lines: [{ time: 1, text: 'hello' }], forward: 'f/1', backward: 'b/1' };
    rig.logs.readPage.onCall(0).resolves(page);
    rig.logs.readPage.onCall(1).resolves({ ...page, lines: [] });
    expect(await log.read()).to.deep.equal({ lines: page.lines, state: 'more' });
    expect(await log.read()).to.deep.equal({ lines: [], state: 'ended' });
    expect(await rig.executor.shutdown()).to.deep.equal({ stopped: 0, unfinished: [] });
  });

  it('leaves neither a timer nor a call to come after a failed start', async () => {
    const rig = new ExecutorRig();
    rig.ecs.describeCluster.rejects(serviceError('throttled'));
    rig.logs.createGroup.rejects(new TypeError('bug'));
    expect(await failureOf(rig.executor.start([HELLO]))).to.be.instanceOf(TypeError);
    await settle();
    expect(rig.session.clock.timers).to.equal(0);
    const before = rig.calls;
    await rig.session.clock.advance(3_600_000);
    expect(rig.calls).to.equal(before);
    expect(await rig.executor.shutdown()).to.deep.equal({ stopped: 0, unfinished: [] });
  });

  it('leaves neither a timer nor a call to come where the shutdown comes during the start', async () => {
    const rig = new ExecutorRig();
    rig.ecs.describeCluster.rejects(serviceError('throttled'));
    const start = watch(rig.executor.start([HELLO]));
    await rig.session.clock.advance(500);
    expect(start.done).to.equal(false);
    expect(await rig.executor.shutdown()).to.deep.equal({ stopped: 0, unfinished: [] });
    await settle();
    expect(start.error).to.have.property('kind', 'throttled');
    expect(rig.session.clock.timers).to.equal(0);
    const before = rig.calls;
    await rig.session.clock.advance(3_600_000);
    expect(rig.calls).to.equal(before);
  });
});
