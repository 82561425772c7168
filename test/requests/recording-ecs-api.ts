import type { EcsApi, RunTaskInput, TaskDefinitionInput } from '../../src/aws/ecs-api.js';

/** What a task's submit sent. */
export interface SentRequests {
  readonly definitions: readonly TaskDefinitionInput[];
  readonly tasks: readonly RunTaskInput[];
}

/** An ECS that notes what it is sent before it passes it on. */
export class RecordingEcsApi {
  private definitions: TaskDefinitionInput[] = [];
  private tasks: RunTaskInput[] = [];
  readonly api: EcsApi;

  constructor(ecs: EcsApi) {
    this.api = {
      describeCluster: (cluster) => ecs.describeCluster(cluster),
      describeCapacityProviders: (cluster) => ecs.describeCapacityProviders(cluster),
      describeTaskDefinition: (family) => ecs.describeTaskDefinition(family),
      listTaskDefinitionFamilies: (prefix, from) => ecs.listTaskDefinitionFamilies(prefix, from),
      listTaskDefinitions: (family, from) => ecs.listTaskDefinitions(family, from),
      deregisterTaskDefinition: (arn) => ecs.deregisterTaskDefinition(arn),
      listTasks: (cluster, filter, from) => ecs.listTasks(cluster, filter, from),
      describeTasks: (cluster, arns) => ecs.describeTasks(cluster, arns),
      taggedTasks: (cluster, arns) => ecs.taggedTasks(cluster, arns),
      describeContainerInstances: (cluster, arns) => ecs.describeContainerInstances(cluster, arns),
      stopTask: (cluster, arn, reason) => ecs.stopTask(cluster, arn, reason),
      registerTaskDefinition: (input) => {
        this.definitions.push(input);
        return ecs.registerTaskDefinition(input);
      },
      runTask: (input, unwanted) => {
        this.tasks.push(input);
        return ecs.runTask(input, unwanted);
      },
    };
  }

  /** What was sent since the last call of this. */
  take(): SentRequests {
    const { definitions, tasks } = this;
    this.definitions = [];
    this.tasks = [];
    return { definitions, tasks };
  }
}
