import { type Clock, type Timer } from '../../clock.js';
import { type ManagedInstance } from './managed-instance.js';
import { type TaskClaim } from './task-claim.js';

interface Pending {
  readonly at: number;
  readonly claim: TaskClaim;
  readonly instance: ManagedInstance;
}

/**
 * Tells tasks of their places on running instances, a moment after they were found. The moment is the same for all,
 * so one timer serves any number of tasks.
 */
export class PlacementNews {
  private pending: Pending[] = [];
  private timer: Timer | undefined;

  constructor(
    private readonly clock: Clock,
    /** Milliseconds. */
    private readonly delay: number,
    private readonly tell: (claim: TaskClaim) => void,
  ) {}

  add(claim: TaskClaim, instance: ManagedInstance): void {
    this.pending.push({ at: this.clock.now() + this.delay, claim, instance });
    this.timer ??= this.clock.after(this.delay, () => this.due());
  }

  close(): void {
    this.timer?.cancel();
    this.pending = [];
  }

  private due(): void {
    this.timer = undefined;
    const now = this.clock.now();
    // A clock set back while they waited must not hold them up for as long again.
    const isDue = ({ at }: Pending): boolean => at <= now || at > now + this.delay;
    const due = this.pending.filter(isDue);
    this.pending = this.pending.filter((entry) => !isDue(entry));
    const first = this.pending[0];
    if (first !== undefined) this.timer = this.clock.after(Math.max(0, first.at - now), () => this.due());
    for (const { claim, instance } of due) {
      // It may have been released, or moved elsewhere when its instance began to drain.
      if (claim.state === 'reserved' && claim.instance === instance) this.tell(claim);
    }
  }
}
