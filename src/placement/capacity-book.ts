import { inject, injectable } from 'tsyringe';
import { Clock } from '../di/tokens.js';
import { soleProvider, type Placement } from './placement.js';

/** Capacity that was missing is worth asking for again after this: EC2 advises minutes. */
const STRAINED_FOR_MS = 5 * 60_000;

/** Which providers had no capacity a short while ago: a session's tasks tell each other. */
@injectable()
export class CapacityBook {
  /** By provider, epoch milliseconds. */
  private readonly refusedAt = new Map<string, number>();

  constructor(@inject(Clock) private readonly clock: Clock) {}

  /** Takes in whether a placement had room. A strategy of several says nothing of each. */
  note(placement: Pick<Placement, 'strategy' | 'provider'>, room: boolean): void {
    const provider = soleProvider(placement);
    if (provider === undefined) return;
    if (room) this.refusedAt.delete(provider);
    else this.lost(provider);
  }

  /** A task that this provider had taken found no instance. */
  lost(provider: string): void {
    this.refusedAt.set(provider, this.clock.now());
  }

  /** Names of the providers to try last now. */
  strained(): ReadonlySet<string> {
    const since = this.clock.now() - STRAINED_FOR_MS;
    for (const [name, at] of this.refusedAt) if (at <= since) this.refusedAt.delete(name);
    return new Set(this.refusedAt.keys());
  }
}
