import { inject, injectable } from 'tsyringe';
import { PreconditionError, type ProcessDefinition } from '../spi/index.js';
import { EcsEndpoint } from './aws/endpoint.js';
import { AwsEcsConfig } from './config/awsecs-config.js';
import { Session } from './di/tokens.js';
import { LogGroup } from './logs/log-group.js';
import { NetworkPlanner } from './network/network-planner.js';
import { ClusterInspector, type ClusterFacts } from './placement/cluster-inspector.js';
import {
  placedProcesses,
  placementNotices,
  placementProblems,
  type ProcessChoice,
} from './placement/process-placements.js';
import { configProblems } from './request/config-problems.js';
import { readNeeds } from './request/read-needs.js';
import type { TaskNeeds } from './request/task-needs.js';

/** A process that can be served, and what its tasks ask for. */
interface ProcessNeeds {
  readonly process: string;
  readonly needs: TaskNeeds;
  readonly notices: readonly string[];
}

/** What must hold before the first task: the endpoint, the cluster, its providers, its network, the log group. */
@injectable()
export class Preflight {
  constructor(
    @inject(EcsEndpoint) private readonly endpoint: EcsEndpoint,
    @inject(ClusterInspector) private readonly cluster: ClusterInspector,
    @inject(NetworkPlanner) private readonly networks: NetworkPlanner,
    @inject(LogGroup) private readonly logGroup: LogGroup,
    @inject(AwsEcsConfig) private readonly config: AwsEcsConfig,
    @inject(Session) private readonly session: Session,
  ) {}

  /** @throws PreconditionError, NetworkDiscoveryError or AwsServiceError; nothing was launched. */
  async run(processes: readonly ProcessDefinition[]): Promise<ClusterFacts> {
    // What is wrong with a process itself was told before, by the plugin's check.
    const all = processes.flatMap((process): ProcessNeeds[] => {
      const { needs, notices } = readNeeds(process);
      return needs === undefined ? [] : [{ process: process.name, needs, notices }];
    });
    this.refuseMisconfigured(all);
    const region = await this.endpoint.region();
    await this.refuseUnresolvedImages();
    const [facts] = await Promise.all([
      this.cluster.inspect(all.map(({ needs }) => needs)),
      this.logGroup.ensure(),
    ]);
    const choices = await Promise.all(
      all.map(async ({ process, needs }) => ({ process, choice: await this.cluster.choose(facts, needs) })),
    );
    refuseUnplaced(choices);
    const notices = [...all.flatMap((one) => one.notices), ...placementNotices(choices)];
    for (const notice of notices) this.session.logger.warn(notice);
    await this.tellPlaces(choices, region);
    return facts;
  }

  /** What single processes ask of the configuration and it does not have, all at once. */
  private refuseMisconfigured(all: readonly ProcessNeeds[]): void {
    const problems = all.flatMap(({ process, needs }) => configProblems(process, needs, this.config));
    const [first] = problems;
    if (first === undefined) return;
    throw new PreconditionError(
      'The tasks cannot run with this configuration: what they ask for does not go with it. Correct what is listed.',
      { code: first.code ?? 'DIRECTIVE_INVALID', problems },
    );
  }

  private async tellPlaces(choices: readonly ProcessChoice[], region: string): Promise<void> {
    const placed = placedProcesses(choices);
    for (const { processes, placement, providers } of placed) {
      const network = await this.networks.networkOf(placement.provider);
      const tasks = placed.length === 1 ? 'Tasks' : `Tasks of ${processes.join(', ')}`;
      this.session.logger.info(
        `${tasks} run on capacity provider ${providers.join(', else on ')} (${placement.reason}), network mode ${network.mode}, in ${region}.`,
      );
    }
  }

  /** An image without Fusion cannot see the work dir: on AWS the task would pull, fail and cost money. */
  private async refuseUnresolvedImages(): Promise<void> {
    if (this.session.resolvesContainers || (await this.endpoint.isLoopback())) return;
    throw new PreconditionError(
      'Tasks cannot run on AWS itself yet: this engine does not resolve images through Wave, so they would lack Fusion and ' +
        'could not see their work dir. Use the local cloud: add -local to the command, or start one by nf-awsecs local.',
      { code: 'WAVE_UNRESOLVED' },
    );
  }
}

/** One error names every process that has no place. */
function refuseUnplaced(choices: readonly ProcessChoice[]): void {
  const problems = placementProblems(choices);
  const [first] = problems;
  if (first === undefined) return;
  throw new PreconditionError(
    'No capacity provider can take the tasks: none fits what is asked for. Correct what is listed.',
    { code: first.code ?? 'CAPACITY_PROVIDER_MISSING', problems },
  );
}
