import { type Clock } from '../../clock.js';
import { globMatcher } from '../../glob.js';
import { type Ec2Instance } from '../../ec2/instance.js';
import { type CloudActs, type Drought, type InstanceSelector } from '../../faults/cloud-acts.js';
import { type StateBook } from '../../state/state-book.js';
import { type EcsNetwork } from '../ecs-network.js';
import { type Random } from '../../random-id.js';
import { type TagHolder } from '../tag/tagged-resources.js';
import { hostTerminated } from '../task/ending.js';
import { type Capacity, type CapacityClaim, type CapacityEvents, type CapacityRequest } from './capacity.js';
import { ec2InstanceOf } from './ec2-instance-of.js';
import { type FleetDelays } from './fleet-delays.js';
import { instanceKind, instanceRecord, restoredInstance } from './instance-record.js';
import { type InstanceStore } from './instance-store.js';
import { type HealthCheck, type ManagedInstance } from './managed-instance.js';
import { RegionFleet } from './region-fleet.js';
import { type QuotaKind } from './supply.js';
import { misfitOf } from './type-fit.js';

export interface FleetDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: (line: string) => void;
  /** Twelve digits. */
  readonly account: string;
  readonly network: EcsNetwork;
  readonly delays: FleetDelays;
  readonly state: StateBook;
}

/** ECS Managed Instances' capacity in every region: what tasks, operators, EC2 and the sky can do with it. */
export class Fleets implements Capacity, CloudActs {
  private readonly regions = new Map<string, RegionFleet>();

  constructor(private readonly deps: FleetDeps) {
    this.restore();
  }

  misfit(request: CapacityRequest): string | undefined {
    return misfitOf(request);
  }

  request(wanted: CapacityRequest, events: CapacityEvents): CapacityClaim {
    return this.in(wanted.region).pool(wanted.cluster, wanted.provider).request(wanted, events);
  }

  reclaimSpot(region: string, which: InstanceSelector, count = Infinity): number {
    const fleet = this.in(region);
    const struck = selected(fleet, which)
      .filter(({ facts, status, noticed }) => facts.spot && !noticed && isRunning(status))
      .slice(0, count);
    for (const instance of struck) fleet.poolOf(instance)?.life.reclaim(instance);
    return struck.length;
  }

  loseHosts(region: string, which: InstanceSelector, count = Infinity): number {
    const fleet = this.in(region);
    const struck = selected(fleet, which).slice(0, count);
    for (const instance of struck) {
      fleet.poolOf(instance)?.life.end(instance, hostTerminated(instance.facts.ec2Id));
    }
    return struck.length;
  }

  impairHosts(region: string, which: InstanceSelector, check: HealthCheck, count = Infinity): number {
    const fleet = this.in(region);
    const struck = selected(fleet, which)
      .filter(({ status, noticed }) => !noticed && isRunning(status))
      .slice(0, count);
    for (const instance of struck) fleet.poolOf(instance)?.impair(instance, check);
    return struck.length;
  }

  drainHosts(region: string, which: InstanceSelector, stopping: boolean, count = Infinity): number {
    const fleet = this.in(region);
    const struck = selected(fleet, which)
      .filter(({ status, noticed }) => !noticed && status === 'ACTIVE')
      .slice(0, count);
    for (const instance of struck) {
      const life = fleet.poolOf(instance)?.life;
      life?.drain(instance);
      if (stopping) life?.stopTasks(instance);
    }
    return struck.length;
  }

  drought(region: string, which: Drought): () => void {
    return this.in(region).supply.drought(which);
  }

  vcpuQuota(region: string, of: QuotaKind, vCpus: number | undefined): void {
    this.in(region).supply.quota(of, vCpus);
  }

  /** A cluster's instances, those still starting included. */
  instances(region: string, cluster: string): InstanceStore {
    return this.in(region).instances(cluster);
  }

  /** Container instances of a cluster that have registered; of a provider all there are, so that it outlasts them. */
  count(region: string, cluster: string, provider?: string): number {
    return this.instances(region, cluster).living.filter(({ facts, status }) =>
      provider === undefined ? status !== 'LAUNCHING' : facts.provider === provider,
    ).length;
  }

  /** Whether a provider has instances, or tasks that wait for one. */
  inUse(region: string, cluster: string, provider: string): boolean {
    return this.in(region).poolNamed(cluster, provider)?.isUsed ?? false;
  }

  /** The provider is being deleted: nothing new is launched for it, and what it has goes when its tasks have gone. */
  retire(region: string, cluster: string, provider: string): void {
    this.in(region).poolNamed(cluster, provider)?.retire();
  }

  /** The tags of a container instance that ECS knows. */
  tagHolder(region: string, arn: string): TagHolder | undefined {
    const instance = this.regions.get(region)?.all.find(({ facts }) => facts.arn === arn);
    if (instance === undefined || instance.status === 'LAUNCHING') return undefined;
    return {
      tags: instance.tags,
      setTags: (tags) => {
        instance.tags = tags;
        this.note(instance, region);
      },
    };
  }

  drain(region: string, instance: ManagedInstance): void {
    this.in(region).poolOf(instance)?.life.drain(instance);
  }

  activate(region: string, instance: ManagedInstance): void {
    this.in(region).poolOf(instance)?.activate(instance);
  }

  deregister(region: string, instance: ManagedInstance): void {
    this.in(region).poolOf(instance)?.life.deregister(instance);
  }

  /** The region's instances as EC2 tells of them. */
  ec2Instances(region: string): readonly Ec2Instance[] {
    const { network } = this.deps;
    // Anybody may ask about any region: that must make none.
    return (this.regions.get(region)?.all ?? []).map((instance) =>
      ec2InstanceOf(instance, network.vpcOfSubnet(region, instance.facts.place.subnet)),
    );
  }

  /** Stops all timers; nothing is told any more. */
  close(): void {
    for (const fleet of this.regions.values()) fleet.close();
  }

  private in(region: string): RegionFleet {
    const known = this.regions.get(region);
    if (known !== undefined) return known;
    const fleet = new RegionFleet(region, {
      ...this.deps,
      note: (instance, where) => this.note(instance, where),
      drop: ({ facts }) => this.deps.state.drop(instanceKind, facts.arn),
    });
    this.regions.set(region, fleet);
    return fleet;
  }

  private note(instance: ManagedInstance, region: string): void {
    this.deps.state.note(instanceKind, instance.facts.arn, () => instanceRecord(instance, region));
  }

  private restore(): void {
    const { clock, log, state } = this.deps;
    for (const [key, record] of state.all(instanceKind)) {
      const restored = restoredInstance(record, clock.now());
      if (restored === undefined) {
        log(`The kept record of container instance ${key} cannot be read; it is left out.`);
        state.drop(instanceKind, key);
        continue;
      }
      const { region, instance } = restored;
      this.in(region).instances(instance.facts.cluster).retire(instance);
      this.note(instance, region);
    }
  }
}

const isRunning = (status: ManagedInstance['status']): boolean =>
  status === 'ACTIVE' || status === 'DRAINING';

/** The living instances that match, in the order they were launched. */
function selected(fleet: RegionFleet, which: InstanceSelector): readonly ManagedInstance[] {
  const matcher = (pattern: string | undefined): ((text: string) => boolean) =>
    pattern === undefined ? () => true : globMatcher(pattern);
  const [cluster, provider] = [matcher(which.cluster), matcher(which.provider)];
  const [type, zone] = [matcher(which.type), matcher(which.zone)];
  return fleet.living.filter(
    ({ facts }) =>
      (which.ec2Id === undefined || which.ec2Id === facts.ec2Id) &&
      cluster(facts.cluster) &&
      provider(facts.provider) &&
      type(facts.type.name) &&
      zone(facts.place.zone),
  );
}
