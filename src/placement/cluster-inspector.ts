import { inject, injectable } from 'tsyringe';
import { PreconditionError } from '../../spi/index.js';
import { CallRepeater } from '../aws/call-repeater.js';
import { EcsApi } from '../aws/ecs-api.js';
import { AwsEcsConfig } from '../config/awsecs-config.js';
import type { TaskNeeds } from '../request/task-needs.js';
import { INTERRUPTIONS } from '../outcome/retry-account.js';
import { CapacityBook } from './capacity-book.js';
import { ChoiceMemo } from './choice-memo.js';
import type { PlacementChoice } from './placement.js';
import { managedInstancesProviders, type Provider, type StrategyItem } from './provider.js';
import { TypeCatalogue } from './type-catalogue.js';
import { namedTypes } from './type-lists.js';

/** The cluster as it stood at the start of the session. */
export interface ClusterFacts {
  readonly arn: string;
  readonly providers: readonly Provider[];
  readonly defaultStrategy: readonly StrategyItem[];
}

const NONE: readonly string[] = [];

/** Looks at the cluster and its capacity providers once a session. */
@injectable()
export class ClusterInspector {
  private readonly choices = new ChoiceMemo();

  constructor(
    @inject(EcsApi) private readonly ecs: EcsApi,
    @inject(AwsEcsConfig) private readonly config: AwsEcsConfig,
    @inject(CallRepeater) private readonly calls: CallRepeater,
    @inject(CapacityBook) private readonly capacity: CapacityBook,
    @inject(TypeCatalogue) private readonly types: TypeCatalogue,
  ) {}

  /**
   * @param needs of the processes: EC2 is asked for all the instance types they and the providers name at once.
   * @throws PreconditionError CLUSTER_NOT_FOUND, CLUSTER_INACTIVE or CAPACITY_PROVIDER_MISSING, each with its
   * mend; AwsServiceError where ECS could not be asked.
   */
  async inspect(needs: readonly TaskNeeds[] = []): Promise<ClusterFacts> {
    const facts = await this.calls.repeat('looking at the cluster', () => this.look());
    await this.types.knowing(namedTypes(facts.providers, needs));
    return facts;
  }

  private async look(): Promise<ClusterFacts> {
    const name = this.config.cluster;
    const cluster = await this.ecs.describeCluster(name);
    if (cluster === undefined) throw notFound(name);
    if (cluster.status !== 'ACTIVE') throw inactive(name, cluster.status);
    const providers = managedInstancesProviders(await this.ecs.describeCapacityProviders(cluster.arn));
    if (!providers.some((provider) => provider.active)) throw withoutProvider(cluster.name, providers);
    return { arn: cluster.arn, providers, defaultStrategy: cluster.defaultStrategy };
  }

  /**
   * Where tasks go, or why nowhere.
   * @param interruptions of the task so far, by budget.
   */
  async choose(
    facts: ClusterFacts,
    needs: TaskNeeds,
    interruptions: Readonly<Record<string, number>> = {},
  ): Promise<PlacementChoice> {
    // A directive can be computed for each task: then it names types that no process did.
    const instanceTypes = await this.types.knowing(namedTypes(facts.providers, [needs]));
    const { spotFallback, volumeRole, capacityProvider: configured = NONE } = this.config;
    const interrupted = interruptions[INTERRUPTIONS] ?? 0;
    return this.choices.choose({
      providers: facts.providers,
      defaultStrategy: facts.defaultStrategy,
      instanceTypes,
      needs,
      configured,
      volumeRole,
      preferOnDemand: spotFallback > 0 && interrupted >= spotFallback,
      strained: this.capacity.strained(),
    });
  }
}

function notFound(cluster: string): PreconditionError {
  return new PreconditionError(
    `ECS cluster '${cluster}' was not found: no cluster of that name (aws.ecs.cluster) is in this account and region. Check its name, aws.region and the account in use ` +
      `(aws ecs list-clusters), or create it: aws ecs create-cluster --cluster-name ${cluster}`,
    { code: 'CLUSTER_NOT_FOUND' },
  );
}

function inactive(cluster: string, status: string): PreconditionError {
  return new PreconditionError(
    `ECS cluster '${cluster}' cannot run tasks: its status is ${status}, not ACTIVE. Wait until it is, or name another in aws.ecs.cluster.`,
    { code: 'CLUSTER_INACTIVE' },
  );
}

function withoutProvider(cluster: string, providers: readonly Provider[]): PreconditionError {
  const seen = providers.map(({ name, status }) => `'${name}' is ${status}`).join(', ');
  return new PreconditionError(
    `ECS cluster '${cluster}' cannot run tasks: it has no active Managed Instances capacity provider (${seen === '' ? 'none at all' : seen}). ` +
      `Create one: aws ecs create-capacity-provider --cluster ${cluster} --name <name> --managed-instances-provider file://provider.json`,
    { code: 'CAPACITY_PROVIDER_MISSING' },
  );
}
