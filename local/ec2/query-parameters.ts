import { AwsError } from '../http/aws-error.js';

export interface Filter {
  readonly name: string;
  readonly values: readonly string[];
}

/** The parameters of one EC2 Query request. What an operation does not ask for is refused at the end. */
export class QueryParameters {
  private readonly unread: Set<string>;

  constructor(private readonly form: URLSearchParams) {
    this.unread = new Set([...form.keys()].filter((name) => name !== 'Action' && name !== 'Version'));
  }

  text(name: string): string | undefined {
    this.unread.delete(name);
    return this.form.get(name) ?? undefined;
  }

  /** `Name.1`, `Name.2` and so on, in the order of their numbers. */
  list(name: string): readonly string[] {
    return this.numbered(name).flatMap((index) => this.text(`${name}.${index}`) ?? []);
  }

  /** `Filter.N.Name` with `Filter.N.Value.M`. */
  filters(): readonly Filter[] {
    return this.numbered('Filter').map((index) => ({
      name: this.text(`Filter.${index}.Name`) ?? '',
      values: this.list(`Filter.${index}.Value`),
    }));
  }

  /** @throws AwsError UnknownParameter naming every parameter nothing has read */
  refuseUnread(): void {
    if (this.unread.size === 0) return;
    throw new AwsError(
      'UnknownParameter',
      `The parameter ${[...this.unread].sort().join(', ')} is not recognized`,
    );
  }

  private numbered(name: string): readonly number[] {
    const indexes = [...this.form.keys()]
      .filter((key) => key.startsWith(`${name}.`))
      .map((key) => Number(key.slice(name.length + 1).split('.', 1)[0]))
      .filter((index) => Number.isInteger(index));
    return [...new Set(indexes)].sort((a, b) => a - b);
  }
}
