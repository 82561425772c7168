import type { OutcomeKind } from '../../../spi/index.js';
import { awsWords, lastWord, type EndEvidence } from '../evidence.js';
import type { RetryAccount } from '../retry-account.js';
import { failedToStart } from '../stop-signs.js';

/** A text, or what makes it of the end. */
export type Telling<T = string> = string | ((end: EndEvidence) => T);

/** What a rule says of an end. */
export interface Verdict {
  readonly kind: OutcomeKind;
  /** What happened, in our words; AWS's own follow. */
  readonly reason: Telling;
  /** What to do; it begins with the verb. */
  readonly advice?: Telling<string | undefined>;
  /** Of docs/errors.md, where a page of it explains more. Every end that is no success and was not ours has one. */
  readonly code?: string;
  readonly retry: RetryAccount;
  /** AWS's words add nothing, or there are none. */
  readonly alone?: boolean;
}

/** One row of the tables: an end, how it is seen, and what it means. */
export interface Rule {
  /** Names the rule in docs/outcomes.md and in tests. */
  readonly name: string;
  /** What is looked at, in a few words, for docs/outcomes.md. */
  readonly sign: string;
  /** Where it is written that AWS, the agent or the runtime behaves so. */
  readonly fact: string;
  readonly when: (end: EndEvidence) => boolean;
  readonly then: Verdict;
}

/** Rules about one kind of trouble, in their order. */
export interface RuleFamily {
  /** A heading of docs/outcomes.md. */
  readonly title: string;
  readonly rules: readonly Rule[];
}

/** The container never ran, and AWS's words match. */
export function startFailed(words: RegExp): Rule['when'] {
  return (end) => failedToStart(end) && words.test(awsWords(lastWord(end)));
}

/** The image could not be had, and AWS's words match. */
export function pullFailed(words: RegExp): Rule['when'] {
  const pull = startFailed(/CannotPull\w*Error/);
  return (end) => pull(end) && words.test(awsWords(lastWord(end)));
}

export function told<T>(telling: Telling<T>, end: EndEvidence): string | T {
  return typeof telling === 'function' ? telling(end) : telling;
}
