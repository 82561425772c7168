import { globMatcher } from '../glob.js';
import type { CallFault, CallFaultSource, CallMark, Strike } from '../http/call-fault.js';
import type { CallRule } from './call-rule.js';
import { drawn, strikeOf } from './call-strike.js';
import { RuleBook, type ActiveRule, type RuleState } from './rule-book.js';

interface Matcher {
  readonly service: (name: string) => boolean;
  readonly operation: (name: string) => boolean;
  readonly region: (name: string) => boolean;
}

/**
 * Scripted faults of API calls. Every rule that matches a call counts it. Delays add up; of the other effects the one
 * of the first rule that strikes is had, and rules after it keep their strikes for later calls.
 */
export class CallFaults implements CallFaultSource {
  private readonly book: RuleBook<CallRule>;
  private readonly matchers = new WeakMap<CallRule, Matcher>();

  /** @param now epoch milliseconds */
  constructor(now: () => number) {
    this.book = new RuleBook('calls', now);
  }

  /**
   * Puts a rule into force and answers its id.
   *
   * @throws RangeError past a thousand rules
   */
  add(rule: CallRule, seed: string): string {
    return this.book.add(rule, seed).id;
  }

  list(): readonly RuleState<CallRule>[] {
    return this.book.list();
  }

  remove(id: string): boolean {
    return this.book.remove(id);
  }

  clear(): number {
    return this.book.clear();
  }

  watches(service: string): boolean {
    return this.book.active().some((active) => active.chance.open() && this.matcher(active).service(service));
  }

  strike(call: CallMark): CallFault | undefined {
    const rules: string[] = [];
    let holdRequest = 0;
    let holdAnswer = 0;
    let strike: Strike | undefined;
    for (const active of this.book.active()) {
      const { effect } = active.rule;
      if (!this.matches(active, call) || !active.chance.draw()) continue;
      if (effect.kind === 'latency') {
        const ms = drawn(effect.ms, active.random);
        if (effect.holds === 'request') holdRequest += ms;
        else holdAnswer += ms;
      } else if (strike === undefined) strike = strikeOf(effect, call, active.random);
      else continue;
      active.chance.strike();
      rules.push(active.id);
    }
    return rules.length === 0 ? undefined : { rules, holdRequest, holdAnswer, strike };
  }

  private matches(active: ActiveRule<CallRule>, call: CallMark): boolean {
    const { service, operation, region } = this.matcher(active);
    return service(call.service) && operation(call.operation) && region(call.region);
  }

  private matcher({ rule }: ActiveRule<CallRule>): Matcher {
    const known = this.matchers.get(rule);
    if (known !== undefined) return known;
    const made: Matcher = {
      service: globMatcher(rule.service ?? '*'),
      operation: globMatcher(rule.operation ?? '*'),
      region: globMatcher(rule.region ?? '*'),
    };
    this.matchers.set(rule, made);
    return made;
  }
}
