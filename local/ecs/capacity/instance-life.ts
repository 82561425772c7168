import { type Clock } from '../../clock.js';
import {
  deregistrationForced,
  drainStopped,
  type Ending,
  hostTerminated,
  instanceImpaired,
  spotInterrupted,
} from '../task/ending.js';
import { drainAge, drainTime, type FleetDelays } from './fleet-delays.js';
import { type HealthCheck, type ManagedInstance } from './managed-instance.js';

/** What its pool does as an instance moves on. */
export interface InstanceEvents {
  /** It takes tasks now, those with a reservation first. */
  registered(instance: ManagedInstance): void;
  /** It takes no more tasks: who has not heard of a place here needs another. */
  closed(instance: ManagedInstance): void;
  /** Those placed are to stop gently. */
  noticed(instance: ManagedInstance, ending: Ending): void;
  /** It is gone with all that is on it. */
  ended(instance: ManagedInstance, ending: Ending): void;
  /** Something of it changed that is kept. */
  changed(instance: ManagedInstance): void;
}

/** Moves instances from launch to end: scale-in, the drain of day 14, the end of day 21, Spot notices (facts §2d). */
export class InstanceLife {
  constructor(
    private readonly clock: Clock,
    private readonly delays: FleetDelays,
    /** How long an idle instance stays now, in milliseconds; `undefined`: for ever. */
    private readonly scaleIn: () => number | undefined,
    private readonly events: InstanceEvents,
  ) {}

  begin(instance: ManagedInstance): void {
    this.events.changed(instance);
    instance.next = this.clock.after(this.delays.launch, () => {
      instance.registeredAt = this.clock.now();
      this.set(instance, 'ACTIVE');
      instance.next = this.clock.after(drainAge, () => this.age(instance));
      this.events.registered(instance);
      this.restIfEmpty(instance);
    });
  }

  /** Says that a task came or went. */
  seatsChanged(instance: ManagedInstance): void {
    instance.idle?.cancel();
    instance.idle = undefined;
    this.restIfEmpty(instance);
  }

  /** No new tasks; standalone tasks go on (facts §2d: ECS's page, against Batch's). Ends when they have. */
  drain(instance: ManagedInstance): void {
    if (instance.status !== 'ACTIVE') return;
    this.set(instance, 'DRAINING');
    this.events.closed(instance);
    this.seatsChanged(instance);
  }

  /** Stops the tasks of a draining instance, gently. */
  stopTasks(instance: ManagedInstance): void {
    this.events.noticed(instance, drainStopped);
  }

  /** Takes a draining instance back into service. */
  activate(instance: ManagedInstance): void {
    if (instance.status === 'DRAINING') this.set(instance, 'ACTIVE');
    this.seatsChanged(instance);
  }

  /** The two-minute notice of a Spot reclaim, then its end (facts §4). */
  reclaim(instance: ManagedInstance): void {
    this.endAfterNotice(instance, spotInterrupted);
  }

  /**
   * A health check fails; with auto repair the instance is drained and replaced (facts §2d). How much time tasks get
   * is unknown: that of a Spot notice is taken.
   */
  impair(instance: ManagedInstance, check: HealthCheck, repaired: boolean): void {
    instance.impaired = { check, since: this.clock.now() };
    instance.version++;
    if (repaired) this.endAfterNotice(instance, instanceImpaired);
  }

  private endAfterNotice(instance: ManagedInstance, ending: Ending): void {
    instance.noticed = true;
    this.set(instance, 'DRAINING');
    this.stopTimers(instance);
    this.events.closed(instance);
    instance.next = this.clock.after(this.delays.spotNotice, () => this.end(instance, ending));
    this.events.noticed(instance, ending);
  }

  /** Takes it out of service in good order: nothing runs on it, or what runs is to be lost. Asked again, no later. */
  deregister(instance: ManagedInstance): void {
    if (instance.status === 'DEREGISTERING') return;
    this.stopTimers(instance);
    this.set(instance, 'DEREGISTERING');
    this.events.closed(instance);
    instance.next = this.clock.after(this.delays.shutdown, () =>
      this.end(instance, hostTerminated(instance.facts.ec2Id)),
    );
  }

  end(instance: ManagedInstance, ending: Ending): void {
    if (instance.isOver) return;
    this.stopTimers(instance);
    instance.endedAt = this.clock.now();
    this.set(instance, 'INACTIVE');
    this.events.ended(instance, ending);
  }

  stopTimers(instance: ManagedInstance): void {
    instance.next?.cancel();
    instance.idle?.cancel();
    instance.next = undefined;
    instance.idle = undefined;
  }

  private age(instance: ManagedInstance): void {
    instance.next = this.clock.after(drainTime, () => this.end(instance, deregistrationForced));
    this.drain(instance);
  }

  /** Only idle instances are ever taken away: those with standalone tasks are not consolidated (facts §2d). */
  private restIfEmpty(instance: ManagedInstance): void {
    if (!instance.isEmpty || instance.noticed) return;
    if (instance.status === 'DRAINING') {
      // In a turn of its own: the task whose end this is may be in the middle of something.
      instance.idle ??= this.clock.after(0, () => this.deregisterIdle(instance));
    } else if (instance.status === 'ACTIVE') {
      const after = this.scaleIn();
      if (after !== undefined) {
        instance.idle ??= this.clock.after(after, () => this.deregisterIdle(instance));
      }
    }
  }

  private deregisterIdle(instance: ManagedInstance): void {
    instance.idle = undefined;
    if (instance.isEmpty) this.deregister(instance);
  }

  private set(instance: ManagedInstance, status: ManagedInstance['status']): void {
    instance.status = status;
    instance.version++;
    this.events.changed(instance);
  }
}
