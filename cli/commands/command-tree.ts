import { Command, type Help, type Option } from 'commander';
import { type CommandDeclaration, type Example, optionTerm } from '../arguments/declaration.js';
import type { CliContext } from '../context/cli-context.js';
import type { OptionValues } from './option-values.js';

/** What a command does: values by option name as declared, and the arguments, where some are declared. */
export type CommandAction = (options: OptionValues, operands: readonly string[]) => Promise<number>;

export interface CommandBinding {
  readonly declaration: CommandDeclaration;
  readonly action: CommandAction;
}

const rootExamples: readonly Example[] = [
  {
    line: 'nf-awsecs run main.nf -work-dir s3://my-bucket/work -local -process.debug true',
    says: 'a pipeline without an AWS account',
  },
  {
    line: 'nf-awsecs plan main.nf -work-dir s3://my-bucket/work',
    says: 'what a run would send to AWS, without sending it',
  },
  { line: 'nf-awsecs logs', says: 'what the tasks of the last run printed' },
  { line: 'nf-awsecs ps', says: 'what runs have on the cluster' },
  { line: 'nf-awsecs local', says: 'a local cloud for any AWS client' },
  { line: 'nf-awsecs help run', says: 'the options of a command' },
  { line: 'nf-awsecs help CONFIG_INVALID', says: 'what an error means and how to mend it' },
];

/**
 * Builds the commands from their declarations. Arguments must have been normalised.
 * @param done Takes the exit code of the command that ran.
 */
export function buildCommandTree(
  bindings: readonly CommandBinding[],
  context: CliContext,
  version: string,
  done: (exitCode: number) => void,
): Command {
  const root = new Command('nf-awsecs')
    .description(
      'Runs workflow tasks on Amazon ECS Managed Instances, or on a local cloud that behaves like it.',
    )
    .version(`nf-awsecs version ${version}`, '-v, --version', 'print the version');
  configure(root, context, []);
  root.addHelpText('after', renderExamples(rootExamples));
  root.helpCommand('help [topic]', 'print the help of a command, or what is known of an error code');
  for (const binding of bindings) addCommand(root, binding, context, done);
  return root;
}

function addCommand(
  root: Command,
  binding: CommandBinding,
  context: CliContext,
  done: (code: number) => void,
): void {
  const { declaration, action } = binding;
  const command = root
    .command(declaration.name)
    .summary(declaration.summary)
    .description(declaration.description);
  configure(command, context, declaration.options.map(optionTermOf));
  if (declaration.argument !== undefined) {
    const { name, help, optional, variadic } = declaration.argument;
    const shown = variadic === true ? `${name}...` : name;
    command.argument(optional === true ? `[${shown}]` : `<${shown}>`, help);
  }
  for (const option of declaration.options) {
    command.addOption(
      collected(command.createOption(flagsOf(option), option.help), option.repeatable === true),
    );
  }
  command.addHelpText('after', renderEnvironment(declaration) + renderExamples(declaration.examples));
  command.action(async () => done(await action(valuesOf(command), command.args)));
}

function flagsOf({ name, value, valueOptional }: CommandDeclaration['options'][number]): string {
  if (value === undefined) return `--${name}`;
  return valueOptional === true ? `--${name} [${value}]` : `--${name} <${value}>`;
}

function optionTermOf(option: CommandDeclaration['options'][number]): readonly [string, string] {
  return [`--${option.name}`, optionTerm(option)];
}

/** A value per occurrence. The parser's own variadic options would also swallow what follows them. */
function collected(option: Option, repeatable: boolean): Option {
  if (!repeatable) return option;
  return option.argParser((value: string, before: readonly string[] | undefined) => [
    ...(before ?? []),
    value,
  ]);
}

function valuesOf(command: Command): OptionValues {
  const given = command.opts<Record<string, string | readonly string[] | true | undefined>>();
  const values = new Map<string, string | readonly string[] | true>();
  for (const option of command.options) {
    const value = given[option.attributeName()];
    if (value !== undefined) values.set(option.name(), value);
  }
  return values;
}

function configure(
  command: Command,
  context: CliContext,
  terms: readonly (readonly [string, string])[],
): void {
  const typed = new Map(terms);
  const optionTermShown: Help['optionTerm'] = (option) =>
    typed.get(option.long ?? '') ??
    [`-${(option.long ?? '').slice(2)}`, option.short].filter(Boolean).join(', ');
  command
    .exitOverride()
    .helpOption('-h, --help', 'print this help')
    .configureHelp({ optionTerm: optionTermShown })
    .configureOutput({
      writeOut: (text) => context.stdout.write(text),
      // Errors are rendered by the caller, once, in one grammar.
      writeErr: () => undefined,
      getOutHelpWidth: () => context.stdout.columns ?? 100,
      getOutHasColors: () => false,
    });
}

function renderEnvironment({ environment }: CommandDeclaration): string {
  if (environment === undefined) return '';
  const width = Math.max(...environment.map(([name]) => name.length));
  return `\nEnvironment:\n${environment.map(([name, says]) => `  ${name.padEnd(width)}  ${says}\n`).join('')}`;
}

function renderExamples(examples: readonly Example[]): string {
  return `\nExamples:\n${examples.map(({ line, says }) => `  # ${says}\n  ${line}`).join('\n\n')}\n`;
}
