import { CLUSTER_NAME_OR_ARN, ROLE_ARN, SECRET_ARN } from './arn.js';
import { flag, httpUrl, oneOf, ownDuration, text, textList, textMap, wholeNumber } from './option-types.js';
import { optional, required, type Option, type OptionValues } from './option.js';
import { DAY_MS } from './time-span.js';

/**
 * Tag: keys and values of letters, digits, spaces and `+ - = . _ : / @`; what begins with `aws:` is AWS's in any case
 * (API_Tag), and two names are ECS's own on volumes (API_EBSTagSpecification).
 */
const TAG_KEY =
  '^(?![aA][wW][sS]:|nextflow\\.io/|AmazonECS(?:Created|Managed)$)[\\p{L}\\p{N}\\p{Z}+\\-=._:/@]{1,128}$';
const TAG_VALUE = '^(?![aA][wW][sS]:)[\\p{L}\\p{N}\\p{Z}+\\-=._:/@]{0,256}$';
const SECRET_NAME = '^[A-Za-z_][A-Za-z0-9_]{0,127}$';

const roleArn = text('the ARN of an IAM role', ROLE_ARN);

/**
 * Every setting under `aws.ecs`. Names and defaults of the first eight are the quickstart's.
 * Limits: awsVpcConfiguration holds at most 16 subnets and 5 security groups, a cluster at most 20 capacity
 * providers (docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AwsVpcConfiguration.html, ECS quotas). Names
 * as CreateCapacityProvider and CreateLogGroup take them; ids of subnets and groups only begin as AWS's own do.
 */
export const options = {
  cluster: required(
    text('a cluster name (1 to 255 of letters, digits, `-`, `_`) or the ARN of one', CLUSTER_NAME_OR_ARN),
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
    unset: 'none, with a warning',
  }),
  subnets: optional(
    textList(16, 'a subnet id (`subnet-…`) or a list of 1 to 16', '^subnet-[\\w-]{1,64}$'),
    undefined,
    {
      help: 'Subnets of the tasks, in awsvpc mode.',
      example: "['subnet-abc123', 'subnet-def456']",
      unset: 'discovered',
    },
  ),
  securityGroups: optional(
    textList(5, 'a security group id (`sg-…`) or a list of 1 to 5', '^sg-[\\w-]{1,64}$'),
    undefined,
    {
      help: 'Security groups of the tasks, in awsvpc mode.',
      example: "['sg-xyz789']",
      unset: 'discovered',
    },
  ),
  logsGroup: optional(
    text(
      'a log group name (1 to 512 of letters, digits, `_`, `-`, `/`, `.`, `#`; not beginning with `aws/`)',
      '^(?!aws/)[\\w./#-]{1,512}$',
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
    textList(
      20,
      'the name of a capacity provider (1 to 255 of letters, digits, `-`, `_`) or a list of 1 to 20, in order of preference',
      '^[\\w-]{1,255}$',
    ),
    undefined,
    {
      help: 'Managed Instances capacity provider, or several in order of preference.',
      example: "'on-demand'",
      unset: "the cluster's default strategy, else an on-demand provider without accelerators",
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
  volumeRole: optional(roleArn, undefined, {
    help: 'Role with which ECS attaches EBS volumes (policy AmazonECSInfrastructureRolePolicyForVolumes). The directive `disk` from 30 GB on makes a volume with it.',
    example: "'arn:aws:iam::123456789012:role/ecsInfrastructureRole'",
    unset: 'disk space comes from the volume of the instance',
  }),
  spotFallback: optional(wholeNumber(0, 1000), 2, {
    help: 'After so many interruptions a task goes to an on-demand capacity provider first, among those the user names where he names some; 0: never.',
    example: '2',
  }),
  tags: optional(
    textMap(
      40,
      'tags: at most 40 names (1 to 128 characters, not beginning with `aws:` or `nextflow.io/`) with a text each (at most 256 characters)',
      TAG_KEY,
      TAG_VALUE,
    ),
    undefined,
    {
      help: 'Tags of every task, beside those of `resourceLabels`, which win.',
      example: "[team: 'genomics', 'cost-center': '1234']",
      unset: 'none',
    },
  ),
  secrets: optional(
    textMap(
      100,
      'secrets: names (as environment variables have them) with the ARN of a Secrets Manager secret or an SSM parameter each',
      SECRET_NAME,
      SECRET_ARN,
    ),
    undefined,
    {
      help: 'What the names of the directive `secret` stand for. The execution role must be allowed to read them.',
      example: "[MY_TOKEN: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:my-token-AbCdEf']",
      unset: 'none',
      // Someone may put the secret itself where its ARN belongs.
      secret: true,
    },
  ),
  provisioningTimeout: optional(
    ownDuration(1_000, 365 * DAY_MS, 'a duration from 1s to 365d, in milliseconds or with a unit'),
    DAY_MS,
    {
      help: 'How long a task without the directive `maxSubmitAwait` waits for an instance, both before ECS accepts it and in PROVISIONING. Before, it counts anew whenever a task that wants the same is accepted: who stands in a line that moves waits on. A run that must fail early needs less.',
      example: "'3 days'",
    },
  ),
  pendingTimeout: optional(
    ownDuration(1_000, 365 * DAY_MS, 'a duration from 1s to 365d, in milliseconds or with a unit'),
    undefined,
    {
      help: 'How long a task may be on an instance without being started there (PENDING, ACTIVATING), the pull of its image included; then it is stopped and ends as stuck. Less than 30 min can end tasks that ECS would still start.',
      example: "'45 min'",
      unset: 'people are told, and the task waits on',
    },
  ),
  priceTable: optional(text('the path of a JSON file'), undefined, {
    help: "JSON file of instance prices that costs in traces are estimated by, e.g. another region's or your own rates; from the folder the run is started in.",
    example: "'prices.json'",
    unset: 'on-demand prices of us-east-1, as docs/cost.md dates them',
  }),
  endpoint: optional(httpUrl(), undefined, {
    help: 'Endpoint of ECS, EC2 and CloudWatch Logs. For a local cloud.',
    example: "'http://127.0.0.1:4566'",
    unset: 'what the AWS SDK finds',
  }),
} as const satisfies Record<string, Option<unknown>>;

export type OptionName = keyof typeof options;

/** The settings under `aws.ecs`, parsed; what was unset holds its default. */
export type AwsEcsOptions = OptionValues<typeof options>;
