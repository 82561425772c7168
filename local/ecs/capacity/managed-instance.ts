import { type Timer } from '../../clock.js';
import { type HostCheck } from '../../faults/cloud-acts.js';
import { type InstanceType } from '../../ec2/instance-type.js';
import { type EcsTag } from '../tag-rules.js';
import { type PlacedOn } from './capacity.js';
import { type InstanceRoom, type Taken } from './instance-room.js';
import { attributesOf, type Place } from './launch-choice.js';
import { type QueryTarget } from './query/query-target.js';
import { type TaskClaim } from './task-claim.js';
import { type TaskShape } from './task-shape.js';

/** A container instance's status; LAUNCHING is EC2's `pending`, before ECS knows it. */
export type InstanceStatus = 'LAUNCHING' | 'ACTIVE' | 'DRAINING' | 'DEREGISTERING' | 'INACTIVE';

/** Health checks ECS runs on Managed Instances (facts §2d). */
export type HealthCheck = HostCheck;

/** What is settled about an instance when it is launched. */
export interface InstanceFacts {
  /** 32 hex digits, the end of its ARN. */
  readonly id: string;
  readonly arn: string;
  /** `i-` and 17 hex digits. */
  readonly ec2Id: string;
  readonly type: InstanceType;
  readonly place: Place;
  readonly cluster: string;
  readonly provider: string;
  readonly spot: boolean;
  /** Epoch milliseconds. */
  readonly launchedAt: number;
}

/** One instance of a provider: facts that stay, state its pool moves, and the tasks on it. */
export class ManagedInstance {
  status: InstanceStatus = 'LAUNCHING';
  /** Epoch milliseconds, absent until they happen. */
  registeredAt?: number;
  endedAt?: number;
  /** Grows with every change. */
  version = 1;
  tags: readonly EcsTag[];
  /** The next step of its life, and its end where it stays idle. */
  next: Timer | undefined;
  idle: Timer | undefined;
  /** Its end is settled and was told: it takes no tasks, whatever its status is set to. */
  noticed = false;
  /** The check that fails, and since when in epoch milliseconds. */
  impaired?: { readonly check: HealthCheck; readonly since: number };
  readonly attributes: ReadonlyMap<string, string>;
  private readonly seats = new Map<TaskClaim, Taken>();
  private readonly groups = new Map<string, number>();

  constructor(
    readonly facts: InstanceFacts,
    readonly room: InstanceRoom,
    tags: readonly EcsTag[] = [],
  ) {
    this.tags = tags;
    this.attributes = attributesOf(facts.type, facts.place);
  }

  /** Tasks that have or will have their place here. */
  get claims(): readonly TaskClaim[] {
    return [...this.seats.keys()];
  }

  get isEmpty(): boolean {
    return this.seats.size === 0;
  }

  get taskCount(): number {
    return this.seats.size;
  }

  /** Whether new tasks may come. */
  get isOpen(): boolean {
    return (this.status === 'ACTIVE' || this.status === 'LAUNCHING') && !this.noticed;
  }

  get isOver(): boolean {
    return this.status === 'INACTIVE';
  }

  /** Whether a task of this shape has room here and may be here. */
  accepts({ needs, networkMode, architecture, zones, distinct, group, queries }: TaskShape): boolean {
    return (
      this.isOpen &&
      this.room.holds(needs, networkMode) &&
      (architecture === undefined || architecture === this.facts.type.architecture) &&
      (zones === undefined || zones.has(this.facts.place.zone)) &&
      !(distinct && this.groups.has(group)) &&
      queries.every((query) => query.matches(this.target))
    );
  }

  seat(claim: TaskClaim): void {
    const { needs, networkMode } = claim.shape;
    this.seats.set(claim, this.room.take(needs, networkMode));
    const { group } = claim.request;
    this.groups.set(group, (this.groups.get(group) ?? 0) + 1);
    this.version++;
  }

  unseat(claim: TaskClaim): void {
    const taken = this.seats.get(claim);
    if (taken === undefined) return;
    this.seats.delete(claim);
    this.room.give(taken);
    const { group } = claim.request;
    const left = (this.groups.get(group) ?? 0) - 1;
    if (left > 0) this.groups.set(group, left);
    else this.groups.delete(group);
    this.version++;
  }

  /** The instance as the task on it knows it. */
  placeOf(claim: TaskClaim): PlacedOn {
    const { arn, ec2Id, type, place } = this.facts;
    return { arn, ec2Id, type: type.name, ...place, gpuIds: this.seats.get(claim)?.gpuIds ?? [] };
  }

  get target(): QueryTarget {
    const { groups } = this;
    return {
      attribute: (name) => this.attributes.get(name),
      ec2InstanceId: this.facts.ec2Id,
      agentConnected: !this.isOver,
      runningTasksCount: this.seats.size,
      registeredAt: this.registeredAt ?? 0,
      // Few expressions ask for them, and an instance may have hundreds.
      get groups() {
        return new Set(groups.keys());
      },
    };
  }
}
