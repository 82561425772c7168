import type { CommandDeclaration } from '../arguments/declaration.js';
import { runsOptions } from '../commands/runs-options.js';
import { checkFields } from './task-fields.js';

/** How a log is printed. */
export const logFormats = ['text', 'json'] as const;

/** `nf-awsecs log`. */
export const logDeclaration: CommandDeclaration = {
  name: 'log',
  summary: 'list the runs of this folder, or the tasks of one',
  description:
    'Lists the runs that were begun in this folder, oldest first, by their history in .nf-awsecs/history; with the name of ' +
    'a run, or with -fields, their tasks: one line for every attempt. What tasks printed is shown by nf-awsecs logs. The ' +
    'exit code is 0, 1 when there is no such run, and 2 when the command line is wrong.',
  argument: {
    name: 'run',
    help: "a run's name, its session id (8 characters of it do), or last; without it, the list of runs",
    optional: true,
  },
  options: [
    {
      name: 'fields',
      aliases: ['f'],
      value: 'names',
      help: 'these fields of each task, with commas between them; -list-fields tells what there is',
      check: checkFields,
    },
    { name: 'list-fields', aliases: ['l'], help: 'list the fields of a task' },
    {
      name: 'separator',
      aliases: ['s'],
      value: 'text',
      help: 'one character between the fields of -fields (default: a tab)',
      check: (text) => (text.length === 1 ? undefined : 'must be one character'),
    },
    { name: 'quiet', aliases: ['q'], help: 'names of runs alone; of tasks, their work dirs' },
    ...runsOptions,
    {
      name: 'output',
      aliases: ['o'],
      value: 'format',
      help: 'text (default), or json: a list of objects, times in milliseconds since 1970',
      check: (value) =>
        logFormats.some((format) => format === value) ? undefined : `must be ${logFormats.join(' or ')}`,
    },
  ],
  refused: new Map([
    ['filter', 'Use -o json and a program for JSON: nf-awsecs log last -o json | jq.'],
    ['F', 'Use -o json and a program for JSON: nf-awsecs log last -o json | jq.'],
    ['template', 'Use -o json and a program for JSON: nf-awsecs log last -o json | jq.'],
    ['t', 'Use -o json and a program for JSON: nf-awsecs log last -o json | jq.'],
  ]),
  pipelineParameters: false,
  environment: [['NXF_DEBUG=1', 'show the stacks of errors']],
  examples: [
    { line: 'nf-awsecs log', says: 'the runs of this folder' },
    { line: 'nf-awsecs log last', says: 'the tasks of the last run' },
    {
      line: 'nf-awsecs log happy_curie -f name,status,exit,duration',
      says: 'what is asked of the tasks of a run',
    },
    { line: 'nf-awsecs log -after happy_curie -q', says: 'the names of later runs' },
    { line: 'nf-awsecs log last -o json', says: 'for a program' },
  ],
};
