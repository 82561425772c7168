import { isClusterNameOrArn, isRoleArn } from './arn.js';
import { flag, oneOf, optional, required, text, textList, wholeNumber, type Option } from './option.js';

const roleArn = text('the ARN of an IAM role', isRoleArn);

/**
 * Every setting under `aws.ecs`. Names and defaults of the first eight are the quickstart's.
 * Limits: awsVpcConfiguration holds at most 16 subnets and 5 security groups, a cluster at most 20 capacity
 * providers (docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AwsVpcConfiguration.html, ECS quotas).
 */
export const options = {
  cluster: required(
    text('a cluster name (letters, digits, `-`, `_`) or the ARN of one', isClusterNameOrArn),
    {
      help: 'ECS cluster, by name or ARN, that has a Managed Instances capacity provider.',
      example: "'nextflow-cluster'",
    },
  ),
  executionRole: required(roleArn, {
    help: 'Task execution role: pulls the image and writes the logs.',
    example: "'arn:aws:iam::123456789012:role/ecsTaskExecutionRole'",
  }),
  taskRole: optional(roleArn, undefined, {
    help: 'Role of the task itself. Fusion reaches the work dir in S3 with it.',
    example: "'arn:aws:iam::123456789012:role/ecsTaskRole'",
  }),
  subnets: optional(
    textList(16, 'a subnet id or a list of at most 16', (id) => id.startsWith('subnet-')),
    undefined,
    {
      help: 'Subnets of the tasks, in awsvpc mode. Discovered where unset.',
      example: "['subnet-abc123', 'subnet-def456']",
    },
  ),
  securityGroups: optional(
    textList(5, 'a security group id or a list of at most 5', (id) => id.startsWith('sg-')),
    undefined,
    {
      help: 'Security groups of the tasks, in awsvpc mode. Discovered where unset.',
      example: "['sg-xyz789']",
    },
  ),
  logsGroup: optional(
    text('a log group name (1 to 512 of letters, digits, `_`, `-`, `/`, `.`, `#`)', (name) =>
      /^[\w./#-]{1,512}$/.test(name),
    ),
    '/aws/ecs/nextflow',
    {
      help: 'CloudWatch log group of the tasks. Created where missing.',
      example: "'/aws/ecs/nextflow'",
    },
  ),
  maxSpotAttempts: optional(wholeNumber(0, 1000), 5, {
    help: 'How often a task that lost its machine is submitted again without using `maxRetries`; 0: never.',
    example: '5',
  }),
  assignPublicIp: optional(flag(), true, {
    help: 'Asks for a public address, in awsvpc mode. Managed Instances refuse it today: where this is unset it is then dropped, with one warning.',
    example: 'false',
  }),
  capacityProvider: optional(
    textList(20, 'a capacity provider name or a list of at most 20, in order of preference'),
    undefined,
    {
      help: "Managed Instances capacity provider, or several in order of preference. Unset: the cluster's default strategy, else an on-demand provider without accelerators.",
      example: "'on-demand'",
    },
  ),
  networkMode: optional(oneOf('auto', 'awsvpc', 'host'), 'auto', {
    help: 'Network of the tasks. `auto` takes awsvpc where subnets or groups are set or the subnets lead to a NAT gateway or an S3 endpoint, else host.',
    example: "'host'",
  }),
  resourcesIn: optional(oneOf('auto', 'overrides', 'definition'), 'auto', {
    help: 'Where cpu and memory travel. `auto` sends them as RunTask overrides and falls back to task definitions where the first answer shows them ignored.',
    example: "'definition'",
  }),
  endpoint: optional(text('an http or https URL', isUrl), undefined, {
    help: 'Endpoint of ECS, EC2 and CloudWatch Logs. For a local cloud; unset: AWS.',
    example: "'http://127.0.0.1:4566'",
  }),
} as const satisfies Record<string, Option<unknown>>;

export type OptionName = keyof typeof options;

/** The settings under `aws.ecs`, parsed; what was unset holds its default. */
export type AwsEcsOptions = {
  readonly [Name in OptionName]: (typeof options)[Name] extends Option<infer T> ? T : never;
};

function isUrl(value: string): boolean {
  return URL.canParse(value) && /^https?:/.test(value);
}
