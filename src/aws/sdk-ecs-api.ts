import {
  ConflictException,
  DeregisterTaskDefinitionCommand,
  DescribeCapacityProvidersCommand,
  DescribeClustersCommand,
  DescribeContainerInstancesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ListTaskDefinitionFamiliesCommand,
  ListTaskDefinitionsCommand,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  StopTaskCommand,
  type CapacityProvider,
  type ECSClient,
  type TaskDefinition,
} from '@aws-sdk/client-ecs';
import type {
  EcsApi,
  EcsCluster,
  EcsInstance,
  EcsTaskDefinition,
  EcsTaskSnapshot,
  NamePage,
  RunTaskAnswer,
  RunTaskInput,
  TaggedTask,
  TaskDefinitionInput,
  TaskFilter,
  TaskPage,
} from './ecs-api.js';
import { noteAnswerTime } from './answer-time.js';
import { toEcsInstance } from './ecs-instance.js';
import { toEcsTask } from './ecs-task.js';
import { present } from '../present.js';
import { AwsServiceError, toServiceError } from './service-error.js';

/** {@link EcsApi} over the SDK's client: translates and nothing else. */
export class SdkEcsApi implements EcsApi {
  constructor(private readonly client: ECSClient) {}

  async describeCluster(cluster: string): Promise<EcsCluster | undefined> {
    const answer = await call(
      'DescribeClusters',
      this.client.send(new DescribeClustersCommand({ clusters: [cluster] })),
    );
    const [found] = answer.clusters ?? [];
    if (found === undefined) return undefined;
    return {
      arn: found.clusterArn ?? cluster,
      name: found.clusterName ?? cluster,
      status: found.status ?? 'UNKNOWN',
      defaultStrategy: found.defaultCapacityProviderStrategy ?? [],
    };
  }

  async describeCapacityProviders(cluster: string): Promise<readonly CapacityProvider[]> {
    const providers: CapacityProvider[] = [];
    let nextToken: string | undefined;
    do {
      const command = new DescribeCapacityProvidersCommand({
        cluster,
        ...(nextToken !== undefined && { nextToken }),
      });
      const answer = await call('DescribeCapacityProviders', this.client.send(command));
      providers.push(...(answer.capacityProviders ?? []));
      nextToken = answer.nextToken;
    } while (nextToken !== undefined);
    return providers;
  }

  async describeTaskDefinition(familyOrArn: string): Promise<EcsTaskDefinition | undefined> {
    try {
      const command = new DescribeTaskDefinitionCommand({ taskDefinition: familyOrArn });
      const answer = await call('DescribeTaskDefinition', this.client.send(command));
      return toTaskDefinition(answer.taskDefinition);
    } catch (error) {
      // ECS answers a family without active revisions with ClientException, not with an empty result.
      if (error instanceof AwsServiceError && error.awsCode === 'ClientException') return undefined;
      throw error;
    }
  }

  async registerTaskDefinition(input: TaskDefinitionInput): Promise<EcsTaskDefinition> {
    const answer = await call(
      'RegisterTaskDefinition',
      this.client.send(new RegisterTaskDefinitionCommand(input)),
    );
    const registered = toTaskDefinition(answer.taskDefinition);
    if (registered !== undefined) return registered;
    throw new AwsServiceError(
      'ecs:RegisterTaskDefinition',
      'unavailable',
      'EmptyAnswer',
      'no task definition came back',
    );
  }

  async listTaskDefinitionFamilies(prefix: string, from?: string): Promise<NamePage> {
    const command = new ListTaskDefinitionFamiliesCommand({
      ...{ familyPrefix: prefix, status: 'ACTIVE' },
      ...present({ nextToken: from }),
    });
    const { families = [], nextToken } = await call('ListTaskDefinitionFamilies', this.client.send(command));
    return { names: families, ...present({ next: nextToken }) };
  }

  async listTaskDefinitions(family: string, from?: string): Promise<NamePage> {
    // This `familyPrefix` is the whole name of one family (API reference, ListTaskDefinitions).
    const command = new ListTaskDefinitionsCommand({
      ...{ familyPrefix: family, status: 'ACTIVE' },
      ...present({ nextToken: from }),
    });
    const answer = await call('ListTaskDefinitions', this.client.send(command));
    return { names: answer.taskDefinitionArns ?? [], ...present({ next: answer.nextToken }) };
  }

  async deregisterTaskDefinition(arn: string): Promise<void> {
    const command = new DeregisterTaskDefinitionCommand({ taskDefinition: arn });
    await call('DeregisterTaskDefinition', this.client.send(command));
  }

  async runTask(input: RunTaskInput): Promise<RunTaskAnswer> {
    const sent = call('RunTask', this.client.send(new RunTaskCommand(input)));
    const answer = await sent.catch(conflictHolders);
    if ('holders' in answer) return { tasks: [], failures: [], holders: answer.holders };
    return {
      tasks: (answer.tasks ?? []).map((task) => toEcsTask(task)),
      failures: (answer.failures ?? []).map(({ reason, detail }) => ({
        reason: reason ?? 'no reason given',
        ...(detail !== undefined && { detail }),
      })),
    };
  }

  async listTasks(cluster: string, filter: TaskFilter, from?: string): Promise<TaskPage> {
    const command = new ListTasksCommand({ cluster, ...filter, ...present({ nextToken: from }) });
    const answer = await call('ListTasks', this.client.send(command));
    return { arns: answer.taskArns ?? [], ...present({ next: answer.nextToken }) };
  }

  async describeTasks(
    cluster: string,
    arns: readonly string[],
  ): Promise<ReadonlyMap<string, EcsTaskSnapshot>> {
    const command = new DescribeTasksCommand({ cluster, tasks: [...arns] });
    const answeredAt = noteAnswerTime(command);
    const answer = await call('DescribeTasks', this.client.send(command));
    const snapshots = new Map<string, EcsTaskSnapshot>();
    for (const task of answer.tasks ?? []) {
      if (task.taskArn === undefined) continue;
      snapshots.set(task.taskArn, { kind: 'found', task: toEcsTask(task, answeredAt()) });
    }
    for (const failure of answer.failures ?? []) {
      if (failure.reason === 'MISSING' && failure.arn !== undefined)
        snapshots.set(failure.arn, { kind: 'missing' });
    }
    return snapshots;
  }

  async taggedTasks(cluster: string, arns: readonly string[]): Promise<readonly TaggedTask[]> {
    const command = new DescribeTasksCommand({ cluster, tasks: [...arns], include: ['TAGS'] });
    const answer = await call('DescribeTasks', this.client.send(command));
    return (answer.tasks ?? []).map((task) => ({
      ...toEcsTask(task),
      tags: Object.fromEntries((task.tags ?? []).map(({ key = '', value = '' }) => [key, value])),
      ...present({ command: task.overrides?.containerOverrides?.[0]?.command }),
    }));
  }

  async describeContainerInstances(
    cluster: string,
    arns: readonly string[],
  ): Promise<readonly EcsInstance[]> {
    const command = new DescribeContainerInstancesCommand({ cluster, containerInstances: [...arns] });
    const answer = await call('DescribeContainerInstances', this.client.send(command));
    return (answer.containerInstances ?? []).map(toEcsInstance);
  }

  async stopTask(cluster: string, arn: string, reason: string): Promise<void> {
    try {
      await call('StopTask', this.client.send(new StopTaskCommand({ cluster, task: arn, reason })));
    } catch (error) {
      if (!isUnknownTask(error)) throw error;
    }
  }
}

/** The tasks that a ConflictException names; what names none is thrown on. */
function conflictHolders(error: unknown): { readonly holders: readonly string[] } {
  const cause = error instanceof AwsServiceError && error.kind === 'conflict' ? error.cause : undefined;
  const holders = cause instanceof ConflictException ? (cause.resourceIds ?? []) : [];
  if (holders.length === 0) throw error;
  return { holders };
}

/** A task that is long gone: `InvalidParameterException: The referenced task was not found`. */
function isUnknownTask(error: unknown): boolean {
  return (
    error instanceof AwsServiceError &&
    error.awsCode === 'InvalidParameterException' &&
    /task was not found/i.test(error.awsMessage)
  );
}

function toTaskDefinition(found: TaskDefinition | undefined): EcsTaskDefinition | undefined {
  if (found?.taskDefinitionArn === undefined) return undefined;
  const { taskDefinitionArn: arn, status = 'UNKNOWN', registeredAt } = found;
  return { arn, status, ...present({ registeredAt: registeredAt?.getTime() }), content: { ...found } };
}

async function call<T>(operation: string, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw toServiceError(`ecs:${operation}`, error);
  }
}
