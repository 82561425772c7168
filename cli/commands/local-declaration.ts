import type { CommandDeclaration } from '../arguments/declaration.js';

/** `nf-awsecs local`. */
export const localDeclaration: CommandDeclaration = {
  name: 'local',
  summary: 'start a local cloud and say how to use it',
  description:
    'Starts ECS Managed Instances, EC2, CloudWatch Logs and S3 on one port of this machine (127.0.0.1 only) ' +
    'and prints what to export. It runs until Ctrl-C or SIGTERM, then stops its tasks and exits 0. Files stay.',
  options: [
    { name: 'port', value: 'n', help: 'port to listen on (default: a free one)', check: checkPort },
    { name: 'data', value: 'dir', help: 'folder of the buckets and task files (default: .nf-awsecs/local)' },
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
      help: 'a cluster to create (repeatable; default: nextflow-cluster)',
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
      help: "how many times faster than AWS a task's life goes by",
      check: checkSpeed,
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

function checkBucket(name: string): string | undefined {
  return /^[a-z\d][a-z\d.-]{1,61}[a-z\d]$/.test(name) && !name.includes('..')
    ? undefined
    : 'must be 3 to 63 small letters, digits, dots or hyphens';
}
