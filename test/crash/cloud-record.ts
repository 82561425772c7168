import {
  DescribeTasksCommand,
  ECSClient,
  ListTaskDefinitionsCommand,
  paginateListTasks,
  type DesiredStatus,
  type Task,
} from '@aws-sdk/client-ecs';
import { cloudEnvironment, region } from './place.js';

/** A task as the cloud has it on record, whoever started it. */
export interface TaskOnRecord {
  readonly arn: string;
  readonly createdAt: number;
  readonly status: string;
  readonly stopCode: string | undefined;
  readonly exitCode: number | undefined;
  readonly tags: Readonly<Record<string, string>>;
  /** Of its definition. */
  readonly family: string;
}

/** Reads the cloud's own record, over the API that everybody uses. */
export class CloudRecord {
  private readonly ecs: ECSClient;

  constructor(endpoint: string) {
    const { AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '' } = cloudEnvironment(endpoint);
    const credentials = { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY };
    this.ecs = new ECSClient({ endpoint, region, credentials, maxAttempts: 10 });
  }

  /** Every task there ever was on the cluster, oldest first. */
  async tasks(cluster: string): Promise<readonly TaskOnRecord[]> {
    const arns = [...(await this.list(cluster, 'RUNNING')), ...(await this.list(cluster, 'STOPPED'))];
    const found: TaskOnRecord[] = [];
    for (let from = 0; from < arns.length; from += 100) {
      const tasks = arns.slice(from, from + 100);
      const answer = await this.ecs.send(new DescribeTasksCommand({ cluster, tasks, include: ['TAGS'] }));
      found.push(...(answer.tasks ?? []).map(onRecord));
    }
    return found.sort((a, b) => a.createdAt - b.createdAt);
  }

  /** Revisions of a family, by family, of those that these tasks ran by. */
  async revisions(families: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const counts = new Map<string, number>();
    for (const familyPrefix of families) {
      const answer = await this.ecs.send(new ListTaskDefinitionsCommand({ familyPrefix }));
      counts.set(familyPrefix, answer.taskDefinitionArns?.length ?? 0);
    }
    return counts;
  }

  close(): void {
    this.ecs.destroy();
  }

  private async list(cluster: string, desiredStatus: DesiredStatus): Promise<readonly string[]> {
    const arns: string[] = [];
    for await (const page of paginateListTasks({ client: this.ecs }, { cluster, desiredStatus })) {
      arns.push(...(page.taskArns ?? []));
    }
    return arns;
  }
}

function onRecord(task: Task): TaskOnRecord {
  const tags = (task.tags ?? []).map(({ key = '', value = '' }) => [key, value] as const);
  return {
    arn: task.taskArn ?? '',
    createdAt: task.createdAt?.getTime() ?? 0,
    status: task.lastStatus ?? '',
    stopCode: task.stopCode,
    exitCode: task.containers?.[0]?.exitCode,
    tags: Object.fromEntries(tags),
    family: /\/([^/:]+):\d+$/.exec(task.taskDefinitionArn ?? '')?.[1] ?? '',
  };
}
