import { AwsError } from '../../http/aws-error.js';
import { clusterArn, type EcsPlace, localName } from '../arns.js';
import { type EcsTag } from '../tag-rules.js';
import { type CapacityProvider } from './capacity-provider.js';
import { type StrategyItem } from './strategy.js';

/** One cluster and the capacity providers that belong to it. */
export interface Cluster {
  readonly name: string;
  readonly arn: string;
  readonly tags: readonly EcsTag[];
  readonly providers: Map<string, CapacityProvider>;
  defaultStrategy: readonly StrategyItem[];
}

/** The clusters of one region. */
export class ClusterStore {
  private readonly clusters = new Map<string, Cluster>();

  constructor(private readonly place: EcsPlace) {}

  /** The cluster of that name, made where missing: CreateCluster is idempotent on AWS. */
  create(name: string, tags: readonly EcsTag[]): Cluster {
    if (!/^[A-Za-z0-9_-]{1,255}$/.test(name)) {
      throw new AwsError(
        'InvalidParameterException',
        `clusterName '${name}' must be 1 to 255 letters, digits, '-' or '_'`,
      );
    }
    const existing = this.clusters.get(name);
    if (existing !== undefined) return existing;
    const cluster: Cluster = {
      name,
      arn: clusterArn(this.place, name),
      tags,
      providers: new Map(),
      defaultStrategy: [],
    };
    this.clusters.set(name, cluster);
    return cluster;
  }

  /** A cluster by name or ARN, `undefined` where there is none. */
  find(reference: string): Cluster | undefined {
    return this.clusters.get(localName(this.place, 'cluster', reference));
  }

  /** The cluster a call is about; without a reference AWS takes the one named `default` (facts §3b). */
  get(reference: string | undefined): Cluster {
    const found = this.find(reference ?? 'default');
    if (found === undefined) throw new AwsError('ClusterNotFoundException', 'Cluster not found.');
    return found;
  }

  all(): Cluster[] {
    return [...this.clusters.values()].sort((one, other) => (one.arn < other.arn ? -1 : 1));
  }
}
