import { inject, injectable } from 'tsyringe';
import { PreconditionError, RequestError, type Problem, type TaskRun } from '../../spi/index.js';
import { EcsEndpoint } from '../aws/endpoint.js';
import { NetworkPlanner } from '../network/network-planner.js';
import type { TaskNetwork } from '../network/choose-network.js';
import type { Placement } from '../placement/choose-provider.js';
import { ClusterInspector, type ClusterFacts } from '../placement/cluster-inspector.js';
import { checkProcess, queueNames } from './directives.js';
import { resourcesOf, type TaskResources } from './resources.js';

/** What is settled about a task's submit before ECS is asked; adaptations and the token come on top. */
export interface TaskPlan {
  readonly task: TaskRun;
  readonly image: string;
  readonly clusterArn: string;
  readonly region: string;
  readonly placement: Placement;
  readonly network: TaskNetwork;
  readonly resources: TaskResources;
}

/** Directives and cluster → plan of one task. */
@injectable()
export class RequestPlanner {
  constructor(
    @inject(ClusterInspector) private readonly cluster: ClusterInspector,
    @inject(NetworkPlanner) private readonly networks: NetworkPlanner,
    @inject(EcsEndpoint) private readonly endpoint: EcsEndpoint,
  ) {}

  /**
   * @throws RequestError for what this executor cannot serve, PreconditionError where no provider fits,
   * NetworkDiscoveryError or AwsServiceError where the network cannot be found.
   */
  async plan(task: TaskRun, facts: ClusterFacts): Promise<TaskPlan> {
    const image = servableImage(task);
    const choice = this.cluster.choose(facts, queueNames(task.directives.others['queue']));
    if (!choice.ok) throw unplaceable(task, choice.problem);
    const { placement } = choice;
    return {
      task,
      image,
      clusterArn: facts.arn,
      region: await this.endpoint.region(),
      placement,
      network: await this.networks.networkOf(placement.provider),
      resources: resourcesOf(task.process, task.directives),
    };
  }
}

function unplaceable(task: TaskRun, problem: Problem): PreconditionError {
  return new PreconditionError(
    `No capacity provider can take task ${task.name}: none fits what it asks for. Correct what is listed.`,
    {
      code: 'CAPACITY_PROVIDER_MISSING',
      problems: [problem],
    },
  );
}

function servableImage({ process, name, container, directives }: TaskRun): string {
  const problems = checkProcess({ name: process, directives, ...(container !== undefined && { container }) });
  const [first] = problems;
  if (first === undefined && container !== undefined) return container;
  throw new RequestError(
    `Task ${name} cannot run on ECS: it asks for what ECS cannot do. Correct what is listed.`,
    {
      code: first?.code ?? 'CONTAINER_MISSING',
      problems,
    },
  );
}
