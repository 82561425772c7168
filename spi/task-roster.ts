import type { TaskHandler } from './task-handler.js';

/**
 * Which handler is where: waiting, submitting or running. Each is in one place at most, and a slot is taken
 * from `take` until `remove`, so slots cannot leak.
 */
export class TaskRoster<S> {
  private readonly waiting = new Set<TaskHandler<S>>();
  private readonly inFlight = new Set<TaskHandler<S>>();
  private readonly watched = new Set<TaskHandler<S>>();
  /** Evicted while their submit was in flight: the slot stays taken until the submit is over. */
  private readonly disowned = new Set<TaskHandler<S>>();
  /** In flight, and waiting for the backend to have room. */
  private readonly parked = new Set<TaskHandler<S>>();
  // One iterator for the whole queue: a new one would walk over every entry already deleted.
  private oldest = this.waiting.values();
  /** Told after each change of place. */
  onMove: (() => void) | undefined;

  /** Slots taken. */
  get taken(): number {
    return this.inFlight.size + this.watched.size;
  }

  get submitting(): ReadonlySet<TaskHandler<S>> {
    return this.inFlight;
  }

  /** Submits in flight that wait for room: nothing of theirs is on the backend. */
  get parking(): TaskHandler<S>[] {
    return [...this.parked];
  }

  /** Submits in flight that have not passed their turn on. */
  get turns(): number {
    return this.inFlight.size - this.parked.size;
  }

  get running(): ReadonlySet<TaskHandler<S>> {
    return this.watched;
  }

  /** Handlers with a slot that nobody evicted: those a shutdown answers for. */
  get held(): TaskHandler<S>[] {
    return [...this.inFlight, ...this.watched].filter((handler) => !this.disowned.has(handler));
  }

  get pending(): ReadonlySet<TaskHandler<S>> {
    return this.waiting;
  }

  /** Lets a handler wait. One that is held already stays where it is. */
  add(handler: TaskHandler<S>): void {
    if (!this.inFlight.has(handler) && !this.watched.has(handler)) this.waiting.add(handler);
  }

  /** Moves the handler that waits longest into submission; undefined when none waits. */
  take(): TaskHandler<S> | undefined {
    if (this.waiting.size === 0) return undefined;
    let next = this.oldest.next();
    if (next.done === true) {
      this.oldest = this.waiting.values();
      next = this.oldest.next();
    }
    if (next.done === true) return undefined;
    this.waiting.delete(next.value);
    this.inFlight.add(next.value);
    return next.value;
  }

  /** The submit waits for room: its turn is another's. */
  park(handler: TaskHandler<S>): void {
    if (this.inFlight.has(handler)) this.parked.add(handler);
  }

  /** The submit is over. False where the handler was let go of meanwhile: then its slot is free now. */
  arrive(handler: TaskHandler<S>): boolean {
    this.parked.delete(handler);
    const held = this.inFlight.delete(handler) && !this.disowned.delete(handler);
    if (held) this.watched.add(handler);
    this.onMove?.();
    return held;
  }

  /** Takes the handler out, wherever it is. False where it is not held. */
  remove(handler: TaskHandler<S>): boolean {
    this.parked.delete(handler);
    const held =
      this.waiting.delete(handler) || this.inFlight.delete(handler) || this.watched.delete(handler);
    if (held) this.onMove?.();
    return held;
  }

  /** As `remove`, but a submit in flight keeps its slot until it is over. */
  evict(handler: TaskHandler<S>): boolean {
    if (!this.inFlight.has(handler)) return this.remove(handler);
    if (this.disowned.has(handler)) return false;
    this.disowned.add(handler);
    return true;
  }
}
