import { inject, injectable } from 'tsyringe';
import type { RunTaskInput } from '../aws/ecs-api.js';
import { familyOf } from '../definitions/content-hash.js';
import { DefinitionStore } from '../definitions/definition-store.js';
import { NetworkPlanner } from '../network/network-planner.js';
import type { TaskDefinitionContent } from '../request/task-definition.js';
import type { TaskPlan, TaskWay } from '../request/task-plan.js';
import { SubmitRequests } from '../submit/submit-requests.js';
import { hideSecrets } from './hide-secrets.js';
import type { PlannedDefinition, PlannedWay } from './run-plan.js';

/** One way of a task → the requests that its first try would send. */
@injectable()
export class WayPlanner {
  /** By family: ways of one content are looked up once. */
  private readonly found = new Map<string, Promise<string | undefined>>();

  constructor(
    @inject(NetworkPlanner) private readonly networks: NetworkPlanner,
    @inject(SubmitRequests) private readonly requests: SubmitRequests,
    @inject(DefinitionStore) private readonly definitions: DefinitionStore,
  ) {}

  /**
   * @param imagePending see {@link PlannedDefinition}.
   * @throws RequestError where the request cannot be sent, AwsServiceError where ECS could not be asked.
   */
  async plan(plan: TaskPlan, way: TaskWay, imagePending: boolean): Promise<PlannedWay> {
    const { provider, reason, strategy, storage, notices } = way.placement;
    const request = this.requests.of(plan, way, 0);
    const { reason: networkReason } = await this.networks.choiceOf(provider);
    const definition = imagePending
      ? ({ action: 'undecided', content: request.definition } as const)
      : await this.definitionOf(plan.needs.image, request.definition);
    const runTask = hideSecrets(request.input(revisionIn(plan.clusterArn, definition)));
    return {
      provider: provider.name,
      capacityType: provider.capacityType,
      reason,
      strategy,
      storage,
      notices: [...notices, ...addressNotices(runTask)],
      network: { ...way.network, reason: networkReason },
      definition: { ...definition, content: hideSecrets(definition.content) },
      runTask,
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

/** Managed Instances refuse it today (DG managed-instances-awsvpc-mode): the request that is taken may lack it. */
function addressNotices({ networkConfiguration }: RunTaskInput): readonly string[] {
  if (networkConfiguration?.awsvpcConfiguration?.assignPublicIp !== 'ENABLED') return [];
  return [
    'A public address is asked for (aws.ecs.assignPublicIp). Where ECS refuses it, a run that did not set it goes on without; one that set it fails.',
  ];
}

/** The ARN that RunTask is given. ECS counts a family's revisions itself, so a new one has no number yet. */
function revisionIn(clusterArn: string, { arn, family = '<family>' }: PlannedDefinition): string {
  return arn ?? clusterArn.replace(/:cluster\/.*$/, `:task-definition/${family}:<revision>`);
}
