import { expect } from 'chai';
import type { DependencyContainer } from 'tsyringe';
import sinon from 'sinon';
import { PreconditionError } from '../../spi/index.js';
import { AwsClients } from '../../src/aws/clients.js';
import { EcsApi } from '../../src/aws/ecs-api.js';
import { EcsEndpoint } from '../../src/aws/endpoint.js';
import { LogsApi } from '../../src/aws/logs-api.js';
import { NetworkApi } from '../../src/aws/network-api.js';
import { WorkDirApi } from '../../src/aws/work-dir-api.js';
import { compose, override } from '../../src/di/compose.js';
import { AwsEcsExecutor } from '../../src/executor.js';
import { AwsEcsTaskMonitor } from '../../src/task-monitor.js';
import { settle } from '../support/fake-clock.js';
import { fakeSession, type FakeSession } from '../support/fake-session.js';
import { taskRun } from '../support/task-run-builder.js';
import { awsEcsConfig, CLUSTER_ARN, endedTask, miProvider, RUNNING_CLUSTER } from './aws-builders.js';
import { failureOf } from './settle-with.js';
import {
  stubEcsApi,
  stubEndpoint,
  stubLogsApi,
  stubNetworkApi,
  stubWorkDirApi,
  type Stubbed,
} from './stub-ports.js';

/** The whole plugin over stubbed ports: everything but AWS is real. */
class ExecutorRig {
  readonly session: FakeSession;
  readonly ecs = stubEcsApi();
  readonly endpoint = stubEndpoint();
  readonly clients: Pick<Stubbed<AwsClients>, 'close'> = {
    close: sinon.stub<[], ReturnType<AwsClients['close']>>(),
  };
  readonly scope: DependencyContainer;
  readonly executor: AwsEcsExecutor;

  constructor(session: Partial<FakeSession> = {}) {
    this.session = fakeSession(session);
    this.scope = compose(awsEcsConfig(), this.session, [
      override(EcsApi, this.ecs),
      override(EcsEndpoint, this.endpoint),
      override(NetworkApi, stubNetworkApi()),
      override(LogsApi, stubLogsApi()),
      override(WorkDirApi, stubWorkDirApi()),
      override(AwsClients, this.clients as unknown as AwsClients),
    ]);
    this.executor = this.scope.resolve(AwsEcsExecutor);
  }

  async run(): Promise<void> {
    await this.executor.start();
    const monitor = this.executor.createTaskMonitor();
    monitor.start();
    monitor.schedule(this.executor.createTaskHandler(taskRun()));
    await settle();
  }

  /** What ECS says of every task from now on. */
  allEnd(exitCode: number): void {
    this.ecs.describeTasks.callsFake((_, arns) =>
      Promise.resolve(
        new Map(
          arns.map(
            (arn) => [arn, { kind: 'found', task: endedTask(exitCode, { arn, startedAt: 1 }) }] as const,
          ),
        ),
      ),
    );
  }
}

describe(AwsEcsExecutor.name, () => {
  it('states its name and what it can do', () => {
    const { executor } = new ExecutorRig();
    expect(executor.name).to.equal('awsecs');
    expect(executor.capabilities).to.deep.equal({
      containerNative: true,
      secretNative: false,
      fusion: true,
      taskArrays: false,
      adoption: false,
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
    await failureOf(rig.executor.start());
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
      expect(await failureOf(rig.executor.start()))
        .to.be.instanceOf(PreconditionError)
        .with.property('code', code);
      await rig.executor.shutdown();
    });
  }

  it('does not start on AWS with images that lack Fusion', async () => {
    const rig = new ExecutorRig({ resolvesContainers: false });
    rig.endpoint.isLoopback.resolves(false);
    expect(await failureOf(rig.executor.start())).to.have.property('code', 'WAVE_UNRESOLVED');
  });

  it('checks a process without any call', () => {
    const rig = new ExecutorRig();
    const [problem] = rig.executor.check({
      name: 'X',
      container: 'c',
      directives: { others: { disk: '1 GB' } },
    });
    expect(problem?.code).to.equal('DIRECTIVE_UNSUPPORTED');
    expect(rig.ecs.describeCluster.callCount).to.equal(0);
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
});
