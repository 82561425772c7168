import { inject, injectable } from 'tsyringe';
import {
  PreconditionError,
  RequestError,
  type Problem,
  type ProcessDefinition,
  type TaskRun,
} from '../../spi/index.js';
import { EcsEndpoint } from '../aws/endpoint.js';
import { AwsEcsConfig } from '../config/awsecs-config.js';
import { NetworkPlanner } from '../network/network-planner.js';
import { ClusterInspector, type ClusterFacts } from '../placement/cluster-inspector.js';
import type { Placement } from '../placement/placement.js';
import { configProblems, networkProblems } from './config-problems.js';
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
    @inject(AwsEcsConfig) private readonly config: AwsEcsConfig,
  ) {}

  /**
   * @throws RequestError for what this executor cannot serve, PreconditionError where no provider fits,
   * NetworkDiscoveryError or AwsServiceError where the network cannot be found.
   */
  async plan(task: TaskRun, facts: ClusterFacts): Promise<TaskPlan> {
    const needs = servableNeeds(task, this.config);
    const choice = await this.cluster.choose(facts, needs, task.interruptions);
    if (!choice.ok) throw unplaceable(task, choice.problem);
    const [first, ...others] = choice.placements;
    return {
      task,
      needs,
      clusterArn: facts.arn,
      region: await this.endpoint.region(),
      ways: [
        await this.wayOf(task, needs, first),
        ...(await Promise.all(others.map((placement) => this.wayOf(task, needs, placement)))),
      ],
    };
  }

  private async wayOf(task: TaskRun, needs: TaskNeeds, placement: Placement): Promise<TaskWay> {
    const network = await this.networks.networkOf(placement.provider);
    const problems = networkProblems(task.process, needs, network.mode);
    if (problems.length > 0) throw unservable(task, problems);
    return {
      placement,
      network,
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

function servableNeeds(task: TaskRun, config: AwsEcsConfig): TaskNeeds {
  const { process, container, directives } = task;
  const definition: ProcessDefinition = {
    name: process,
    directives,
    ...(container !== undefined && { container }),
  };
  const { needs, problems } = readNeeds(definition);
  const all = needs === undefined ? problems : configProblems(process, needs, config);
  if (needs === undefined || all.length > 0) throw unservable(task, all);
  return needs;
}

function unservable({ name }: TaskRun, problems: readonly Problem[]): RequestError {
  return new RequestError(
    `Task ${name} cannot run on ECS: it asks for what ECS cannot do. Correct what is listed.`,
    {
      code: problems[0]?.code ?? 'DIRECTIVE_INVALID',
      problems,
    },
  );
}
