import { inject, injectable } from 'tsyringe';
import { Clock } from '../di/tokens.js';
import { soleProvider, type Placement } from './placement.js';

/** Capacity that was missing is worth asking for again after this: EC2 advises minutes. */
const STRAINED_FOR_MS = 5 * 60_000;

/** Which providers had no capacity a short while ago: a session's tasks tell each other. */
@injectable()
export class CapacityBook {
  /** By provider: when, in epoch milliseconds, and AWS's words, empty where it had none. */
  private readonly refusals = new Map<string, { readonly at: number; readonly words: string }>();

  constructor(@inject(Clock) private readonly clock: Clock) {}

  /**
   * Takes in whether a placement had room. A strategy of several says nothing of each.
   * @param words AWS's own where it had none.
   */
  note(placement: Pick<Placement, 'strategy' | 'provider'>, room: boolean, words = ''): void {
    const provider = soleProvider(placement);
    if (provider === undefined) return;
    if (room) this.refusals.delete(provider);
    else this.lost(provider, words);
  }

  /** A task that this provider had taken found no instance. */
  lost(provider: string, words = ''): void {
    this.refusals.set(provider, { at: this.clock.now(), words });
  }

  /** What AWS said last of the capacity that this provider lacks; undefined where that is over, or was not said. */
  wordsOn(provider: string): string | undefined {
    const words = this.refusals.get(provider)?.words;
    return words === '' ? undefined : words;
  }

  /** Names of the providers to try last now. */
  strained(): ReadonlySet<string> {
    const since = this.clock.now() - STRAINED_FOR_MS;
    for (const [name, { at }] of this.refusals) if (at <= since) this.refusals.delete(name);
    return new Set(this.refusals.keys());
  }
}
