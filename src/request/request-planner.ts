import { inject, injectable } from 'tsyringe';
import {
  PreconditionError,
  RequestError,
  type Problem,
  type ProcessDefinition,
  type TaskRun,
} from '../../spi/index.js';
import { EcsEndpoint } from '../aws/endpoint.js';
import { NetworkPlanner } from '../network/network-planner.js';
import { ClusterInspector, type ClusterFacts } from '../placement/cluster-inspector.js';
import type { Placement } from '../placement/placement.js';
import { readNeeds } from './read-needs.js';
import type { TaskNeeds } from './task-needs.js';
import type { TaskPlan, TaskWay } from './task-plan.js';

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
    const needs = servableNeeds(task);
    const choice = this.cluster.choose(facts, needs, task.interruptions);
    if (!choice.ok) throw unplaceable(task, choice.problem);
    const [first, ...others] = choice.placements;
    return {
      task,
      needs,
      clusterArn: facts.arn,
      region: await this.endpoint.region(),
      ways: [
        await this.wayOf(needs, first),
        ...(await Promise.all(others.map((placement) => this.wayOf(needs, placement)))),
      ],
    };
  }

  private async wayOf(needs: TaskNeeds, placement: Placement): Promise<TaskWay> {
    return {
      placement,
      network: await this.networks.networkOf(placement.provider),
      resources: { cpu: String(needs.cpu), memory: String(placement.memory) },
    };
  }
}

function unplaceable(task: TaskRun, problem: Problem): PreconditionError {
  return new PreconditionError(
    `No capacity provider can take task ${task.name}: none fits what it asks for. Correct what is listed.`,
    {
      code: problem.code ?? 'CAPACITY_PROVIDER_MISSING',
      problems: [problem],
    },
  );
}

function servableNeeds({ process, name, container, directives }: TaskRun): TaskNeeds {
  const definition: ProcessDefinition = {
    name: process,
    directives,
    ...(container !== undefined && { container }),
  };
  const { needs, problems } = readNeeds(definition);
  if (needs !== undefined) return needs;
  throw new RequestError(
    `Task ${name} cannot run on ECS: it asks for what ECS cannot do. Correct what is listed.`,
    {
      code: problems[0]?.code ?? 'CONTAINER_MISSING',
      problems,
    },
  );
}
