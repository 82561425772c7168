import type { CommandDeclaration } from '../arguments/declaration.js';
import { refusedRunOptions } from '../arguments/nextflow-options.js';
// Not by way of host/index.js: help would wait for the AWS SDK.
import { isRunName } from '../../host/engine/run-names.js';
import { checkRuntime, runtimeNames } from './runtime-option.js';

/** `nf-awsecs run`. */
export const runDeclaration: CommandDeclaration = {
  name: 'run',
  summary: 'run a pipeline script',
  description:
    'Runs a pipeline script with its nextflow.config. The exit code is 0 when every task succeeded, 1 when ' +
    'the run failed, 2 when the command line is wrong, and 130, 143 or 129 when SIGINT, SIGTERM or SIGHUP ended it.',
  argument: { name: 'script', help: 'the script, or a folder that holds main.nf' },
  options: [
    { name: 'work-dir', aliases: ['w'], value: 'uri', help: 'where tasks work, e.g. s3://my-bucket/work' },
    {
      name: 'config',
      aliases: ['c'],
      value: 'file',
      repeatable: true,
      help: 'add a configuration file; later ones win (repeatable)',
    },
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
      name: 'local-scenario',
      value: 'file',
      help: 'a JSON file of faults for the cloud of -local; docs/local-scenarios.md has its grammar',
    },
    { name: 'name', value: 'name', help: 'name the run', check: checkRunName },
    {
      name: 'plugins',
      value: 'names',
      repeatable: true,
      help:
        'plugins to load in place of those the configuration names: ids (nf-name, nf-name@1.2.3) and paths of ' +
        'plugin.json files or their folders, separated by commas',
      check: (value) => (/[^,\s]/.test(value) ? undefined : 'must name a plugin'),
    },
    {
      name: 'ansi-log',
      value: 'boolean',
      help: 'true or false: redraw progress in place (default: on a terminal)',
      check: (value) => (value === 'true' || value === 'false' ? undefined : 'must be true or false'),
    },
    {
      name: 'process-setting',
      scope: 'process',
      member: 'directive',
      value: 'assignment',
      repeatable: true,
      help: 'set a directive for all processes, e.g. -process.debug true',
    },
    {
      name: 'executor-setting',
      scope: 'executor',
      member: 'option',
      value: 'assignment',
      repeatable: true,
      help: 'set an executor option, e.g. -executor.queueSize 50',
    },
  ],
  refused: refusedRunOptions,
  pipelineParameters: true,
  environment: [
    ['TOWER_ACCESS_TOKEN=token', 'who asks Wave for images; docs/wave.md has more of such'],
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
      line: 'nf-awsecs run main.nf -w s3://my-bucket/work -plugins nf-hello@^1.0.0,../my-plugin',
      says: 'with an installed plugin and one from a folder',
    },
  ],
};

function checkRunName(name: string): string | undefined {
  return isRunName(name)
    ? undefined
    : 'must begin with a small letter and hold small letters, digits and single - or _ between them, at most 80';
}
