import { EvaluationFault } from './evaluation-fault.js';
import type { CharacterTest, PatternNode, PatternPlace } from './pattern-tree.js';

const LONGEST = 1000;
const DEEPEST = 50;
const MOST_REPEATS = 1000;

export const PATTERN_ADVICE =
  'Supported in patterns are characters, . \\d \\w \\s \\b and the like, [...], groups, |, * + ? {n,m}, ^, $ and (?i) at the start';

const isDigit: CharacterTest = (unit) => unit >= 48 && unit <= 57;
const isWord: CharacterTest = (unit) =>
  isDigit(unit) || (unit >= 65 && unit <= 90) || (unit >= 97 && unit <= 122) || unit === 95;
// Java's \s.
const isSpace: CharacterTest = (unit) => unit === 32 || (unit >= 9 && unit <= 13);
const not =
  (test: CharacterTest): CharacterTest =>
  (unit) =>
    !test(unit);

const CLASSES: ReadonlyMap<string, CharacterTest> = new Map([
  ['d', isDigit],
  ['D', not(isDigit)],
  ['w', isWord],
  ['W', not(isWord)],
  ['s', isSpace],
  ['S', not(isSpace)],
]);
const PLACES: ReadonlyMap<string, PatternPlace> = new Map([
  ['b', 'word-edge'],
  ['B', 'inside'],
  ['A', 'start'],
  ['z', 'end'],
]);
const CONTROLS: ReadonlyMap<string, number> = new Map([
  ['t', 9],
  ['n', 10],
  ['r', 13],
  ['f', 12],
]);

/** Whether a unit is of a word, as `\b` sees it. */
export const isWordUnit = isWord;

/** Reads a regular expression in Java's syntax, as far as it needs no memory of what matched. @throws EvaluationFault */
export function parsePattern(text: string): PatternNode {
  if (text.length > LONGEST)
    throw new EvaluationFault(`a pattern has more than ${LONGEST} characters`, 'Make it shorter');
  return new PatternParser(text).parse();
}

class PatternParser {
  private at = 0;
  private depth = 0;
  private readonly ignoreCase: boolean;

  constructor(private readonly text: string) {
    this.ignoreCase = text.startsWith('(?i)');
    if (this.ignoreCase) this.at = 4;
  }

  parse(): PatternNode {
    const node = this.choice();
    if (this.at < this.text.length) this.refuse("a ')' closes nothing");
    return node;
  }

  private choice(): PatternNode {
    const options = [this.sequence()];
    while (this.accept('|')) options.push(this.sequence());
    return options.length === 1 && options[0] !== undefined ? options[0] : { kind: 'choice', options };
  }

  private sequence(): PatternNode {
    const parts: PatternNode[] = [];
    while (this.at < this.text.length && !'|)'.includes(this.peek())) parts.push(this.repeated(this.atom()));
    return { kind: 'sequence', parts };
  }

  private repeated(part: PatternNode): PatternNode {
    const bounds = this.quantifier();
    if (bounds === undefined) return part;
    if (part.kind === 'place') this.refuse('a quantifier stands after a place such as ^ or \\b');
    // Whether as much or as little as possible is taken first decides nothing where only a match is asked for.
    this.accept('?');
    if ('*+?'.includes(this.peek()) && this.peek() !== '') this.refuse('a quantifier follows a quantifier');
    const [least, most] = bounds;
    return { kind: 'repeat', part, least, most };
  }

  private quantifier(): [number, number] | undefined {
    if (this.accept('*')) return [0, Infinity];
    if (this.accept('+')) return [1, Infinity];
    if (this.accept('?')) return [0, 1];
    const match = /^\{(\d{1,4})(?:(,)(\d{0,4}))?\}/.exec(this.text.slice(this.at, this.at + 12));
    if (match === null) return undefined;
    const [whole, first = '', comma, second = ''] = match;
    this.at += whole.length;
    const least = Number(first);
    const most = comma === undefined ? least : second === '' ? Infinity : Number(second);
    if (most < least || least > MOST_REPEATS || (most > MOST_REPEATS && most !== Infinity))
      this.refuse(`the quantifier ${whole} is out of order, or more than ${MOST_REPEATS}`);
    return [least, most];
  }

  private atom(): PatternNode {
    const character = this.take();
    if (character === '(') return this.group();
    if (character === '[') return { kind: 'character', test: this.cased(this.set()) };
    if (character === '.') return { kind: 'character', test: (unit) => unit !== 10 && unit !== 13 };
    if (character === '^') return { kind: 'place', place: 'start' };
    if (character === '$') return { kind: 'place', place: 'end' };
    if (character === '\\') return this.escape();
    if ('*+?{'.includes(character)) this.refuse(`nothing stands before '${character}'`);
    return { kind: 'character', test: this.cased(only(character.charCodeAt(0))) };
  }

  private group(): PatternNode {
    if (this.accept('?') && !this.accept(':'))
      this.refuse('a group with (? that is not (?: is not supported');
    this.depth += 1;
    if (this.depth > DEEPEST) this.refuse(`a pattern has more than ${DEEPEST} levels of groups`);
    const inner = this.choice();
    if (!this.accept(')')) this.refuse('a group is not closed');
    this.depth -= 1;
    return inner;
  }

  private escape(): PatternNode {
    const place = PLACES.get(this.peek());
    if (place === undefined) return { kind: 'character', test: this.cased(this.escapedTest()) };
    this.take();
    return { kind: 'place', place };
  }

  private escapedTest(): CharacterTest {
    const letter = this.take();
    const test = CLASSES.get(letter);
    if (test !== undefined) return test;
    const control = CONTROLS.get(letter);
    if (control !== undefined) return only(control);
    if (letter === '' || isWord(letter.charCodeAt(0))) this.refuse(`the escape \\${letter} is not supported`);
    return only(letter.charCodeAt(0));
  }

  private set(): CharacterTest {
    const negated = this.accept('^');
    const tests: CharacterTest[] = [];
    do {
      if (this.at >= this.text.length) this.refuse('a set of characters with [ is not closed');
      if (this.peek() === '[' || this.text.startsWith('&&', this.at))
        this.refuse('a set inside a set of characters is not supported');
      tests.push(this.member());
    } while (!this.accept(']'));
    const any: CharacterTest = (unit) => tests.some((test) => test(unit));
    return negated ? not(any) : any;
  }

  private member(): CharacterTest {
    const first = this.take();
    if (first === '\\') return this.escapedTest();
    const ranged = this.peek() === '-' && ![']', '\\', ''].includes(this.text.charAt(this.at + 1));
    if (!ranged) return only(first.charCodeAt(0));
    this.take();
    const [from, to] = [first.charCodeAt(0), this.take().charCodeAt(0)];
    if (to < from) this.refuse('a range of characters is out of order');
    return (unit) => unit >= from && unit <= to;
  }

  private cased(test: CharacterTest): CharacterTest {
    if (!this.ignoreCase) return test;
    return (unit) => test(unit) || test(lower(unit)) || test(upper(unit));
  }

  private peek(): string {
    return this.text.charAt(this.at);
  }

  private take(): string {
    return this.text.charAt(this.at++);
  }

  private accept(character: string): boolean {
    if (this.peek() !== character) return false;
    this.at += 1;
    return true;
  }

  private refuse(what: string): never {
    throw new EvaluationFault(`the pattern cannot be used: ${what}`, PATTERN_ADVICE);
  }
}

function only(wanted: number): CharacterTest {
  return (unit) => unit === wanted;
}

// ASCII alone, as Java's (?i) has it.
function lower(unit: number): number {
  return unit >= 65 && unit <= 90 ? unit + 32 : unit;
}

function upper(unit: number): number {
  return unit >= 97 && unit <= 122 ? unit - 32 : unit;
}
