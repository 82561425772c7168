import {
  type Capacity,
  type CapacityClaim,
  type CapacityEvents,
  type CapacityRequest,
  type PlacedOn,
} from '../capacity/capacity.js';
import { type Slot, type TaskSlots } from './task-slots.js';

/** What a task hears of its place: that it may go on, or what the capacity model tells it. */
export interface PlaceEvents extends Omit<CapacityEvents, 'placed'> {
  /** It has an instance, and this machine has room for its processes. Once. */
  ready(instance: PlacedOn): void;
}

/**
 * One task's place: room on an instance of the model first, then one of this machine's slots. In that order, a task
 * that waits for capacity, maybe for ever, keeps no slot from those that could run; and one that waits for a slot
 * has the instance it would have had on AWS, so the model's instances fill as they do there.
 */
export class TaskPlace {
  private claim: CapacityClaim | undefined;
  private slot: Slot | undefined;
  private gone = false;
  private slotFree = false;

  constructor(
    private readonly capacity: Capacity,
    private readonly slots: TaskSlots,
  ) {}

  ask(wanted: CapacityRequest, events: PlaceEvents): void {
    this.claim = this.capacity.request(wanted, {
      placed: (instance) => {
        if (this.gone) return;
        this.slot = this.slots.take(() => events.ready(instance));
        // Where the task ended as soon as it was ready.
        if (this.slotFree) this.slot.release();
      },
      failed: (reason) => events.failed(reason),
      stop: (ending) => events.stop(ending),
      lost: (ending) => events.lost(ending),
    });
  }

  /** Its processes have ended: the next task may have the slot. */
  freeSlot(): void {
    this.slotFree = true;
    this.slot?.release();
  }

  /** Gives back the room on the instance too. Nothing is heard of it any more. */
  leave(): void {
    this.abandon();
    this.freeSlot();
  }

  /** Lets go of the instance and keeps the slot: the cloud closes, and nobody is to come after. */
  abandon(): void {
    if (this.gone) return;
    this.gone = true;
    this.claim?.release();
  }
}
