import { Deferred } from './deferred.js';
import type { TaskHandler } from './task-handler.js';

/**
 * Which handler is where: waiting, submitting or running. Each is in one place at most. A slot is taken from `take`
 * until `remove`, but for the time its submit is parked; all counts follow from the places, so slots cannot leak.
 */
export class TaskRoster<S> {
  private readonly waiting = new Set<TaskHandler<S>>();
  /** With the order in which they were taken. */
  private readonly inFlight = new Map<TaskHandler<S>, number>();
  private readonly watched = new Set<TaskHandler<S>>();
  /** Evicted while their submit was in flight: the slot stays taken until the submit is over. */
  private readonly disowned = new Set<TaskHandler<S>>();
  /** In flight, without a slot: nothing of theirs is on the backend. */
  private readonly parked = new Set<TaskHandler<S>>();
  /** Parked, and asking for a slot again: few, whereas the parked may be many. */
  private readonly claims = new Map<TaskHandler<S>, Deferred>();
  private lastTaken = 0;
  // One iterator for the whole queue: a new one would walk over every entry already deleted.
  private oldest = this.waiting.values();
  /** Told after each change of place. */
  onMove: (() => void) | undefined;

  /** Slots taken: what is on the backend or may be. */
  get taken(): number {
    return this.turns + this.watched.size;
  }

  /** Submits in flight that are not parked. */
  get turns(): number {
    return this.inFlight.size - this.parked.size;
  }

  /** Submits in flight. */
  get submitting(): number {
    return this.inFlight.size;
  }

  /** Submits in flight that wait for room: nothing of theirs is on the backend. */
  get parking(): TaskHandler<S>[] {
    return [...this.parked];
  }

  get running(): ReadonlySet<TaskHandler<S>> {
    return this.watched;
  }

  /** Handlers whose submit has begun and that nobody evicted: those a shutdown answers for. */
  get held(): TaskHandler<S>[] {
    return [...this.inFlight.keys(), ...this.watched].filter((handler) => !this.disowned.has(handler));
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
    let next = this.oldest.next();
    if (next.done === true) {
      // An iterator that has come to its end stays there, whatever is added later.
      this.oldest = this.waiting.values();
      next = this.oldest.next();
    }
    if (next.done === true) return undefined;
    this.waiting.delete(next.value);
    this.inFlight.set(next.value, ++this.lastTaken);
    return next.value;
  }

  /** The submit waits for room: its slot and its turn are another's. */
  park(handler: TaskHandler<S>): void {
    if (this.inFlight.has(handler)) this.parked.add(handler);
  }

  /** Asks for a slot for a parked submit; resolves when {@link resume} gives it one, at once where it is not parked. */
  claim(handler: TaskHandler<S>): Promise<void> {
    if (!this.parked.has(handler)) return Promise.resolve();
    const claim = this.claims.get(handler) ?? new Deferred();
    this.claims.set(handler, claim);
    return claim.promise;
  }

  /** Gives a slot to the oldest that asks for one again; false where none does. */
  resume(): boolean {
    const age = (handler: TaskHandler<S>): number => this.inFlight.get(handler) ?? Infinity;
    const [first, ...others] = this.claims.keys();
    if (first === undefined) return false;
    const oldest = others.reduce((one, other) => (age(other) < age(one) ? other : one), first);
    this.parked.delete(oldest);
    this.claims.get(oldest)?.resolve();
    this.claims.delete(oldest);
    return true;
  }

  /** Those that ask for a slot again get none any more. */
  refuseClaims(error: Error): void {
    for (const claim of this.claims.values()) claim.reject(error);
    this.claims.clear();
  }

  /** The submit is over. False where the handler was let go of meanwhile: then its slot is free now. */
  arrive(handler: TaskHandler<S>): boolean {
    this.unpark(handler);
    const held = this.inFlight.delete(handler) && !this.disowned.delete(handler);
    if (held) this.watched.add(handler);
    this.onMove?.();
    return held;
  }

  /** Takes the handler out, wherever it is. False where it is not held. */
  remove(handler: TaskHandler<S>): boolean {
    this.unpark(handler);
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

  private unpark(handler: TaskHandler<S>): void {
    this.parked.delete(handler);
    this.claims.delete(handler);
  }
}
