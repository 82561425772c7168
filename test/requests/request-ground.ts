import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribeSubnetsCommand } from '@aws-sdk/client-ec2';
import type { DependencyContainer } from 'tsyringe';
import { startLocalCloud, type LocalCloud } from '../../local/index.js';
import type { ProcessDefinition, TaskRun } from '../../spi/index.js';
import { AwsClients } from '../../src/aws/clients.js';
import { EcsApi, type EcsTask } from '../../src/aws/ecs-api.js';
import { SdkEcsApi } from '../../src/aws/sdk-ecs-api.js';
import type { AwsEcsConfig } from '../../src/config/awsecs-config.js';
import { compose, override } from '../../src/di/compose.js';
import { ClusterInspector, type ClusterFacts } from '../../src/placement/cluster-inspector.js';
import { RequestPlanner } from '../../src/request/request-planner.js';
import { Submitter } from '../../src/submit/submitter.js';
import { awsEcsConfig } from '../src/aws-builders.js';
import { roomWait } from '../src/room-wait.js';
import { fakeSession } from '../support/fake-session.js';
import { taskRun } from '../support/task-run-builder.js';
import { createFleet } from './fleet.js';
import { RecordingEcsApi, type SentRequests } from './recording-ecs-api.js';

const ARN = 'arn:aws:iam::123456789012:role';

/** The secrets a process of these tests may name. */
export const secrets = {
  MY_TOKEN: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:my-token-AbCdEf',
  DB_PASSWORD: 'arn:aws:ssm:us-east-1:123456789012:parameter/db/password',
};

/** A task that ECS has taken, and what was sent for it. */
export interface Submitted extends SentRequests {
  readonly task: EcsTask;
}

/**
 * The way of a request from the directives to a local cloud with the providers of {@link createFleet}, all of it the
 * plugin's own but for its pacing.
 */
export class RequestGround implements AsyncDisposable {
  private ids = 0;
  private readonly kill = new AbortController();

  private constructor(
    private readonly folder: string,
    private readonly cloud: LocalCloud,
    private readonly scope: DependencyContainer,
    private readonly recorder: RecordingEcsApi,
    private readonly facts: ClusterFacts,
  ) {}

  static async open(changes: Partial<AwsEcsConfig> = {}): Promise<RequestGround> {
    const folder = await mkdtemp(join(tmpdir(), 'nf-awsecs-requests-'));
    const cloud = await startLocalCloud({
      dataDir: folder,
      runtime: 'simulated',
      throttle: 'off',
      clusters: ['nextflow-cluster'],
      secrets: { [secrets.MY_TOKEN]: 'a', [secrets.DB_PASSWORD]: 'b' },
    });
    const { endpoint, region, credentials } = cloud;
    const config = awsEcsConfig({
      endpoint,
      taskRole: `${ARN}/ecsTaskRole`,
      volumeRole: `${ARN}/ecsInfrastructureRole`,
      tags: { team: 'genomics' },
      secrets,
      access: {
        region,
        s3Endpoint: endpoint,
        s3PathStyle: true,
        credentials: () => Promise.resolve(credentials),
      },
      ...changes,
    });
    const session = fakeSession();
    const clients = compose(config, session).resolve<AwsClients>(AwsClients);
    const recorder = new RecordingEcsApi(new SdkEcsApi(clients.ecs));
    const scope = compose(config, session, [override(AwsClients, clients), override(EcsApi, recorder.api)]);
    const { Subnets = [] } = await clients.ec2.send(new DescribeSubnetsCommand({}));
    await createFleet(
      clients.ecs,
      cloud,
      Subnets.flatMap(({ SubnetId }) => SubnetId ?? []),
    );
    const facts = await scope.resolve(ClusterInspector).inspect();
    return new RequestGround(folder, cloud, scope, recorder, facts);
  }

  /** Sends the request of one task of the process. Throws what the plugin refuses it with. */
  async submit(process: ProcessDefinition): Promise<Submitted> {
    this.recorder.take();
    const plan = await this.scope.resolve(RequestPlanner).plan(this.taskOf(process), this.facts);
    const bound = { ms: 1, setting: 'maxSubmitAwait' };
    const task = await this.scope.resolve(Submitter).submit(plan, this.kill.signal, {
      bound,
      wait: roomWait(),
    });
    return { task, ...this.recorder.take() };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.scope.resolve<AwsClients>(AwsClients).close();
    await this.cloud.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  private taskOf({ name, container, directives }: ProcessDefinition): TaskRun {
    this.ids += 1;
    return taskRun({
      id: this.ids,
      name: `${name} (${this.ids})`,
      process: name,
      directives,
      ...(container !== undefined && { container }),
    });
  }
}
