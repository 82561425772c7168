import { inject, injectable } from 'tsyringe';
import { AwsClients } from '../aws/clients.js';
import { EcsEndpoint } from '../aws/endpoint.js';
import { AwsEcsConfig } from '../config/awsecs-config.js';
import { familyOf } from '../definitions/content-hash.js';
import { DefinitionStore } from '../definitions/definition-store.js';
import { SessionEnd } from '../di/session-end.js';
import { NetworkPlanner } from '../network/network-planner.js';
import type { ClusterFacts } from '../placement/cluster-inspector.js';
import { Preflight } from '../preflight.js';
import { readNeeds } from '../request/read-needs.js';
import { RequestPlanner } from '../request/request-planner.js';
import type { TaskDefinitionContent } from '../request/task-definition.js';
import type { TaskPlan, TaskWay } from '../request/task-plan.js';
import { SubmitRequests } from '../submit/submit-requests.js';
import { hideSecrets } from './hide-secrets.js';
import { quotasOf } from './quotas.js';
import type { AwsEcsPlan, PlannedDefinition, PlannedProcess, PlannedWay, ProcessToPlan } from './run-plan.js';

/**
 * Says what a session would send to ECS. It comes to that by the very steps that submit, and stops before the first
 * call that would change anything.
 */
@injectable()
export class AwsEcsPlanner {
  /** By family: processes of one content are looked up once. */
  private readonly found = new Map<string, Promise<string | undefined>>();

  constructor(
    @inject(EcsEndpoint) private readonly endpoint: EcsEndpoint,
    @inject(Preflight) private readonly preflight: Preflight,
    @inject(RequestPlanner) private readonly planner: RequestPlanner,
    @inject(NetworkPlanner) private readonly networks: NetworkPlanner,
    @inject(SubmitRequests) private readonly requests: SubmitRequests,
    @inject(DefinitionStore) private readonly definitions: DefinitionStore,
    @inject(AwsEcsConfig) private readonly config: AwsEcsConfig,
    @inject(AwsClients) private readonly clients: AwsClients,
    @inject(SessionEnd) private readonly end: SessionEnd,
  ) {}

  /**
   * @throws whatever a run would be refused with: PreconditionError, RequestError, NetworkDiscoveryError or
   * AwsServiceError.
   */
  async plan(processes: readonly ProcessToPlan[]): Promise<AwsEcsPlan> {
    const facts = await this.preflight.look(processes.map(({ definition }) => definition));
    const planned = await Promise.all(processes.map((process) => this.planOf(process, facts)));
    return {
      cluster: facts.arn,
      region: await this.endpoint.region(),
      logsGroup: this.config.logsGroup,
      processes: planned,
      quotas: quotasOf(planned, this.config.queueSize),
    };
  }

  /** Lets go of the connections. Idempotent. */
  close(): void {
    this.end.abort();
    this.clients.close();
  }

  private async planOf(process: ProcessToPlan, facts: ClusterFacts): Promise<PlannedProcess> {
    const { definition, sample, imagePending } = process;
    const plan = await this.planner.plan(sample, facts);
    const way = (of: TaskWay): Promise<PlannedWay> => this.wayOf(plan, of, imagePending);
    const [first, ...others] = plan.ways;
    return {
      process: definition.name,
      image: plan.needs.image,
      imagePending,
      notices: readNeeds(definition).notices,
      ways: [await way(first), ...(await Promise.all(others.map(way)))],
    };
  }

  private async wayOf(plan: TaskPlan, way: TaskWay, imagePending: boolean): Promise<PlannedWay> {
    const { provider, reason, strategy, notices } = way.placement;
    const request = this.requests.of(plan, way, 0);
    const { network, reason: networkReason } = await this.networks.choiceOf(provider);
    const definition = imagePending
      ? ({ action: 'undecided', content: request.definition } as const)
      : await this.definitionOf(plan.needs.image, request.definition);
    return {
      provider: provider.name,
      capacityType: provider.capacityType,
      reason,
      strategy,
      notices,
      network: { ...network, reason: networkReason },
      definition: { ...definition, content: hideSecrets(definition.content) },
      runTask: hideSecrets(request.input(revisionIn(plan.clusterArn, definition))),
    };
  }

  private async definitionOf(image: string, content: TaskDefinitionContent): Promise<PlannedDefinition> {
    const family = familyOf(image, content);
    const known = this.found.get(family) ?? this.definitions.find(image, content);
    this.found.set(family, known);
    const arn = await known;
    return arn === undefined
      ? { action: 'register', family, content }
      : { action: 'reuse', family, arn, content };
  }
}

/** The ARN that RunTask is given. ECS counts a family's revisions itself, so a new one has no number yet. */
function revisionIn(clusterArn: string, { arn, family = '<family>' }: PlannedDefinition): string {
  return arn ?? clusterArn.replace(/:cluster\/.*$/, `:task-definition/${family}:<revision>`);
}
