import { duration, flag, httpUrl, text, wholeNumber } from './option-types.js';
import { optional, type Option, type OptionValues } from './option.js';
import { submitRate } from './submit-rate.js';
import { DAY_MS } from './time-span.js';

/**
 * What the executor reads outside `aws.ecs`: settings of Nextflow's that the engine serves too, each by its full
 * path. The engine has declarations of its own for them; a test holds both together
 * (test/settings/shared-settings.test.ts).
 */
export const sessionOptions = {
  'aws.region': optional(
    text('the name of an AWS region', '^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$'),
    undefined,
    {
      help: 'AWS region of the cluster and of the work dir.',
      example: "'us-east-1'",
      unset: 'what the AWS SDK finds',
    },
  ),
  'aws.profile': optional(text(), undefined, {
    help: 'Name of a profile in the AWS credentials files.',
    example: "'research'",
    unset: 'what the AWS SDK finds',
  }),
  'aws.accessKey': optional(text(), undefined, {
    help: 'Access key id; goes with `aws.secretKey`.',
    example: "'<access key id>'",
    unset: 'what the AWS SDK finds',
    secret: true,
  }),
  'aws.secretKey': optional(text(), undefined, {
    help: 'Secret access key; goes with `aws.accessKey`.',
    example: "'<secret access key>'",
    unset: 'what the AWS SDK finds',
    secret: true,
  }),
  'aws.client.endpoint': optional(httpUrl(), undefined, {
    help: 'Endpoint of S3, and of nothing else.',
    example: "'https://s3.example.org'",
    unset: 'what the AWS SDK finds',
  }),
  'aws.client.s3PathStyleAccess': optional(flag(), false, {
    help: 'Whether S3 addresses carry the bucket in their path, as S3-compatible storage needs it.',
    example: 'true',
  }),
  'executor.queueSize': optional(wholeNumber(1, Number.MAX_SAFE_INTEGER), 1000, {
    help: 'Most tasks on ECS at once. One that waits for room is not on it yet, and keeps no other from being submitted.',
    example: '500',
  }),
  // A timer of a platform counts to 24 days; a day is more than anyone waits for news.
  'executor.pollInterval': optional(
    duration(1, DAY_MS, 'a duration from 1ms to 1d, in milliseconds or with a unit'),
    10_000,
    {
      help: 'Longest time between two looks at the tasks. It is shorter after news, down to half a second, and longer where it holds less than a second for every 1,000 tasks: looks take at most half of what AWS allows.',
      example: "'5 sec'",
    },
  ),
  'executor.submitRateLimit': optional(submitRate(), undefined, {
    help: 'Most RunTask calls in any such time, repeats included. Stops of tasks are not held up by it.',
    example: "'50/2min'",
    unset: "AWS's own limit alone",
  }),
  'fusion.enabled': optional(flag(), false, {
    help: 'Whether tasks see the work dir through Fusion. This executor needs `true`.',
    example: 'true',
  }),
  'fusion.privileged': optional(flag(), true, {
    help: 'Whether the container runs privileged for Fusion, else with the one capability it needs.',
    example: 'false',
  }),
  'wave.enabled': optional(flag(), false, {
    help: 'Whether Wave provides the containers. This executor needs `true`.',
    example: 'true',
  }),
} as const satisfies Record<string, Option<unknown>>;

export type SessionOptionName = keyof typeof sessionOptions;

/** The settings the executor shares with the engine, parsed; what was unset holds its default. */
export type SessionOptions = OptionValues<typeof sessionOptions>;
