import { comparison, operators, type Predicate } from './comparison.js';
import { QueryError } from './query-error.js';
import { fieldNames, type QueryTarget, subjectReader } from './query-target.js';

/** An expression of the cluster query language, ready to be asked. */
export interface ClusterQuery {
  /** Each once, in order of appearance, e.g. `attribute:ecs.instance-type`. */
  readonly subjects: readonly string[];
  matches(target: QueryTarget): boolean;
}

/** Characters of an expression (API reference, PlacementConstraint). */
const longest = 2000;

/**
 * Reads an expression (facts §1b): comparisons joined by `and`/`&&`, `or`/`||`, `not`/`!` and parentheses.
 *
 * @throws QueryError where it is none
 */
export function parseClusterQuery(text: string): ClusterQuery {
  if (text.length > longest) {
    throw new QueryError(`it has ${text.length} characters: at most ${longest} are allowed`);
  }
  const reader = new QueryReader(text);
  const matches = reader.expression();
  reader.end();
  return { subjects: [...reader.subjects], matches };
}

/** A word ends where a sign of the language begins. */
const word = /[^\s()[\],!=<>~&|'"]+/y;
const sign = /!exists\b|!in\b|=~|!~|==|!=|>=|<=|>|</y;
const quoted = /'([^']*)'|"([^"]*)"/y;
/** A pattern ends at a space, a parenthesis (a single expression has none of them) or a double sign. */
const bare = /(?:(?!&&|\|\|)[^\s()'"])+/y;

/** Recursive descent; depth is bounded by the length of the expression. */
class QueryReader {
  readonly subjects = new Set<string>();
  private at = 0;

  constructor(private readonly text: string) {}

  expression(): Predicate {
    const options = this.joined(() => this.conjunction(), 'or', '||');
    return (target) => options.some((option) => option(target));
  }

  end(): void {
    if (this.rest() !== '') this.fail('expected the end');
  }

  private conjunction(): Predicate {
    const parts = this.joined(() => this.factor(), 'and', '&&');
    return (target) => parts.every((part) => part(target));
  }

  private joined(part: () => Predicate, name: string, symbol: string): Predicate[] {
    const parts = [part()];
    while (this.takeWord(name) || this.take(symbol)) parts.push(part());
    return parts;
  }

  private factor(): Predicate {
    if (this.takeWord('not') || this.take('!')) {
      const inner = this.factor();
      return (target) => !inner(target);
    }
    if (!this.take('(')) return this.comparison();
    const inner = this.expression();
    if (!this.take(')')) this.fail("expected ')'");
    return inner;
  }

  private comparison(): Predicate {
    const subject = this.match(word)?.[0] ?? this.fail('expected a subject');
    const read = subjectReader(subject);
    if (read === undefined) {
      throw new QueryError(
        `'${subject}' is no subject known here: attribute:<name>, ${fieldNames.join(', ')} are`,
      );
    }
    this.subjects.add(subject);
    const spelling = this.match(sign)?.[0] ?? this.match(word)?.[0] ?? '';
    const operator = Object.hasOwn(operators, spelling) ? operators[spelling] : undefined;
    if (operator === undefined) this.fail(`expected an operator after '${subject}'`);
    return comparison(subject, read, operator, this.values(operator));
  }

  private values(operator: string): readonly string[] {
    if (operator.endsWith('exists')) return [];
    if (operator.endsWith('matches')) return [this.string(bare)];
    return operator.endsWith('in') ? this.list() : [this.string(word)];
  }

  private list(): readonly string[] {
    if (!this.take('[')) this.fail('expected a list such as [a, b]');
    const values = [this.string(word)];
    while (this.take(',')) values.push(this.string(word));
    if (!this.take(']')) this.fail("expected ',' or ']'");
    return values;
  }

  private string(unquoted: RegExp): string {
    const found = this.match(quoted);
    if (found !== undefined) return found[1] ?? found[2] ?? '';
    return this.match(unquoted)?.[0] ?? this.fail('expected a value');
  }

  private take(symbol: string): boolean {
    const found = this.rest().startsWith(symbol);
    if (found) this.at += symbol.length;
    return found;
  }

  /** A keyword, where it stands by itself: `order` does not begin with `or`. */
  private takeWord(name: string): boolean {
    const before = this.skipSpace();
    const found = this.match(word)?.[0] === name;
    if (!found) this.at = before;
    return found;
  }

  private match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.skipSpace();
    const found = pattern.exec(this.text) ?? undefined;
    if (found !== undefined) this.at = pattern.lastIndex;
    return found;
  }

  private rest(): string {
    return this.text.slice(this.skipSpace());
  }

  private skipSpace(): number {
    while (/\s/.test(this.text.charAt(this.at))) this.at++;
    return this.at;
  }

  private fail(expected: string): never {
    const rest = this.rest();
    const found = rest === '' ? 'the end' : `'${rest.slice(0, 20)}'`;
    throw new QueryError(`${expected} at character ${this.at + 1}, found ${found}`);
  }
}
