import { errorText } from '../../error-text.js';
import { AwsError, invalidParameter } from '../../http/aws-error.js';
import { type StateBook } from '../../state/state-book.js';
import { clusterArn, type EcsPlace, localName } from '../arns.js';
import { clusterFrom, recordOf } from './cluster-record.js';
import { type ClusterUse } from './cluster-use.js';
import { type Cluster, type ClusterDetails } from './cluster.js';

export interface ClusterStoreDeps {
  readonly place: EcsPlace;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly use: ClusterUse;
  readonly state: StateBook;
  readonly log: (line: string) => void;
}

const kind = 'ecs-cluster';

/** Clusters an account may have in a region (facts §5). */
const mostClusters = 10_000;

/** Least milliseconds a provider is DEPROVISIONING, and how long deleted things stay describable. */
const deprovisioning = 1000;
/** AWS says only "for a period of time"; an hour is this cloud's choice (unknown). */
const shownInactive = 3_600_000;

/** The clusters of one region, kept between starts. What becomes INACTIVE is forgotten in time. */
export class ClusterStore {
  private readonly clusters = new Map<string, Cluster>();

  constructor(private readonly deps: ClusterStoreDeps) {
    const prefix = `${deps.place.region}/`;
    for (const [key, record] of deps.state.all(kind)) {
      if (!key.startsWith(prefix)) continue;
      try {
        const cluster = clusterFrom(deps.place, record, deps.now());
        this.clusters.set(cluster.name, cluster);
      } catch (error) {
        deps.log(`the kept cluster ${key} is left out, its record is broken: ${errorText(error)}`);
      }
    }
  }

  /**
   * The ACTIVE cluster of that name, made where there is none; `details` are for a new one only.
   *
   * @throws AwsError where the name is none of AWS's, or the region has 10,000 clusters
   */
  create(name: string, details: ClusterDetails): Cluster {
    if (!/^[A-Za-z0-9_-]{1,255}$/.test(name)) {
      throw invalidParameter(`clusterName '${name}' must be 1 to 255 letters, digits, '-' or '_'`);
    }
    const existing = this.find(name);
    if (existing !== undefined && existing.inactiveFrom === undefined) return existing;
    for (const old of this.clusters.values()) this.settle(old);
    if (existing === undefined && this.clusters.size >= mostClusters) {
      throw new AwsError(
        'ClientException',
        `The region has ${mostClusters} clusters, the most allowed: delete one first.`,
      );
    }
    const { place } = this.deps;
    const cluster: Cluster = { name, arn: clusterArn(place, name), providers: new Map(), ...details };
    this.clusters.set(name, cluster);
    this.changed(cluster);
    return cluster;
  }

  /** A cluster by name or ARN, one that is INACTIVE included; `undefined` where there is none. */
  find(reference: string): Cluster | undefined {
    const cluster = this.clusters.get(localName(this.deps.place, 'cluster', reference));
    return cluster !== undefined && this.settle(cluster) ? cluster : undefined;
  }

  /**
   * The cluster a call is about; without a reference AWS takes the one named `default` (facts §3b).
   *
   * @throws AwsError ClusterNotFoundException where there is none that is ACTIVE
   */
  get(reference: string | undefined): Cluster {
    const found = this.find(reference ?? 'default');
    if (found !== undefined && found.inactiveFrom === undefined) return found;
    const why = found === undefined ? 'Cluster not found.' : 'The referenced cluster was inactive.';
    throw new AwsError('ClusterNotFoundException', why);
  }

  /** Whether there is no cluster, one that is INACTIVE and still shown included. */
  get isEmpty(): boolean {
    for (const cluster of this.clusters.values()) this.settle(cluster);
    return this.clusters.size === 0;
  }

  /** ACTIVE clusters, sorted by ARN. */
  all(): Cluster[] {
    return [...this.clusters.values()]
      .filter((cluster) => this.settle(cluster) && cluster.inactiveFrom === undefined)
      .sort((one, other) => (one.arn < other.arn ? -1 : 1));
  }

  /** Takes note of a change to a cluster or one of its providers. */
  changed(cluster: Cluster): void {
    this.deps.state.note(kind, this.key(cluster), () => recordOf(cluster));
  }

  /** Moves on what time and tasks have moved on; false where the cluster itself is forgotten by that. */
  private settle(cluster: Cluster): boolean {
    const now = this.deps.now();
    if (now >= (cluster.inactiveFrom ?? Infinity) + shownInactive) {
      this.clusters.delete(cluster.name);
      this.deps.state.drop(kind, this.key(cluster));
      return false;
    }
    for (const provider of cluster.providers.values()) {
      if (now >= (provider.inactiveFrom ?? Infinity) + shownInactive) {
        cluster.providers.delete(provider.name);
        this.changed(cluster);
      } else if (provider.inactiveFrom === undefined && this.isDone(cluster, provider, now)) {
        provider.inactiveFrom = now;
        this.changed(cluster);
      }
    }
    return true;
  }

  /** A deletion is done when no task and no instance of the provider is left. */
  private isDone(
    cluster: Cluster,
    { name, deletedAt = Infinity }: { readonly name: string; readonly deletedAt?: number },
    now: number,
  ): boolean {
    return now >= deletedAt + deprovisioning && !this.deps.use.providerInUse(cluster.name, name);
  }

  private key(cluster: Cluster): string {
    return `${this.deps.place.region}/${cluster.name}`;
  }
}
