import type { CommandDeclaration } from '../arguments/declaration.js';
import { many, one, type OptionValues } from '../commands/option-values.js';
import { refuseQuietJson } from '../commands/runs-options.js';
import { configOption } from '../commands/pipeline-options.js';
import type { PsArguments } from './ps-command.js';

/** How the list is printed. */
const FORMATS = ['text', 'json'];

/** `nf-awsecs ps`. */
export const psDeclaration: CommandDeclaration = {
  name: 'ps',
  summary: 'list the tasks that runs have on the cluster',
  description:
    'Lists the tasks that runs, of anybody, have on the cluster and whether the engine of each lives: on the cluster of ' +
    'the run that is named, else of the newest run begun in this folder, else of the one that nextflow.config names. A task ' +
    'that was told to stop is not listed any more. Costs are estimates, up to now. The exit code is 0 also where nothing ' +
    'runs, 1 when the tasks cannot be listed or nobody knows a name, and 2 when the command line is wrong.',
  argument: {
    name: 'run',
    help: "a run's name, its session id (8 characters of it do), last, a process, a task's name, its hash (ab/cd and more of it) or its id; without it, all",
    optional: true,
    variadic: true,
  },
  options: [
    { name: 'quiet', aliases: ['q'], help: 'ids alone, one a line' },
    {
      name: 'output',
      aliases: ['o'],
      value: 'format',
      help: 'text (default), or json: a list of objects, times in milliseconds since 1970',
      check: (value) => (FORMATS.includes(value) ? undefined : `must be ${FORMATS.join(' or ')}`),
    },
    configOption,
  ],
  refused: new Map(),
  pipelineParameters: false,
  environment: [
    ['NXF_DEBUG=1', 'show debug lines and the stacks of errors'],
    ['NO_COLOR=1', 'no colour'],
  ],
  examples: [
    { line: 'nf-awsecs ps', says: 'what runs have on the cluster' },
    { line: 'nf-awsecs ps last', says: 'what the last run of this folder has there' },
    { line: 'nf-awsecs ps -c cluster.config', says: 'in a folder without runs' },
    {
      line: 'nf-awsecs ps -o json | jq "map(.cost) | add"',
      says: 'for a program: what all of it cost so far',
    },
  ],
};

/**
 * What a command line asks of `nf-awsecs ps`.
 * @throws UsageError where options do not go together.
 */
export function psArguments(values: OptionValues, names: readonly string[]): PsArguments {
  refuseQuietJson(values, 'nf-awsecs ps');
  const text = values.has('quiet') ? 'ids' : 'text';
  return {
    names,
    configFiles: many(values, 'config'),
    format: one(values, 'output') === 'json' ? 'json' : text,
  };
}
