import { type CommandDeclaration, isNamed, type OptionDeclaration } from './declaration.js';
import { didYouMean, nearest } from './nearest.js';
import { UsageError } from './usage-error.js';

/** Reads what follows one command, collecting problems instead of stopping at the first. */
export class ArgumentReader {
  private readonly options: string[] = [];
  private readonly operands: string[] = [];
  private readonly problems: string[] = [];
  private readonly seen = new Set<OptionDeclaration>();
  /** What an option took that could have done without, with what the user typed. */
  private takenAtWill: string | undefined;
  /** What an option could have meant and did not take, with how to give it. */
  private notTaken: string | undefined;
  private position = 0;

  constructor(
    private readonly command: CommandDeclaration,
    private readonly tokens: readonly string[],
  ) {}

  read(): string[] {
    for (let token = this.next(); token !== undefined; token = this.next()) {
      if (token === '--') {
        this.operands.push(...this.tokens.slice(this.position));
        break;
      }
      if (token.startsWith('-') && token !== '-') this.readOption(token);
      else this.operands.push(token);
    }
    this.checkOperands();
    if (this.problems.length > 0) throw new UsageError(this.problems, `nf-awsecs ${this.command.name}`);
    return [...this.options, '--', ...this.operands];
  }

  private next(): string | undefined {
    return this.tokens[this.position++];
  }

  private checkOperands(): void {
    // Behind an option nobody knows, a value looks like an argument: counting would mislead.
    if (this.problems.length > 0) return;
    const { argument } = this.command;
    if (this.operands.length === 0 && argument !== undefined && argument.optional !== true)
      this.problems.push(`Missing argument <${argument.name}>.${this.takenAtWill ?? ''}`);
    if (argument?.variadic === true) return;
    const extra = this.operands.slice(argument === undefined ? 0 : 1);
    if (extra.length > 0) this.problems.push(`Unexpected argument ${extra.join(' ')}.${this.notTaken ?? ''}`);
  }

  private readOption(token: string): void {
    const end = token.indexOf('=');
    const flag = end < 0 ? token : token.slice(0, end);
    const given = end < 0 ? undefined : token.slice(end + 1);
    const name = flag.replace(/^--?/, '');
    const { options, pipelineParameters } = this.command;
    const family = options.find(({ scope }) => scope !== undefined && name.startsWith(`${scope}.`));
    const option = family ?? options.find(isNamed(name));
    if (flag.startsWith('--') && pipelineParameters) this.refuseParameter(name);
    else if (option === undefined) this.refuseUnknown(name);
    else if (option.scope !== undefined) this.readSetting(option, name, given);
    else this.readDeclared(option, name, given);
  }

  private readSetting(family: OptionDeclaration, path: string, given: string | undefined): void {
    if (!/^\w+(\.[\w$]+)+$/.test(path)) {
      this.problems.push(
        `Option -${path} names no setting. Write -${family.scope ?? ''}.<${family.member ?? ''}> <value>.`,
      );
      return;
    }
    this.options.push(`--${family.name}=${path}=${given ?? this.takeValue() ?? 'true'}`);
  }

  private readDeclared(option: OptionDeclaration, name: string, given: string | undefined): void {
    if (this.seen.has(option) && option.repeatable !== true)
      this.problems.push(`Option -${name} is given twice.`);
    this.seen.add(option);
    if (option.value === undefined) {
      if (given !== undefined) this.problems.push(`Option -${name} takes no value (found: ${given}).`);
      this.options.push(`--${option.name}`);
      return;
    }
    const value = given ?? this.takeValueOf(option);
    if (value === undefined && option.valueOptional === true) {
      this.options.push(`--${option.name}`);
      return;
    }
    if (value === undefined || value === '') {
      this.problems.push(`Option -${name} needs a value: -${name} <${option.value}>.`);
      return;
    }
    if (given === undefined && option.valueOptional === true)
      this.takenAtWill = ` Option -${name} took ${value} for its ${option.value}: put the option behind the argument.`;
    const problem = option.check?.(value);
    if (problem !== undefined) this.problems.push(`Option -${name} ${problem} (found: ${value}).`);
    this.options.push(`--${option.name}=${value}`);
  }

  private takeValueOf({ name, takesNext }: OptionDeclaration): string | undefined {
    const token = this.tokens[this.position];
    if (takesNext === undefined || token === undefined || takesNext(token)) return this.takeValue();
    this.notTaken = ` Where ${token} is the value of -${name}, write -${name}=${token}.`;
    return undefined;
  }

  /** The next token where it can be a value: a negative number can, another option cannot. */
  private takeValue(): string | undefined {
    const token = this.tokens[this.position];
    if (token === undefined || (token.startsWith('-') && !/^-\d/.test(token))) return undefined;
    this.position++;
    return token;
  }

  private refuseParameter(name: string): void {
    const known =
      this.command.options.find(isNamed(name))?.name ??
      (this.command.refused.has(name) ? undefined : this.near(name));
    const mend = known === undefined ? 'Leave it out.' : `Did you mean -${known}, with one dash?`;
    this.problems.push(`Pipeline parameters are not supported yet: --${name}. ${mend}`);
  }

  private refuseUnknown(name: string): void {
    const advice = this.command.refused.get(name);
    if (advice !== undefined) {
      this.problems.push(`Option -${name} of Nextflow is not served. ${advice}`);
      return;
    }
    this.problems.push(`Unknown option -${name}. ${didYouMean(this.near(name), '-')}`.trimEnd());
  }

  private near(name: string): string | undefined {
    const names = this.command.options
      .filter(({ scope }) => scope === undefined)
      .map((option) => option.name);
    return nearest(name, [...names, 'help']);
  }
}
