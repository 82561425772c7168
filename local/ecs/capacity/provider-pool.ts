import { type Clock, type Timer } from '../../clock.js';
import { type CapacityProvider } from '../cluster/capacity-provider.js';
import { type CapacityClaim, type CapacityEvents, type CapacityRequest } from './capacity.js';
import { type FleetDelays } from './fleet-delays.js';
import { InstanceLife } from './instance-life.js';
import { InstanceLauncher, type LauncherDeps } from './instance-launcher.js';
import { type Place } from './launch-choice.js';
import { type HealthCheck, type ManagedInstance } from './managed-instance.js';
import { PlacementNews } from './placement-news.js';
import { TaskClaim } from './task-claim.js';
import { type TaskShape } from './task-shape.js';
import { WaitingTasks } from './waiting-tasks.js';

export interface PoolDeps extends LauncherDeps {
  readonly clock: Clock;
  readonly delays: FleetDelays;
  /** Something of an instance changed that is kept. */
  readonly changed: (instance: ManagedInstance) => void;
}

/** How many shapes of waiting tasks are looked at for room that came free: the rest have launches of their own coming. */
const backfillDepth = 100;

/**
 * One provider's instances and the tasks that have or want a place on them. A task gets the tightest room there is;
 * without any it waits, and what waits together is launched for together.
 */
export class ProviderPool {
  readonly life: InstanceLife;
  private readonly instances = new Set<ManagedInstance>();
  private readonly waiting = new WaitingTasks();
  private readonly news: PlacementNews;
  private planning: Timer | undefined;
  /** Grows when room comes free: a shape that found none need not look again before. */
  private freed = 0;
  private readonly tasksByZone = new Map<string, number>();
  private readonly instancesBySubnet = new Map<string, number>();
  private readonly launcher: InstanceLauncher;

  constructor(
    private readonly deps: PoolDeps,
    private provider: CapacityProvider,
  ) {
    this.launcher = new InstanceLauncher(deps);
    this.news = new PlacementNews(deps.clock, deps.delays.placement, (claim) => this.place(claim));
    this.life = new InstanceLife(deps.clock, deps.delays, () => this.scaleIn(), {
      registered: (instance) => this.reservedOn(instance).forEach((claim) => this.place(claim)),
      closed: (instance) => this.reservedOn(instance).forEach((claim) => this.waitAgain(claim)),
      noticed: (instance, ending) => instance.claims.forEach(({ events }) => events.stop(ending)),
      ended: (instance, ending) => {
        this.instances.delete(instance);
        count(this.instancesBySubnet, instance.facts.place.subnet, -1);
        deps.supply.ended(instance.facts);
        this.reservedOn(instance).forEach((claim) => this.waitAgain(claim));
        for (const claim of instance.claims) {
          if (this.leave(claim)) claim.events.lost(ending);
        }
      },
      changed: deps.changed,
    });
  }

  get isUsed(): boolean {
    return this.instances.size > 0 || !this.waiting.isEmpty;
  }

  request(wanted: CapacityRequest, events: CapacityEvents): CapacityClaim {
    // Updated providers come with the requests made after.
    this.provider = wanted.provider;
    const shape = this.waiting.shape(wanted);
    const claim = new TaskClaim(shape, wanted, events, (released) => this.release(released));
    const instance = this.roomFor(shape);
    if (instance !== undefined) this.reserve(claim, instance);
    else this.wait(claim);
    return claim;
  }

  /** Looks again at what waits, e.g. after a drought. */
  replan(): void {
    if (!this.waiting.isEmpty) {
      this.planning ??= this.deps.clock.after(this.deps.delays.gather, () => this.plan());
    }
  }

  /** The provider is being deleted: what waits will have no place, instances go when their tasks have. */
  retire(): void {
    for (const instance of [...this.instances]) {
      if (instance.status === 'LAUNCHING') this.life.deregister(instance);
      else this.life.drain(instance);
    }
    for (const shape of [...this.waiting.shapes()]) this.fail(shape, 'EMPTY CAPACITY PROVIDER');
  }

  /** A health check of the instance fails; whether it is replaced is the provider's choice, and ECS's default. */
  impair(instance: ManagedInstance, check: HealthCheck): void {
    const { autoRepairConfiguration } = this.provider.managedInstances;
    this.life.impair(instance, check, autoRepairConfiguration?.actionsStatus !== 'DISABLED');
  }

  /** Takes a draining instance back into service. */
  activate(instance: ManagedInstance): void {
    this.life.activate(instance);
    this.freed++;
    this.backfill(instance);
  }

  close(): void {
    this.planning?.cancel();
    this.news.close();
    for (const instance of this.instances) this.life.stopTimers(instance);
  }

  private wait(claim: TaskClaim): void {
    this.waiting.add(claim);
    this.replan();
  }

  private waitAgain(claim: TaskClaim): void {
    this.unseat(claim);
    claim.instance = undefined;
    claim.state = 'waiting';
    this.wait(claim);
  }

  private reserve(claim: TaskClaim, instance: ManagedInstance): void {
    claim.state = 'reserved';
    claim.instance = instance;
    instance.seat(claim);
    count(this.tasksByZone, instance.facts.place.zone, 1);
    this.life.seatsChanged(instance);
    if (instance.status === 'ACTIVE') this.news.add(claim, instance);
  }

  private place(claim: TaskClaim): void {
    if (claim.state !== 'reserved' || claim.instance === undefined) return;
    claim.state = 'placed';
    claim.events.placed(claim.instance.placeOf(claim));
  }

  private reservedOn(instance: ManagedInstance): readonly TaskClaim[] {
    return instance.claims.filter(({ state }) => state === 'reserved');
  }

  private release(claim: TaskClaim): void {
    const { instance } = claim;
    if (!this.leave(claim) || instance === undefined) return;
    this.freed++;
    this.backfill(instance);
    this.life.seatsChanged(instance);
  }

  /** Ends a claim; false where it had ended. */
  private leave(claim: TaskClaim): boolean {
    if (claim.state === 'over') return false;
    claim.state = 'over';
    this.waiting.remove(claim);
    this.unseat(claim);
    return true;
  }

  private unseat(claim: TaskClaim): void {
    if (claim.instance === undefined) return;
    claim.instance.unseat(claim);
    count(this.tasksByZone, claim.instance.facts.place.zone, -1);
  }

  /** Zones come before packing: a provider of several spreads over them, one of a single subnet packs (facts §2c). */
  private roomFor(shape: TaskShape): ManagedInstance | undefined {
    if (shape.fullAt === this.freed && shape.waiting.size > 0) return undefined;
    let best: ManagedInstance | undefined;
    for (const instance of this.instances) {
      if (!instance.accepts(shape)) continue;
      if (best === undefined || tighter(instance, best, this.tasksByZone)) best = instance;
    }
    if (best === undefined) shape.fullAt = this.freed;
    return best;
  }

  private plan(): void {
    this.planning = undefined;
    for (const shape of [...this.waiting.shapes()]) this.launchFor(shape);
  }

  private launchFor(shape: TaskShape): void {
    const [first] = shape.waiting;
    if (first === undefined) return;
    const { list, reason } = this.launcher.optionsOf(shape, first.request, this.provider);
    if (list.length === 0) {
      this.fail(shape, reason);
      return;
    }
    const zones = new Set(list.flatMap(({ places }) => places.map(({ zone }) => zone))).size;
    // Three zones are what ECS spreads services over; standalone tasks are taken to be spread likewise.
    const wanted = Math.ceil(this.waiting.equivalents(shape) / Math.min(3, zones));
    while (shape.waiting.size > 0) {
      const load = ({ subnet }: Place): number => this.instancesBySubnet.get(subnet) ?? 0;
      const instance = this.launcher.launch(list, wanted, this.provider, load);
      if (instance === undefined) return;
      this.instances.add(instance);
      count(this.instancesBySubnet, instance.facts.place.subnet, 1);
      this.life.begin(instance);
      this.fill(instance, shape, wanted);
      this.backfill(instance, shape);
      this.freed++;
    }
  }

  private fill(instance: ManagedInstance, shape: TaskShape, most: number): void {
    let left = most;
    for (const claim of shape.waiting) {
      if (left-- <= 0 || !instance.accepts(shape)) return;
      this.waiting.remove(claim);
      this.reserve(claim, instance);
    }
  }

  private backfill(instance: ManagedInstance, but?: TaskShape): void {
    for (const shape of [...this.waiting.shapes(backfillDepth)]) {
      if (shape !== but) this.fill(instance, shape, Infinity);
    }
  }

  private fail(shape: TaskShape, reason: string): void {
    for (const claim of [...shape.waiting]) {
      if (this.leave(claim)) claim.events.failed(reason);
    }
  }

  private scaleIn(): number | undefined {
    const { scaleIn, second } = this.deps.delays;
    if (this.provider.deletedAt !== undefined) return 0;
    const after = this.provider.managedInstances.infrastructureOptimization?.scaleInAfter;
    if (after === undefined) return scaleIn;
    return after === -1 ? undefined : after * second;
  }
}

function count(counts: Map<string, number>, key: string, change: 1 | -1): void {
  const left = (counts.get(key) ?? 0) + change;
  if (left === 0) counts.delete(key);
  else counts.set(key, left);
}

function tighter(one: ManagedInstance, other: ManagedInstance, zones: ReadonlyMap<string, number>): boolean {
  const zoneLoad = ({ facts }: ManagedInstance): number => zones.get(facts.place.zone) ?? 0;
  const spread = zoneLoad(one) - zoneLoad(other);
  if (spread !== 0) return spread < 0;
  const [left, right] = [one.room.remaining, other.room.remaining];
  return left.cpu === right.cpu ? left.memoryMiB < right.memoryMiB : left.cpu < right.cpu;
}
