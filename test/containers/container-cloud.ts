import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  type ContainerDefinition,
  DescribeTasksCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  type RegisterTaskDefinitionCommandInput,
  RunTaskCommand,
  type RunTaskCommandInput,
  StopTaskCommand,
  type Task,
} from '@aws-sdk/client-ecs';
import { systemClock } from '../../local/clock.js';
import { type LocalCloud, startLocalCloud } from '../../local/index.js';
import { chooseRuntime } from '../../local/runtime/choose-runtime.js';
import { type TaskRuntime } from '../../local/runtime/task-runtime.js';

const cluster = 'nextflow-cluster';
const region = 'us-east-1';

/** What a test says of its task; everything else is as usual. */
export interface Wanted {
  readonly container?: Partial<ContainerDefinition>;
  readonly definition?: Partial<RegisterTaskDefinitionCommandInput>;
  readonly run?: Partial<RunTaskCommandInput>;
}

/** A local cloud whose tasks run in the engine that `DOCKER_HOST` names, and an AWS client of it. */
export class ContainerCloud {
  private constructor(
    readonly dataDir: string,
    readonly runtime: TaskRuntime,
    private readonly cloud: LocalCloud,
    private readonly aws: { readonly ecs: ECSClient; readonly logs: CloudWatchLogsClient },
  ) {}

  static async start(): Promise<ContainerCloud> {
    const dataDir = await realpath(await mkdtemp(join(tmpdir(), 'nf-in-containers-')));
    await mkdir(join(dataDir, 's3'));
    const log = (line: string): void => void process.stderr.write(`    cloud: ${line}\n`);
    const [uid, gid] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0];
    const { runtime } = await chooseRuntime('container', {
      clock: systemClock,
      log,
      dataDir,
      s3Root: join(dataDir, 's3'),
      path: '/usr/bin:/bin',
      environment: process.env,
      user: { uid, gid },
    });
    const cloud = await startLocalCloud({ dataDir, runtime, log, speed: 10_000 });
    const client = { endpoint: cloud.endpoint, region, credentials: cloud.credentials };
    const aws = { ecs: new ECSClient(client), logs: new CloudWatchLogsClient(client) };
    return new ContainerCloud(dataDir, runtime, cloud, aws);
  }

  /** Runs a task of one container, `main`, and answers its ARN. */
  async run({ container, definition, run }: Wanted): Promise<string> {
    const registered = await this.aws.ecs.send(
      new RegisterTaskDefinitionCommand({
        family: 'e2e',
        networkMode: 'host',
        requiresCompatibilities: ['MANAGED_INSTANCES'],
        cpu: '256',
        memory: '128',
        executionRoleArn: 'arn:aws:iam::123456789012:role/execution',
        containerDefinitions: [
          {
            name: 'main',
            image: 'nf-awsecs-e2e:bash',
            essential: true,
            logConfiguration: {
              logDriver: 'awslogs',
              options: {
                'awslogs-group': '/e2e',
                'awslogs-region': region,
                'awslogs-stream-prefix': 'nf',
                'awslogs-create-group': 'true',
                mode: 'blocking',
              },
            },
            ...container,
          },
        ],
        ...definition,
      }),
    );
    const taskDefinition = registered.taskDefinition?.taskDefinitionArn;
    const { tasks, failures } = await this.aws.ecs.send(
      new RunTaskCommand({ cluster, taskDefinition, ...run }),
    );
    const arn = tasks?.[0]?.taskArn;
    if (arn === undefined) throw new Error(`not run: ${JSON.stringify(failures)}`);
    return arn;
  }

  /** Waits until the task is in the state; real containers take real time. */
  async until(arn: string, status: 'RUNNING' | 'STOPPED'): Promise<Task> {
    for (;;) {
      const { tasks } = await this.aws.ecs.send(new DescribeTasksCommand({ cluster, tasks: [arn] }));
      const task = tasks?.[0];
      if (task !== undefined && task.lastStatus === status) return task;
      const ended: string | undefined = task?.lastStatus;
      if (ended === 'STOPPED') throw new Error(`it stopped: ${String(task?.stoppedReason)}`);
      await pause(100);
    }
  }

  /** Runs a task to its end. */
  async ended(wanted: Wanted): Promise<Task> {
    return this.until(await this.run(wanted), 'STOPPED');
  }

  async stop(arn: string): Promise<void> {
    await this.aws.ecs.send(new StopTaskCommand({ cluster, task: arn, reason: 'the test says so' }));
  }

  /** What the task has printed: read page by page, since one may be empty while more exist (facts §6b). */
  async output(task: Task): Promise<readonly string[]> {
    const id = task.taskArn?.split('/').at(-1) ?? '';
    const stream = { logGroupName: '/e2e', logStreamName: `nf/main/${id}`, startFromHead: true };
    const lines: string[] = [];
    for (let token: string | undefined; ;) {
      const page = await this.aws.logs.send(new GetLogEventsCommand({ ...stream, nextToken: token }));
      lines.push(...(page.events ?? []).map(({ message = '' }) => message));
      if (page.nextForwardToken === token) return lines;
      token = page.nextForwardToken;
    }
  }

  /** Waits for a line of a task that runs. */
  async printed(task: Task, line: string): Promise<void> {
    for (;;) {
      const lines = await this.output(task).catch((): readonly string[] => []);
      if (lines.includes(line)) return;
      await pause(100);
    }
  }

  async close(): Promise<void> {
    this.aws.ecs.destroy();
    this.aws.logs.destroy();
    await this.cloud.close();
    await rm(this.dataDir, { recursive: true });
  }
}
