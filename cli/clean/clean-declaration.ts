import type { CommandDeclaration } from '../arguments/declaration.js';
import { configOption } from '../commands/pipeline-options.js';
import { runsOptions } from '../commands/runs-options.js';
import { checkAge } from './clean-arguments.js';

/** `nf-awsecs clean`. */
export const cleanDeclaration: CommandDeclaration = {
  name: 'clean',
  summary: 'remove what old runs left: work dirs, history, task definitions',
  description:
    'Removes what runs that were begun in this folder left: the work dirs of their tasks and their history. Without -f ' +
    'nothing is removed: it is told what would be. A run that goes on, or whose tasks do, stays, and so does a work dir ' +
    'that another run of the same session uses. With -definitions it deregisters the task definitions of runs of ' +
    'anywhere instead; a run that needs one again registers it anew. The exit code is 0, 1 when a run that was named ' +
    'stays or something cannot be removed, 2 when the command line is wrong, and 130, 143 or 129 when SIGINT, SIGTERM ' +
    'or SIGHUP ended it.',
  argument: {
    name: 'run',
    help: "a run's name, its session id (8 characters of it do), or last; without one, the last run",
    optional: true,
    variadic: true,
  },
  options: [
    { name: 'force', aliases: ['f'], help: 'remove' },
    { name: 'dry-run', aliases: ['n'], help: 'tell what would be removed (the default)' },
    ...runsOptions,
    {
      name: 'keep-logs',
      aliases: ['k'],
      help: 'keep what the engine wrote of each task (.command.*, .exitcode) and the history',
    },
    { name: 'quiet', aliases: ['q'], help: 'the sums alone' },
    { name: 'definitions', help: 'deregister task definitions instead; -before takes a date then' },
    {
      name: 'older-than',
      value: 'duration',
      help: 'with -definitions: those registered so long ago (default: 30d)',
      check: checkAge,
    },
    configOption,
  ],
  refused: new Map(),
  pipelineParameters: false,
  environment: [['NXF_DEBUG=1', 'show the stacks of errors']],
  examples: [
    { line: 'nf-awsecs clean', says: 'what would be removed of the last run' },
    { line: 'nf-awsecs clean happy_curie -f', says: 'a run' },
    {
      line: 'nf-awsecs clean -but last -f -q',
      says: 'all runs but the last, without a line for each work dir',
    },
    { line: 'nf-awsecs clean -before happy_curie -k -f', says: 'the data of older runs, not their logs' },
    {
      line: 'nf-awsecs clean -definitions -older-than 90d -f',
      says: 'task definitions of runs, as fast as ECS allows: one a second',
    },
  ],
};
