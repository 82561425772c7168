import { inject, injectable } from 'tsyringe';
import { PreconditionError } from '../spi/index.js';
import { EcsEndpoint } from './aws/endpoint.js';
import { Session } from './di/tokens.js';
import { LogGroup } from './logs/log-group.js';
import { NetworkPlanner } from './network/network-planner.js';
import { ClusterInspector, type ClusterFacts } from './placement/cluster-inspector.js';
import { persist } from './submit/persist.js';

/** A start that AWS does not answer within this has failed. */
const PATIENCE_MS = 60_000;

/** What must hold before the first task: the endpoint, the cluster, its provider, its network, the log group. */
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
  async run(): Promise<ClusterFacts> {
    const region = await this.endpoint.region();
    await this.refuseUnresolvedImages();
    const [facts] = await Promise.all([
      this.persistently(() => this.cluster.inspect()),
      this.logGroup.ensure(),
    ]);
    const { provider, reason } = this.cluster.place(facts, []);
    const network = await this.networks.networkOf(provider);
    const { logger } = this.session;
    logger.info(
      `Tasks run on capacity provider ${provider.name} (${reason}), network mode ${network.mode}, in ${region}.`,
    );
    return facts;
  }

  /** An image without Fusion cannot see the work dir: on AWS the task would pull, fail and cost money. */
  private async refuseUnresolvedImages(): Promise<void> {
    if (this.session.resolvesContainers || (await this.endpoint.isLoopback())) return;
    throw new PreconditionError(
      'The run cannot use AWS yet: this engine does not resolve images through Wave, so the tasks would lack Fusion and ' +
        'could not see their work dir. Run on the local cloud with -local, or start one with: nf-awsecs local',
      { code: 'WAVE_UNRESOLVED' },
    );
  }

  private persistently<T>(action: () => Promise<T>): Promise<T> {
    const { clock, random } = this.session;
    return persist(action, { clock, random, patience: PATIENCE_MS });
  }
}
