import { token } from '../di/token.js';
import type { AwsEcsOptions, OptionName } from './options.js';
import type { SubmitRate } from './submit-rate.js';

/** How AWS is reached. What is absent is left to the SDK's own chain (environment, profile, instance role). */
export interface AwsAccess {
  readonly region?: string;
  readonly profile?: string;
  /** The keys of the configuration, for the SDK. A function, so that no one who prints a configuration prints them. */
  readonly credentials?: () => Promise<{ readonly accessKeyId: string; readonly secretAccessKey: string }>;
  /** `aws.client.endpoint`: S3 only, as in Nextflow. */
  readonly s3Endpoint?: string;
  readonly s3PathStyle: boolean;
}

/** Everything the executor reads from the configuration, checked and frozen. */
export interface AwsEcsConfig extends AwsEcsOptions {
  readonly access: AwsAccess;
  /** Names the user set himself: a default may be dropped silently, a wish may not. */
  readonly given: ReadonlySet<OptionName>;
  /** `fusion.privileged`, default true as in Nextflow. */
  readonly fusionPrivileged: boolean;
  /** Most tasks on ECS at once. */
  readonly queueSize: number;
  /** Longest interval between poll rounds, milliseconds. */
  readonly pollInterval: number;
  /** The user's own ceiling on RunTask calls; undefined for none. */
  readonly submitRateLimit: SubmitRate | undefined;
}

export const AwsEcsConfig = token<AwsEcsConfig>('AwsEcsConfig');
