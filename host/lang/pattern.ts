import { EvaluationFault } from './evaluation-fault.js';
import { isWordUnit, parsePattern } from './pattern-parser.js';
import type { CharacterTest, PatternNode, PatternPlace } from './pattern-tree.js';

/** Where the machine goes on from a state; all of them are numbers of states. */
type State =
  | { readonly kind: 'take'; readonly test: CharacterTest; readonly next: number }
  | { readonly kind: 'place'; readonly place: PatternPlace; readonly next: number }
  | { readonly kind: 'fork'; next: readonly number[] }
  | { readonly kind: 'matched' };

const MOST_STATES = 2000;
/** Characters times states: what a match may cost. */
const MOST_WORK = 20_000_000;

/**
 * A regular expression whose matching costs no more than its size times the text's, whatever both are: those of
 * JavaScript can take forever, and a configuration must not hang a run. It keeps every state the text so far allows
 * (https://swtch.com/~rsc/regexp/regexp1.html).
 */
export class Pattern {
  private readonly states: State[] = [{ kind: 'matched' }];
  private readonly first: number;
  private built = 0;

  private constructor(tree: PatternNode) {
    this.first = this.build(tree, 0);
  }

  /** @throws EvaluationFault where `text` is no pattern, or one that is not supported. */
  static of(text: string): Pattern {
    return new Pattern(parsePattern(text));
  }

  /** @throws EvaluationFault where the text is too long for so large a pattern. */
  matches(text: string, how: 'anywhere' | 'whole'): boolean {
    if (text.length * this.states.length > MOST_WORK)
      throw new EvaluationFault('the text is too long for so large a pattern', 'Make one of them shorter');
    let current = new Set<number>();
    for (let at = 0; at <= text.length; at++) {
      if (at === 0 || how === 'anywhere') this.enter(this.first, text, at, current);
      if (how === 'anywhere' && current.has(0)) return true;
      if (at === text.length) break;
      const unit = text.charCodeAt(at);
      const after = new Set<number>();
      for (const index of current) {
        const state = this.states[index];
        if (state?.kind === 'take' && state.test(unit)) this.enter(state.next, text, at + 1, after);
      }
      current = after;
    }
    return current.has(0);
  }

  /** Adds a state and all that are reached from it without a character. */
  private enter(first: number, text: string, at: number, into: Set<number>): void {
    const open = [first];
    for (let index = open.pop(); index !== undefined; index = open.pop()) {
      if (into.has(index)) continue;
      into.add(index);
      const state = this.states[index];
      if (state?.kind === 'fork') open.push(...state.next);
      if (state?.kind === 'place' && isAt(state.place, text, at)) open.push(state.next);
    }
  }

  /** Builds what matches `node` and then goes on at `next`. */
  private build(node: PatternNode, next: number): number {
    // What matches nothing makes no state, however often it is repeated.
    if (++this.built > MOST_STATES * 10) tooLarge();
    switch (node.kind) {
      case 'character':
        return this.add({ kind: 'take', test: node.test, next });
      case 'place':
        return this.add({ kind: 'place', place: node.place, next });
      case 'sequence':
        return node.parts.reduceRight((after, part) => this.build(part, after), next);
      case 'choice':
        return this.add({ kind: 'fork', next: node.options.map((option) => this.build(option, next)) });
      case 'repeat':
        return this.buildRepeat(node, next);
    }
  }

  private buildRepeat({ part, least, most }: PatternNode & { kind: 'repeat' }, next: number): number {
    let first = next;
    if (most === Infinity) {
      const loop: State & { kind: 'fork' } = { kind: 'fork', next: [next] };
      first = this.add(loop);
      loop.next = [this.build(part, first), next];
    } else {
      for (let times = least; times < most; times++)
        first = this.add({ kind: 'fork', next: [this.build(part, first), next] });
    }
    for (let times = 0; times < least; times++) first = this.build(part, first);
    return first;
  }

  private add(state: State): number {
    if (this.states.length >= MOST_STATES) tooLarge();
    return this.states.push(state) - 1;
  }
}

function tooLarge(): never {
  throw new EvaluationFault('the pattern cannot be used: it is too large', 'Repeat less in it');
}

function isAt(place: PatternPlace, text: string, at: number): boolean {
  if (place === 'start') return at === 0;
  // Java's $ also stands before a last line break; \z is rare enough to be treated alike.
  if (place === 'end') return at === text.length || (at === text.length - 1 && text.endsWith('\n'));
  const edge = isWordAt(text, at - 1) !== isWordAt(text, at);
  return place === 'word-edge' ? edge : !edge;
}

function isWordAt(text: string, at: number): boolean {
  return at >= 0 && at < text.length && isWordUnit(text.charCodeAt(at));
}
