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
import type { TaskNetwork } from '../network/choose-network.js';
import { NetworkPlanner } from '../network/network-planner.js';
import { ClusterInspector, type ClusterFacts } from '../placement/cluster-inspector.js';
import type { Placement } from '../placement/placement.js';
import type { Provider } from '../placement/provider.js';
import { configProblems, networkProblems } from './config-problems.js';
import { readNeeds, type NeedsReading } from './read-needs.js';
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

  /** What a process asks for, in the light of the configuration; or everything that is wrong with it. */
  read(process: ProcessDefinition): NeedsReading {
    const { needs, problems, notices } = readNeeds(process);
    const all = needs === undefined ? problems : configProblems(process.name, needs, this.config);
    return needs === undefined || all.length > 0
      ? { problems: all, notices: [] }
      : { needs, problems: [], notices };
  }

  /**
   * @throws RequestError for what this executor cannot serve, PreconditionError where no provider fits,
   * NetworkDiscoveryError or AwsServiceError where the network cannot be found.
   */
  async plan(task: TaskRun, facts: ClusterFacts): Promise<TaskPlan> {
    const { needs, problems } = this.read(definitionOf(task));
    if (needs === undefined) throw unservable(`Task ${task.name}`, problems);
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

  /**
   * The network that tasks of a process get with a provider.
   * @throws RequestError for what they ask for and that network cannot have, NetworkDiscoveryError or
   * AwsServiceError where it cannot be found.
   */
  async networkOf(process: string, needs: TaskNeeds, provider: Provider): Promise<TaskNetwork> {
    const network = await this.networks.networkOf(provider);
    const problems = networkProblems(process, needs, network.mode);
    if (problems.length > 0) throw unservable(`Process ${process}`, problems);
    return network;
  }

  private async wayOf(task: TaskRun, needs: TaskNeeds, placement: Placement): Promise<TaskWay> {
    return {
      placement,
      network: await this.networkOf(task.process, needs, placement.provider),
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

function definitionOf({ process, container, directives }: TaskRun): ProcessDefinition {
  return { name: process, directives, ...(container !== undefined && { container }) };
}

function unservable(who: string, problems: readonly Problem[]): RequestError {
  return new RequestError(
    `${who} cannot run on ECS: it asks for what ECS cannot do. Correct what is listed.`,
    {
      code: problems[0]?.code ?? 'DIRECTIVE_INVALID',
      problems,
    },
  );
}
