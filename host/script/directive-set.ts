import type { DirectiveValue, Problem } from '../../spi/index.js';
import type { Directive } from './directives.js';
import type { DynamicValue } from './dynamic-value.js';

/** One writing of a directive: in the configuration or in the process. */
export interface DirectiveWriting {
  /** Where, for messages, e.g. `process.memory`. */
  readonly path: string;
  readonly directive: Directive;
  /** As read, or what is to be worked out. */
  readonly value: DirectiveValue | DynamicValue;
}

/** What is written for a process, by directive: those that count, in their order. */
export type DirectiveSet = ReadonlyMap<string, readonly DirectiveWriting[]>;

/** Gathers writings, of which a later one takes the place of an earlier one unless they add up. */
export function directiveSet(writings: readonly DirectiveWriting[]): DirectiveSet {
  const set = new Map<string, readonly DirectiveWriting[]>();
  for (const writing of writings) {
    const { name, accumulates } = writing.directive;
    set.set(name, accumulates === undefined ? [writing] : [...(set.get(name) ?? []), writing]);
  }
  return set;
}

/** A directive has no value it may have. */
export class DirectiveProblem extends Error {
  constructor(readonly problem: Problem) {
    super(problem.message);
  }
}
