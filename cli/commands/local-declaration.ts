// Not by way of local/index.js: help would wait for all of the cloud.
import { fastestRate } from '../../local/time/virtual-clock.js';
import type { CommandDeclaration } from '../arguments/declaration.js';
import { checkRuntime, runtimeNames } from './runtime-option.js';

/** `nf-awsecs local`. */
export const localDeclaration: CommandDeclaration = {
  name: 'local',
  summary: 'start a local cloud and say how to use it',
  description:
    'Starts ECS Managed Instances, EC2, CloudWatch Logs, S3 and Wave on one port of this machine (127.0.0.1 only) ' +
    'and prints what to export. It runs until Ctrl-C or SIGTERM, then stops its tasks and exits 0. Objects, and ' +
    'what the services know, are kept in its data folder for the next start. docs/local.md says more.',
  options: [
    { name: 'port', value: 'n', help: 'port to listen on (default: a free one)', check: checkPort },
    {
      name: 'data',
      value: 'dir',
      help: 'folder of buckets, task files and state (default: .nf-awsecs/local)',
    },
    {
      name: 'bucket',
      value: 'name',
      repeatable: true,
      help: 'a bucket to create (repeatable; default: my-bucket)',
      check: checkBucket,
    },
    {
      name: 'cluster',
      value: 'name',
      repeatable: true,
      help: 'a cluster to create (repeatable; default: nextflow-cluster, and mixed-cluster, which has Spot and GPUs)',
      check: (name) => (/^[\w-]{1,255}$/.test(name) ? undefined : 'must be 1 to 255 letters, digits, - or _'),
    },
    {
      name: 'region',
      value: 'region',
      help: 'region it stands for (default: us-east-1)',
      check: (name) =>
        /^[a-z]{2}(-[a-z]+)+-\d$/.test(name) ? undefined : 'must be a region such as us-east-1',
    },
    {
      name: 'speed',
      value: 'x',
      help: "how many times faster than AWS a task's life goes by (default: 100)",
      check: checkSpeed,
    },
    {
      name: 'runtime',
      value: 'name',
      help: `what runs tasks: ${runtimeNames.join(', ')} (default: auto, the first of container, sandbox and process that works here)`,
      check: checkRuntime,
    },
    {
      name: 'scenario',
      value: 'file',
      help: 'a JSON file of faults that begins when the cloud is up; docs/local-scenarios.md has its grammar',
    },
    {
      name: 'virtual-time',
      value: 'rate',
      help: 'virtual seconds a second; 0: time moves by the control API alone. Only with -runtime simulated; keeps nothing, as -fresh',
      check: checkRate,
    },
    {
      name: 'fresh',
      help: 'begin anew and keep nothing: state kept before is neither read nor removed, and objects stay',
    },
    {
      name: 'max-tasks',
      value: 'n',
      help: 'tasks that have processes at once; more wait (default: two a core, at least 4; no bound when simulated)',
      check: (text) => (/^[1-9]\d{0,5}$/.test(text) ? undefined : 'must be a whole number from 1 to 999999'),
    },
    {
      name: 'throttle',
      value: 'aws|off',
      help: "AWS's request quotas, or none (default: aws)",
      check: (text) => (text === 'aws' || text === 'off' ? undefined : 'must be aws or off'),
    },
    {
      name: 'secrets',
      value: 'file',
      help: 'a JSON file of values that tasks may have as secrets, by ARN or name; never printed',
    },
  ],
  refused: new Map(),
  pipelineParameters: false,
  examples: [
    { line: 'nf-awsecs local', says: 'on a free port, with the bucket and cluster of the quickstart' },
    {
      line: 'nf-awsecs local -port 4570 -bucket data -bucket work',
      says: 'on a port of your choice, with two buckets',
    },
    {
      line: 'nf-awsecs local -runtime simulated -virtual-time 60 -scenario bad-day.json',
      says: 'an hour a minute, nothing is run, and things go wrong',
    },
  ],
};

function checkPort(text: string): string | undefined {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535
    ? undefined
    : 'must be a whole number from 0 to 65535';
}

function checkSpeed(text: string): string | undefined {
  return /^\d+(\.\d+)?$/.test(text) && Number(text) > 0 ? undefined : 'must be a number above 0';
}

function checkRate(text: string): string | undefined {
  return /^\d+(\.\d+)?$/.test(text) && Number(text) <= fastestRate
    ? undefined
    : `must be a number from 0 to ${fastestRate}`;
}

function checkBucket(name: string): string | undefined {
  return /^[a-z\d][a-z\d.-]{1,61}[a-z\d]$/.test(name) && !name.includes('..')
    ? undefined
    : 'must be 3 to 63 small letters, digits, dots or hyphens';
}
