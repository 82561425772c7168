import { inject, injectable } from 'tsyringe';
import { PreconditionError, type Problem, type ProcessDefinition } from '../spi/index.js';
import { EcsEndpoint } from './aws/endpoint.js';
import { Session } from './di/tokens.js';
import { LogGroup } from './logs/log-group.js';
import { NetworkPlanner } from './network/network-planner.js';
import { ClusterInspector, type ClusterFacts } from './placement/cluster-inspector.js';
import type { Placement } from './placement/placement.js';
import { readNeeds } from './request/read-needs.js';

/** What must hold before the first task: the endpoint, the cluster, its providers, its network, the log group. */
@injectable()
export class Preflight {
  constructor(
    @inject(EcsEndpoint) private readonly endpoint: EcsEndpoint,
    @inject(ClusterInspector) private readonly cluster: ClusterInspector,
    @inject(NetworkPlanner) private readonly networks: NetworkPlanner,
    @inject(LogGroup) private readonly logGroup: LogGroup,
    @inject(Session) private readonly session: Session,
  ) {}

  /** @throws PreconditionError, NetworkDiscoveryError or AwsServiceError; nothing was launched. */
  async run(processes: readonly ProcessDefinition[]): Promise<ClusterFacts> {
    const region = await this.endpoint.region();
    await this.refuseUnresolvedImages();
    const [facts] = await Promise.all([this.cluster.inspect(), this.logGroup.ensure()]);
    for (const [tasks, { provider, reason }] of this.placements(facts, processes)) {
      const network = await this.networks.networkOf(provider);
      this.session.logger.info(
        `${tasks} run on capacity provider ${provider.name} (${reason}), network mode ${network.mode}, in ${region}.`,
      );
    }
    return facts;
  }

  /** Every distinct placement with the tasks it is for. One error names every process that has none. */
  private placements(facts: ClusterFacts, processes: readonly ProcessDefinition[]): Map<string, Placement> {
    const placements = new Map<string, Placement>();
    const problems = new Map<string, Problem>();
    for (const process of processes) {
      const { needs, notices } = readNeeds(process);
      // What is wrong with a process itself was told before, by the plugin's check.
      if (needs === undefined) continue;
      const choice = this.cluster.choose(facts, needs);
      for (const notice of notices) this.session.logger.warn(notice);
      const ownTerms = needs.queue.length > 0;
      const path = (own: string): string => (ownTerms ? `process ${process.name}, ${own}` : own);
      if (choice.ok) placements.set(ownTerms ? `Tasks of ${process.name}` : 'Tasks', choice.placements[0]);
      else problems.set(path(choice.problem.path), { ...choice.problem, path: path(choice.problem.path) });
    }
    if (problems.size === 0) return placements;
    throw new PreconditionError(
      'No capacity provider can take the tasks: none fits what is asked for. Correct what is listed.',
      {
        code: 'CAPACITY_PROVIDER_MISSING',
        problems: [...problems.values()],
      },
    );
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
