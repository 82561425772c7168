import type { CommandDeclaration } from '../arguments/declaration.js';
import { refusedRunOptions } from '../arguments/nextflow-options.js';
import {
  configOption,
  nameOption,
  pluginsOption,
  settingOptions,
  workDirOption,
} from './pipeline-options.js';

/** How a plan is printed. */
export const planFormats = ['text', 'json'] as const;
export type PlanFormat = (typeof planFormats)[number];

export function isPlanFormat(name: string): name is PlanFormat {
  return (planFormats as readonly string[]).includes(name);
}

/** `nf-awsecs plan`. */
export const planDeclaration: CommandDeclaration = {
  name: 'plan',
  summary: 'show what a run would send to AWS, and send none of it',
  description:
    'Shows, for every process, the capacity provider and why it is the one, the task definition, the RunTask request ' +
    "and what to know of it, then AWS's quotas beside what the run uses. AWS is read, never changed. The exit code is " +
    '0 when the pipeline could be planned, 1 when a run of it would be refused, and 2 when the command line is wrong.',
  argument: { name: 'script', help: 'the script, or a folder that holds main.nf' },
  options: [
    workDirOption,
    configOption,
    {
      name: 'output',
      aliases: ['o'],
      value: 'format',
      help: 'text (default), or json: one document with everything, and nothing else on standard output',
      check: (value) => (isPlanFormat(value) ? undefined : `must be ${planFormats.join(' or ')}`),
    },
    {
      name: 'local',
      help: 'plan against a local cloud started for this command; no environment can lead it to AWS',
    },
    nameOption,
    pluginsOption,
    ...settingOptions,
  ],
  refused: new Map([
    ...[...refusedRunOptions].filter(([name]) => name !== 'o'),
    ['with-trace', 'A plan runs no task; give it to nf-awsecs run.'],
    ['resume', 'A plan shows every process, whatever an earlier run has done; give it to nf-awsecs run.'],
    ['sweep', 'A plan stops nothing; give it to nf-awsecs run.'],
  ]),
  pipelineParameters: true,
  environment: [
    ['NXF_DEBUG=1', 'show debug lines and the stacks of errors'],
    ['NO_COLOR=1', 'no colour'],
  ],
  examples: [
    {
      line: 'nf-awsecs plan main.nf -work-dir s3://my-bucket/work',
      says: 'on the cluster that nextflow.config names',
    },
    {
      line: 'nf-awsecs plan main.nf -work-dir s3://my-bucket/work -local',
      says: 'without an AWS account',
    },
    {
      line: 'nf-awsecs plan main.nf -w s3://my-bucket/work -o json | jq .awsecs.quotas',
      says: "for a program: what the run takes of AWS's quotas",
    },
  ],
};
