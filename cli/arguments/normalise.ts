import { ArgumentReader } from './argument-reader.js';
import { type CommandDeclaration, isNamed } from './declaration.js';
import { didYouMean, nearest } from './nearest.js';
import { nextflowCommands, refusedLauncherOptions } from './nextflow-options.js';
import { UsageError } from './usage-error.js';

const helpFlags = new Set(['-h', '-help', '--help', '-?']);
const versionFlags = new Set(['-v', '-version', '--version']);

/**
 * Rewrites Nextflow's spelling (`-work-dir uri`, `-w uri`, `-process.debug true`) into GNU's
 * (`--work-dir=uri`, `--process=process.debug=true`), which the argument parser understands. Every value is
 * bound to its option and every argument stands after `--`, so nothing is read twice.
 * @throws UsageError listing everything that is wrong.
 */
export function normaliseArguments(
  argv: readonly string[],
  commands: readonly CommandDeclaration[],
): string[] {
  const [first, ...rest] = argv;
  if (first === undefined || helpFlags.has(first)) return ['--help'];
  if (versionFlags.has(first)) return ['--version'];
  if (first.startsWith('-')) throw new UsageError([misplacedOption(first, commands)], 'nf-awsecs');
  if (first === 'help') return helpRequest(rest, commands);
  const command = findCommand(first, commands);
  return rest.some((token, index) => helpFlags.has(token) && !rest.slice(0, index).includes('--'))
    ? [command.name, '--help']
    : [command.name, ...new ArgumentReader(command, rest).read()];
}

function helpRequest(rest: readonly string[], commands: readonly CommandDeclaration[]): string[] {
  const topic = rest.find((token) => !token.startsWith('-'));
  return topic === undefined || topic === 'help' ? ['--help'] : [findCommand(topic, commands).name, '--help'];
}

function findCommand(name: string, commands: readonly CommandDeclaration[]): CommandDeclaration {
  const found = commands.find((command) => command.name === name);
  if (found !== undefined) return found;
  throw new UsageError([unknownCommand(name, commands)], 'nf-awsecs');
}

function unknownCommand(name: string, commands: readonly CommandDeclaration[]): string {
  const names = commands.map((command) => command.name);
  if (nextflowCommands.includes(name)) {
    return `\`${name}\` is a command of Nextflow that nf-awsecs does not have. Its commands are ${names.join(', ')}.`;
  }
  if (name.endsWith('.nf')) return `Unknown command ${name}. To run a script write: nf-awsecs run ${name}`;
  return `Unknown command ${name}. ${didYouMean(nearest(name, [...names, 'help']))}`.trimEnd();
}

function misplacedOption(token: string, commands: readonly CommandDeclaration[]): string {
  const name = token.replace(/^--?/, '').replace(/=.*$/, '');
  const advice = refusedLauncherOptions.get(name);
  if (advice !== undefined) return `Option -${name} of Nextflow is not served. ${advice}`;
  const owner = commands.find(({ options, refused }) => refused.has(name) || options.some(isNamed(name)));
  if (owner !== undefined)
    return `Option -${name} belongs behind its command: nf-awsecs ${owner.name} ... -${name}`;
  const known = [
    'help',
    'version',
    ...commands.flatMap(({ options }) => options.map((option) => option.name)),
  ];
  return `Unknown option -${name}. ${didYouMean(nearest(name, known), '-')}`.trimEnd();
}
