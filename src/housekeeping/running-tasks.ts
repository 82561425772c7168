import { inject, injectable } from 'tsyringe';
import { CallRepeater } from '../aws/call-repeater.js';
import { EcsApi, type TaggedTask, type TaskFilter } from '../aws/ecs-api.js';
import { readTaskArn } from '../aws/task-arn.js';
import { AwsEcsConfig } from '../config/awsecs-config.js';
import { sessionStartedBy, startedBy } from '../request/run-task.js';

/** Whoever looks at a cluster is told in time why he cannot. */
const PATIENCE_MS = 60_000;

/** The tasks of runs on the configured cluster, whichever engine submitted them: two calls for a hundred. */
@injectable()
export class RunningTasks {
  constructor(
    @inject(EcsApi) private readonly ecs: EcsApi,
    @inject(AwsEcsConfig) private readonly config: AwsEcsConfig,
    @inject(CallRepeater) private readonly calls: CallRepeater,
  ) {}

  /**
   * Those that ECS keeps up, at most a hundred at a time; one that was told to stop is none of them. By their session
   * where one is given, else all of the cluster are looked through: ListTasks knows no beginning of `startedBy`.
   * @throws AwsServiceError where ECS cannot be asked.
   */
  async *pages(sessionId?: string): AsyncGenerator<readonly TaggedTask[]> {
    const filter: TaskFilter = sessionId === undefined ? {} : { startedBy: startedBy(sessionId) };
    let from: string | undefined;
    do {
      const { arns, next } = await this.ask(() => this.ecs.listTasks(this.config.cluster, filter, from));
      if (arns.length > 0) yield await this.describe(arns);
      from = next;
    } while (from !== undefined);
  }

  /** The name of the cluster that a task is on; ARNs of the old form do not tell it. */
  clusterOf(arn: string): string {
    return readTaskArn(arn)?.cluster ?? this.config.cluster;
  }

  private async describe(arns: readonly string[]): Promise<readonly TaggedTask[]> {
    const tasks = await this.ask(() => this.ecs.taggedTasks(this.config.cluster, arns));
    return tasks.filter((task) => sessionStartedBy(task.startedBy) !== undefined);
  }

  private ask<T>(call: () => Promise<T>): Promise<T> {
    return this.calls.repeat('listing tasks', call, { patience: PATIENCE_MS });
  }
}
