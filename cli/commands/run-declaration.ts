import type { CommandDeclaration, OptionDeclaration } from '../arguments/declaration.js';
import { refusedRunOptions } from '../arguments/nextflow-options.js';
import {
  configOption,
  nameOption,
  pluginsOption,
  settingOptions,
  workDirOption,
} from './pipeline-options.js';
import { isSessionWord } from './resume-option.js';
import { checkRuntime, runtimeNames } from './runtime-option.js';

const traceOption: OptionDeclaration = {
  name: 'with-trace',
  value: 'file',
  valueOptional: true,
  help: 'write a row for every attempt at a task, with its times, resources and cost; docs/trace.md has the columns (default: trace-<date>-<time>.txt)',
};

const resumeOption: OptionDeclaration = {
  name: 'resume',
  value: 'session',
  valueOptional: true,
  takesNext: isSessionWord,
  help:
    'go on with an earlier session: what it has done is not done again, what it left running is taken over ' +
    "(default: last, this script's newest run in this folder; else a session id, or a run as -resume=<name>; docs/resume.md)",
};

const sweepOption: OptionDeclaration = {
  name: 'sweep',
  help: 'stop, before anything is submitted, the tasks that dead runs of this script left; without it they are told of',
};

/** `nf-awsecs run`. */
export const runDeclaration: CommandDeclaration = {
  name: 'run',
  summary: 'run a pipeline script',
  description:
    'Runs a pipeline script with its nextflow.config. The exit code is 0 when every task succeeded, 1 when ' +
    'the run failed, 2 when the command line is wrong, and 130, 143 or 129 when SIGINT, SIGTERM or SIGHUP ended it.',
  argument: { name: 'script', help: 'the script, or a folder that holds main.nf' },
  options: [
    workDirOption,
    configOption,
    {
      name: 'local',
      help: 'run against a local cloud started for this run; no environment can lead it to AWS',
    },
    {
      name: 'local-runtime',
      value: 'name',
      help: `what runs the tasks of -local: ${runtimeNames.join(', ')} (default: auto, the first of container, sandbox and process that works here)`,
      check: checkRuntime,
    },
    {
      name: 'local-secrets',
      value: 'file',
      help: 'a JSON file of values that tasks of -local may have as secrets, by ARN or name; never printed',
    },
    {
      name: 'local-scenario',
      value: 'file',
      help: 'a JSON file of faults for the cloud of -local; docs/local-scenarios.md has its grammar',
    },
    nameOption,
    resumeOption,
    sweepOption,
    pluginsOption,
    traceOption,
    {
      name: 'ansi-log',
      value: 'boolean',
      help: 'true or false: redraw progress in place (default: on a terminal)',
      check: (value) => (value === 'true' || value === 'false' ? undefined : 'must be true or false'),
    },
    ...settingOptions,
  ],
  refused: refusedRunOptions,
  pipelineParameters: true,
  environment: [
    ['TOWER_ACCESS_TOKEN=token', 'who asks Wave for images (docs/wave.md)'],
    ['NXF_DEBUG=1', 'show debug lines and the stacks of errors'],
    ['NXF_ANSI_LOG=false', 'as -ansi-log false'],
    ['NO_COLOR=1', 'no colour'],
  ],
  examples: [
    {
      line: 'nf-awsecs run main.nf -work-dir s3://my-bucket/work',
      says: 'on the cluster that nextflow.config names',
    },
    {
      line: 'nf-awsecs run main.nf -work-dir s3://my-bucket/work -local -process.debug true',
      says: 'without an AWS account, showing what tasks print',
    },
    {
      line: 'nf-awsecs run main.nf -w s3://my-bucket/work -c big.config',
      says: 'with a second configuration file',
    },
    {
      line: 'nf-awsecs run main.nf -w s3://my-bucket/work -resume',
      says: 'going on where the last run of it ended',
    },
    {
      line: 'nf-awsecs run main.nf -w s3://my-bucket/work -with-trace trace.txt',
      says: 'with a table of the tasks',
    },
    {
      line: 'nf-awsecs run main.nf -w s3://my-bucket/work -plugins nf-hello@^1.0.0,../my-plugin',
      says: 'with an installed plugin and one from a folder',
    },
  ],
};
