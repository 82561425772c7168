import { Chance, type Timing } from './chance.js';
import { seededRandom } from './seeded-random.js';

/** A rule with its account, as it is listed. */
export interface RuleState<R> {
  readonly id: string;
  readonly rule: R;
  /** How many it has met within its time. */
  readonly met: number;
  readonly struck: number;
}

/** A rule in force. */
export interface ActiveRule<R> {
  readonly id: string;
  readonly rule: R;
  readonly chance: Chance;
  /** For what the rule draws beside its chance. */
  readonly random: () => number;
}

/** Rules in force at once, of one kind: each call is held against all of them. */
const mostRules = 1000;

/** The rules of one kind, in the order they were added. */
export class RuleBook<R extends Timing> {
  private rules: readonly ActiveRule<R>[] = [];
  private count = 0;

  /** @param kind the beginning of every rule's id, e.g. `calls` */
  constructor(
    private readonly kind: string,
    private readonly now: () => number,
  ) {}

  /**
   * Adds a rule and answers its id. The same rules added in the same order under the same seed have the same luck.
   *
   * @throws RangeError past a thousand rules
   */
  add(rule: R, seed: string): ActiveRule<R> {
    if (this.rules.length >= mostRules)
      throw new RangeError(`there are ${mostRules} rules of ${this.kind} already: clear some first`);
    const id = `${this.kind}-${++this.count}`;
    const chance = new Chance(rule, seededRandom(seed, `${id} chance`), this.now);
    const active = { id, rule, chance, random: seededRandom(seed, `${id} draw`) };
    this.rules = [...this.rules, active];
    return active;
  }

  active(): readonly ActiveRule<R>[] {
    return this.rules;
  }

  list(): readonly RuleState<R>[] {
    return this.rules.map(({ id, rule, chance }) => ({ id, rule, ...chance.tally }));
  }

  /** Takes out one rule; false where there is none of this id. */
  remove(id: string): boolean {
    const before = this.rules.length;
    this.rules = this.rules.filter((rule) => rule.id !== id);
    return this.rules.length < before;
  }

  /** Takes out all and begins anew with their numbers; answers how many there were. */
  clear(): number {
    const { length } = this.rules;
    this.rules = [];
    this.count = 0;
    return length;
  }
}
