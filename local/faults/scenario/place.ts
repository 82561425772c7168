import { closest, distance } from 'fastest-levenshtein';

/** What a reader answers where a value cannot be read; what is wrong is noted at its place. */
export const unread = Symbol('unread');
export type Unread = typeof unread;

/** Problems told at most: past it a document is of another kind altogether. */
const mostProblems = 50;

/** Where in a document a reader is, and where it leaves what is wrong with it. */
export class Place {
  /** @param problems of the whole document, shared by all its places */
  constructor(
    readonly path: string,
    readonly problems: string[],
  ) {}

  child(name: string | number): Place {
    const step = typeof name === 'number' ? `[${name}]` : this.path === '' ? name : `.${name}`;
    return new Place(`${this.path}${step}`, this.problems);
  }

  /** Notes that a value is none of what is allowed. */
  refuse(value: unknown, allowed: string): Unread {
    return this.note(`is ${shown(value)}: ${allowed}`);
  }

  /** Notes that a value is not one of a list of words, with the nearest of them. */
  refuseWord(value: unknown, words: readonly string[]): Unread {
    const hint = typeof value === 'string' ? didYouMean(value, words) : '';
    return this.refuse(value, `allowed are ${words.join(', ')}${hint}`);
  }

  /** Notes a member that its structure does not have. */
  unknown(name: string, members: readonly string[]): Unread {
    return this.child(name).note(`is unknown: members are ${members.join(', ')}${didYouMean(name, members)}`);
  }

  /** Notes a problem in words of its own. */
  note(problem: string): Unread {
    if (this.problems.length < mostProblems)
      this.problems.push(`${this.path === '' ? 'it' : this.path} ${problem}`);
    return unread;
  }
}

function didYouMean(word: string, words: readonly string[]): string {
  if (word.length > 64 || words.length === 0) return '';
  const nearest = closest(word, words);
  return distance(word, nearest) <= Math.max(2, word.length / 3) ? `; did you mean ${nearest}?` : '';
}

function shown(value: unknown): string {
  // JSON has no word for it, and it is how a member that is not there is read.
  if (value === undefined) return 'missing';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
