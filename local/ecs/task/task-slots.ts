import { availableParallelism } from 'node:os';

/** A task's place in the queue and then among those that run. */
export interface Slot {
  /** Gives it up, waiting or held; more than once does nothing. */
  release(): void;
}

/** Two tasks a core, and never fewer than four: a task often waits for a file or the network. */
export function defaultMaxRunning(): number {
  return Math.max(4, 2 * availableParallelism());
}

/**
 * How many tasks have processes at once. AWS has no such bound, it starts instances; one machine has an end, and
 * hundreds of processes would drown it. Who waits is served in the order of arrival.
 */
export class TaskSlots {
  private readonly waiting = new Set<() => void>();
  private held = 0;

  /** @param limit at least 1 */
  constructor(private readonly limit: number) {}

  /** Calls `granted` at once where there is room, otherwise when it is this caller's turn. */
  take(granted: () => void): Slot {
    let released = false;
    const grant = (): void => {
      this.held++;
      granted();
    };
    if (this.held < this.limit) grant();
    else this.waiting.add(grant);
    return {
      release: () => {
        if (released) return;
        released = true;
        if (this.waiting.delete(grant)) return;
        this.held--;
        this.next();
      },
    };
  }

  private next(): void {
    const [first] = this.waiting;
    if (first === undefined || this.held >= this.limit) return;
    this.waiting.delete(first);
    first();
  }
}
