import { AwsError } from '../http/aws-error.js';
import { invalidValue } from './invalid-value.js';

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
    return this.items(name).flatMap((item) => this.text(item) ?? []);
  }

  /** `Filter.N.Name` with `Filter.N.Value.M`. */
  filters(): readonly Filter[] {
    return this.numbered('Filter').map((index) => ({
      name: this.text(`Filter.${index}.Name`) ?? '',
      values: this.list(`Filter.${index}.Value`),
    }));
  }

  /**
   * @param but names of parameters that are read later
   * @throws AwsError UnknownParameter naming every parameter nothing has read
   */
  refuseUnread(but: readonly string[] = []): void {
    const unread = [...this.unread].filter((name) => !but.includes(name)).sort();
    if (unread.length === 0) return;
    throw new AwsError('UnknownParameter', `The parameter ${unread.join(', ')} is not recognized`);
  }

  /**
   * A parameter the request must have.
   *
   * @throws AwsError MissingParameter
   */
  required(name: string): string {
    const value = this.text(name);
    if (value !== undefined && value !== '') return value;
    throw new AwsError('MissingParameter', `The request must contain the parameter ${name}`);
  }

  /**
   * A parameter that is true, false or absent.
   *
   * @throws AwsError InvalidParameterValue
   */
  flag(name: string): boolean | undefined {
    const value = this.text(name);
    if (value === undefined || value === 'true' || value === 'false')
      return value === undefined ? value : value === 'true';
    throw invalidValue(`Invalid value '${value}' for ${name}. It must be true or false`);
  }

  /** The names `Name.1`, `Name.2` and so on of a list of structures, in the order of their numbers. */
  items(name: string): readonly string[] {
    return this.numbered(name).map((index) => `${name}.${index}`);
  }

  private numbered(name: string): readonly number[] {
    const indexes = [...this.form.keys()]
      .filter((key) => key.startsWith(`${name}.`))
      .map((key) => Number(key.slice(name.length + 1).split('.', 1)[0]))
      .filter((index) => Number.isInteger(index));
    return [...new Set(indexes)].sort((a, b) => a - b);
  }
}
