/** When a rule strikes, among what it matches. All that is given must hold; nothing given: always. */
export interface Timing {
  /** Lets so many pass first. */
  readonly after?: number;
  /** Strikes so many, then no more. */
  readonly times?: number;
  /** Strikes each with this probability, 0 to 1. */
  readonly probability?: number;
  /** Milliseconds of the cloud's wall clock since the rule was added: neither matches nor counts before. */
  readonly from?: number;
  /** Milliseconds since the rule was added: neither matches nor counts from then on. */
  readonly to?: number;
}

/** One rule's account of what it has seen and struck. */
export class Chance {
  private readonly began: number;
  private met = 0;
  private struck = 0;

  /**
   * @param random a generator of this rule alone, so that rules do not change each other's luck
   * @param now epoch milliseconds
   */
  constructor(
    private readonly timing: Timing,
    private readonly random: () => number,
    private readonly now: () => number,
  ) {
    this.began = now();
  }

  withinTime(): boolean {
    const { from = 0, to = Infinity } = this.timing;
    const age = this.now() - this.began;
    return age >= from && age < to;
  }

  /** Within its time, and with strikes left. */
  open(): boolean {
    return this.withinTime() && this.struck < (this.timing.times ?? Infinity);
  }

  /** Counts one that matches and says whether it may be struck; {@link strike} says that it was. */
  draw(): boolean {
    if (!this.open()) return false;
    this.met++;
    const { after = 0, probability = 1 } = this.timing;
    // Drawn for every one, so that `after` does not change the luck of those that follow.
    const luck = this.random();
    return this.met > after && luck < probability;
  }

  strike(): void {
    this.struck++;
  }

  /** How many it has met and struck, for its listing. */
  get tally(): { readonly met: number; readonly struck: number } {
    return { met: this.met, struck: this.struck };
  }
}
