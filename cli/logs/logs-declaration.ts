import type { CommandDeclaration } from '../arguments/declaration.js';
import { configOption } from '../commands/pipeline-options.js';
import { checkLines, checkSince } from './log-amounts.js';

/** `nf-awsecs logs`. */
export const logsDeclaration: CommandDeclaration = {
  name: 'logs',
  summary: 'show what tasks printed, while they run or later',
  description:
    'Shows what tasks of a run printed: of a run begun in this folder, by its history in .nf-awsecs/history. Lines come ' +
    'on standard output in the order of their times, behind the name of their task where there is more than one; ' +
    'everything else is said on standard error. The exit code is 0, 1 when the logs cannot be had, 2 when the command ' +
    'line is wrong, and 130, 143 or 129 when SIGINT, SIGTERM or SIGHUP ended it.',
  argument: {
    name: 'what',
    help:
      "a task's hash as the run prints it (ab/cdef01), its ARN, its work dir, its name ('HELLO (1)'); a process; a run's " +
      'name or session id; without it, the last run',
    optional: true,
  },
  options: [
    { name: 'follow', aliases: ['f'], help: 'go on until the tasks end; tasks that begin meanwhile join' },
    {
      name: 'lines',
      aliases: ['n', 'tail'],
      value: 'number',
      help: 'the last so many lines of each task, or all (default: all of one task, 10 of each of several)',
      check: checkLines,
    },
    {
      name: 'since',
      value: 'when',
      help: 'only what was printed since then: so long ago (10m, 1h 30m), or a time (2026-07-28T10:00:00Z)',
      check: checkSince,
    },
    { name: 'all', aliases: ['a'], help: 'all attempts at a task: also those that another followed' },
    { name: 'run', value: 'name', help: 'look in this run alone: its name, its session id, or last' },
    configOption,
  ],
  refused: new Map(),
  pipelineParameters: false,
  environment: [
    ['NXF_DEBUG=1', 'show the stacks of errors'],
    ['NO_COLOR=1', 'no colour'],
  ],
  examples: [
    { line: 'nf-awsecs logs', says: 'the last lines of every task of the last run' },
    { line: 'nf-awsecs logs ab/cdef01', says: 'all that one task printed' },
    { line: 'nf-awsecs logs HELLO -f', says: 'what the tasks of a process print, until they end' },
    { line: 'nf-awsecs logs happy_curie -since 10m', says: 'what a run printed in the last ten minutes' },
    {
      line: 'nf-awsecs logs HELLO -run happy_curie -n all',
      says: 'all that a process printed in an older run',
    },
  ],
};
