import { type Clock } from '../../clock.js';
import { type InstanceType } from '../../ec2/instance-type.js';
import { instanceArn, resourceId } from '../arns.js';
import { type CapacityProvider } from '../cluster/capacity-provider.js';
import { type EcsNetwork } from '../ecs-network.js';
import { type Random, randomBytesHex, randomUuid } from '../../random-id.js';
import { type FleetDelays } from './fleet-delays.js';
import { isSpot } from './instance-launcher.js';
import { InstanceRoom } from './instance-room.js';
import { InstanceStore } from './instance-store.js';
import { type Place } from './launch-choice.js';
import { ManagedInstance } from './managed-instance.js';
import { ProviderPool } from './provider-pool.js';
import { Supply } from './supply.js';

export interface RegionFleetDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: (line: string) => void;
  /** Twelve digits. */
  readonly account: string;
  readonly network: EcsNetwork;
  readonly delays: FleetDelays;
  /** An instance changed, or is forgotten, in a way that is kept. */
  readonly note: (instance: ManagedInstance, region: string) => void;
  readonly drop: (instance: ManagedInstance) => void;
}

/** Container instances a cluster can have (facts §5). */
const mostInstances = 5000;

interface ClusterFleet {
  readonly pools: Map<string, ProviderPool>;
  readonly instances: InstanceStore;
}

/** All instances of one region, by cluster and provider. */
export class RegionFleet {
  readonly supply: Supply;
  private readonly clusters = new Map<string, ClusterFleet>();

  constructor(
    readonly region: string,
    private readonly deps: RegionFleetDeps,
  ) {
    this.supply = new Supply(() => {
      for (const { pools } of this.clusters.values()) for (const pool of pools.values()) pool.replan();
    });
  }

  /** The pool a provider's tasks go to, made where missing. */
  pool(cluster: string, provider: CapacityProvider): ProviderPool {
    const fleet = this.fleet(cluster);
    const known = fleet.pools.get(provider.name);
    if (known !== undefined) return known;
    const pool = this.newPool(cluster, fleet, provider);
    fleet.pools.set(provider.name, pool);
    return pool;
  }

  /** The pool of an instance, `undefined` where the instance is of another life of this cloud. */
  poolOf({ facts }: ManagedInstance): ProviderPool | undefined {
    return this.clusters.get(facts.cluster)?.pools.get(facts.provider);
  }

  poolNamed(cluster: string, provider: string): ProviderPool | undefined {
    return this.clusters.get(cluster)?.pools.get(provider);
  }

  instances(cluster: string): InstanceStore {
    return this.fleet(cluster).instances;
  }

  /** Of every cluster, those that ended within the hour included. */
  get all(): readonly ManagedInstance[] {
    return [...this.clusters.values()].flatMap(({ instances }) => instances.all);
  }

  /** Of every cluster, in the order they were launched. */
  get living(): readonly ManagedInstance[] {
    return [...this.clusters.values()]
      .flatMap(({ instances }) => instances.living)
      .sort((one, other) => one.facts.launchedAt - other.facts.launchedAt);
  }

  close(): void {
    for (const { pools } of this.clusters.values()) for (const pool of pools.values()) pool.close();
  }

  private fleet(cluster: string): ClusterFleet {
    const known = this.clusters.get(cluster);
    if (known !== undefined) return known;
    this.forgetUnused();
    const instances = new InstanceStore(() => this.deps.clock.now(), this.deps.drop);
    const made = { pools: new Map<string, ProviderPool>(), instances };
    this.clusters.set(cluster, made);
    return made;
  }

  /** Clusters and providers come and go by name: those with nothing left are made again when they are wanted. */
  private forgetUnused(): void {
    for (const [name, { pools, instances }] of this.clusters) {
      for (const [provider, pool] of pools) if (!pool.isUsed) pools.delete(provider);
      if (pools.size === 0 && instances.all.length === 0) this.clusters.delete(name);
    }
  }

  private newPool(cluster: string, { instances }: ClusterFleet, first: CapacityProvider): ProviderPool {
    const { deps, region } = this;
    return new ProviderPool(
      {
        ...deps,
        supply: this.supply,
        places: (subnets) =>
          subnets.flatMap((subnet) => {
            const zone = deps.network.zoneOfSubnet(region, subnet);
            return zone === undefined ? [] : [{ subnet, zone }];
          }),
        make: (type, place, provider) => {
          if (instances.livingCount >= mostInstances) return undefined;
          const instance = this.newInstance(type, place, { cluster, provider });
          instances.add(instance);
          return instance;
        },
        changed: (instance) => {
          if (instance.isOver) instances.retire(instance);
          deps.note(instance, region);
        },
      },
      first,
    );
  }

  private newInstance(
    type: InstanceType,
    place: Place,
    { cluster, provider }: { readonly cluster: string; readonly provider: CapacityProvider },
  ): ManagedInstance {
    const { account, clock, random } = this.deps;
    const id = resourceId(random);
    const facts = {
      id,
      arn: instanceArn({ region: this.region, account }, cluster, id),
      ec2Id: `i-0${randomBytesHex(random, 8)}`,
      type,
      place,
      cluster,
      provider: provider.name,
      spot: isSpot(provider),
      launchedAt: clock.now(),
    };
    const tagged = provider.managedInstances.propagateTags === 'CAPACITY_PROVIDER';
    return new ManagedInstance(
      facts,
      new InstanceRoom(type, () => gpuId(random)),
      tagged ? provider.tags : [],
    );
  }
}

/** E.g. `GPU-0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0`. */
const gpuId = (random: Random): string => `GPU-${randomUuid(random)}`;
