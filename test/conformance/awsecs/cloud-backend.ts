import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { request, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import {
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ECSClient,
  ListTasksCommand,
  type DesiredStatus,
  type Task,
  type TaskDefinition,
} from '@aws-sdk/client-ecs';
import type { BackendView, TaskSeat, Work } from '../../../conformance/index.js';
import { startLocalCloud, type LocalCloud } from '../../../local/index.js';
import type { Clock, TaskRun } from '../../../spi/index.js';
import { WatchedRuntime } from './watched-runtime.js';

export const CLUSTER = 'nextflow-cluster';

/** A local cloud on loopback in the time of a test, reached as AWS is, and by its control port. */
export class CloudBackend {
  private constructor(
    readonly cloud: LocalCloud,
    private readonly runtime: WatchedRuntime,
    private readonly ecs: ECSClient,
  ) {}

  static async start(clock: Clock): Promise<CloudBackend> {
    const dataDir = await mkdtemp(join(tmpdir(), 'nf-awsecs-kit-'));
    const runtime = new WatchedRuntime(clock, join(dataDir, 's3'));
    const cloud = await startLocalCloud({ dataDir, clock, runtime, consistency: 0, maxRunning: 100_000 });
    const { endpoint, region, credentials } = cloud;
    return new CloudBackend(cloud, runtime, new ECSClient({ endpoint, region, credentials }));
  }

  /** Says how a task is to go, and makes its work dir. */
  async expect(work: Work, { hash, workDir }: TaskSeat): Promise<void> {
    await mkdir(this.folder(workDir), { recursive: true });
    this.runtime.expect(work, hash);
  }

  /** By ListTasks, which no fault of a test strikes: faults of status calls strike DescribeTasks. */
  async view(): Promise<BackendView> {
    const [wanted, stopped] = [await this.list('RUNNING'), await this.list('STOPPED')];
    return {
      accepted: wanted.length + stopped.length,
      // What is being stopped is not wanted any more and runs for a while.
      alive: new Set([...wanted, ...this.runtime.running]).size,
      statusCalls: this.cloud.calls.count('ecs', 'DescribeTasks'),
    };
  }

  /** What ECS tells of a task. */
  async taskOf(arn: string): Promise<Task | undefined> {
    const { tasks } = await this.ecs.send(new DescribeTasksCommand({ cluster: CLUSTER, tasks: [arn] }));
    return tasks?.[0];
  }

  /** What a task was started with. */
  async definitionOf(arn: string): Promise<TaskDefinition | undefined> {
    const taskDefinition = (await this.taskOf(arn))?.taskDefinitionArn;
    return (await this.ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }))).taskDefinition;
  }

  output({ workDir }: TaskRun): Promise<string> {
    return readFile(join(this.folder(workDir), '.command.out'), 'utf8');
  }

  /** Asks something of the cloud's control port. */
  async control(path: 'faults' | 'acts', body: object): Promise<void> {
    const call = request(`${this.cloud.endpoint}/_local/${path}`, { method: 'POST', agent: false });
    call.end(JSON.stringify(body));
    const [answer] = (await once(call, 'response')) as [IncomingMessage];
    const said = await text(answer);
    if (answer.statusCode !== 200) throw new Error(`the control port refused: ${said}`);
  }

  async close(): Promise<void> {
    this.ecs.destroy();
    await this.cloud.close();
    await rm(this.cloud.dataDir, { recursive: true, maxRetries: 3 });
  }

  private folder(workDir: string): string {
    return join(this.cloud.dataDir, workDir.replace('s3://', 's3/'));
  }

  private async list(desiredStatus: DesiredStatus): Promise<string[]> {
    const arns: string[] = [];
    let nextToken: string | undefined;
    do {
      const command = new ListTasksCommand({ cluster: CLUSTER, desiredStatus, nextToken });
      const page = await this.ecs.send(command);
      arns.push(...(page.taskArns ?? []));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    return arns;
  }
}
