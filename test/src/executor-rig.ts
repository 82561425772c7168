import type { DependencyContainer } from 'tsyringe';
import sinon from 'sinon';
import type { ProcessDefinition } from '../../spi/index.js';
import { AwsClients } from '../../src/aws/clients.js';
import { EcsApi } from '../../src/aws/ecs-api.js';
import { EcsEndpoint } from '../../src/aws/endpoint.js';
import { LogsApi } from '../../src/aws/logs-api.js';
import { NetworkApi } from '../../src/aws/network-api.js';
import { WorkDirApi } from '../../src/aws/work-dir-api.js';
import type { AwsEcsConfig } from '../../src/config/awsecs-config.js';
import { compose, override } from '../../src/di/compose.js';
import { AwsEcsExecutor } from '../../src/executor.js';
import { settle } from '../support/fake-clock.js';
import { fakeSession, type FakeSession } from '../support/fake-session.js';
import { taskRun } from '../support/task-run-builder.js';
import { awsEcsConfig, endedTask } from './aws-builders.js';
import {
  stubEcsApi,
  stubEndpoint,
  stubLogsApi,
  stubNetworkApi,
  stubWorkDirApi,
  type Stubbed,
} from './stub-ports.js';

export const HELLO: ProcessDefinition = {
  name: 'HELLO',
  container: 'ubuntu:latest',
  directives: { others: {} },
};

/** The whole plugin over stubbed ports: everything but AWS is real. */
export class ExecutorRig {
  readonly session: FakeSession;
  readonly ecs = stubEcsApi();
  readonly ec2 = stubNetworkApi();
  readonly logs = stubLogsApi();
  readonly endpoint = stubEndpoint();
  readonly clients: Pick<Stubbed<AwsClients>, 'close'> = {
    close: sinon.stub<[], ReturnType<AwsClients['close']>>(),
  };
  readonly scope: DependencyContainer;
  readonly executor: AwsEcsExecutor;

  constructor(session: Partial<FakeSession> = {}, config: Partial<AwsEcsConfig> = {}) {
    this.session = fakeSession(session);
    this.scope = compose(awsEcsConfig(config), this.session, [
      override(EcsApi, this.ecs),
      override(EcsEndpoint, this.endpoint),
      override(NetworkApi, this.ec2),
      override(LogsApi, this.logs),
      override(WorkDirApi, stubWorkDirApi()),
      override(AwsClients, this.clients as unknown as AwsClients),
    ]);
    this.executor = this.scope.resolve(AwsEcsExecutor);
  }

  /** Starts and schedules this many tasks. */
  async run(count = 1): Promise<void> {
    await this.executor.start([HELLO]);
    const monitor = this.executor.createTaskMonitor();
    monitor.start();
    for (let id = 1; id <= count; id++) monitor.schedule(this.executor.createTaskHandler(taskRun({ id })));
    await settle();
  }

  /** Calls made to any port so far. */
  get calls(): number {
    const stubs = [...Object.values(this.ecs), ...Object.values(this.ec2), ...Object.values(this.logs)];
    return stubs.reduce((sum, stub) => sum + stub.callCount, 0);
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
