import type { CommandDeclaration } from '../arguments/declaration.js';
import { UsageError } from '../arguments/usage-error.js';
import { many, type OptionValues } from '../commands/option-values.js';
import { configOption } from '../commands/pipeline-options.js';
import type { StopArguments } from './stop-command.js';

/** `nf-awsecs stop`. */
export const stopDeclaration: CommandDeclaration = {
  name: 'stop',
  summary: 'stop tasks that runs have on the cluster',
  description:
    'Stops tasks that runs left on the cluster, found as nf-awsecs ps finds them. Tasks whose engine lives, or may live, ' +
    'are left alone unless -force is given: Ctrl-C ends such a run in order. Stops are sent at the rate that AWS allows. ' +
    'The exit code is 0 also where nothing ran, 1 when a task was left alone, its stop was not accepted or nobody knows a name, 2 when the ' +
    'command line is wrong, and 130, 143 or 129 when SIGINT, SIGTERM or SIGHUP came before all were told to stop.',
  argument: {
    name: 'task',
    help: "a run's name, its session id (8 characters of it do), last, a process, a task's name, its hash (ab/cd and more of it) or its id",
    optional: true,
    variadic: true,
  },
  options: [
    { name: 'dead', help: 'tasks of engines that are dead alone; without a name, those of all dead engines' },
    { name: 'dry-run', aliases: ['n'], help: 'show what would be stopped, and stop nothing' },
    { name: 'force', help: 'also tasks whose engine lives or may live; it submits some of them again' },
    configOption,
  ],
  refused: new Map(),
  pipelineParameters: false,
  environment: [
    ['NXF_DEBUG=1', 'show debug lines and the stacks of errors'],
    ['NO_COLOR=1', 'no colour'],
  ],
  examples: [
    { line: 'nf-awsecs stop -dead -n', says: 'what dead engines left, without stopping it' },
    { line: 'nf-awsecs stop -dead', says: 'all that dead engines left' },
    { line: 'nf-awsecs stop happy_curie', says: 'what one run left' },
    { line: 'nf-awsecs stop ab/cdef01 -force', says: 'one task of a run that goes on' },
  ],
};

/**
 * What a command line asks of `nf-awsecs stop`.
 * @throws UsageError where it names nothing.
 */
export function stopArguments(values: OptionValues, names: readonly string[]): StopArguments {
  const dead = values.has('dead');
  if (names.length === 0 && !dead)
    throw new UsageError(
      [
        'Name what to stop: a run, a session id, a hash or an id; or give -dead for all that dead engines left.',
      ],
      'nf-awsecs stop',
    );
  const [dryRun, force] = [values.has('dry-run'), values.has('force')];
  return { names, dead, dryRun, force, configFiles: many(values, 'config') };
}
