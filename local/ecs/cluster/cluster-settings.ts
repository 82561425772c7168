import { type AwsError, invalidParameter } from '../../http/aws-error.js';
import { flag, listOf, type Members, structure, text } from '../../http/aws-json.js';

/** One of a cluster's `settings`; the API has a single name so far. */
export interface ClusterSetting {
  readonly name: 'containerInsights';
  /** `enhanced`, `enabled` or `disabled`. */
  readonly value: string;
}

export const clusterSettingsShape = listOf(structure({ name: text, value: text }));

const executeCommandLogMembers = {
  cloudWatchLogGroupName: text,
  cloudWatchEncryptionEnabled: flag,
  s3BucketName: text,
  s3EncryptionEnabled: flag,
  s3KeyPrefix: text,
};

const configurationMembers = {
  executeCommandConfiguration: structure({
    kmsKeyId: text,
    logging: text,
    logConfiguration: structure(executeCommandLogMembers),
  }),
  managedStorageConfiguration: structure({ kmsKeyId: text, fargateEphemeralStorageKmsKeyId: text }),
};

export const clusterConfigurationShape = structure(configurationMembers);

/** Kept and answered; nothing here is encrypted with a key or run with ECS Exec. */
export type ClusterConfiguration = Members<typeof configurationMembers>;

const invalid = (problems: readonly string[]): AwsError => invalidParameter(`${problems.join('; ')}.`);

/**
 * The settings a cluster has after `given`, on top of those it has.
 *
 * @throws AwsError InvalidParameterException naming every setting that is unknown or has a wrong value
 */
export function changedSettings(
  current: readonly ClusterSetting[],
  given: ReturnType<typeof clusterSettingsShape> | undefined,
): readonly ClusterSetting[] {
  const problems = (given ?? []).flatMap(({ name, value }) => [
    ...(name === 'containerInsights' ? [] : [`setting '${name ?? ''}' is not containerInsights`]),
    ...(['enhanced', 'enabled', 'disabled'].includes(value ?? '')
      ? []
      : [`value '${value ?? ''}' of '${name ?? ''}' must be enhanced, enabled or disabled`]),
  ]);
  if (problems.length > 0) throw invalid(problems);
  const last = given?.at(-1);
  return last === undefined ? current : [{ name: 'containerInsights', value: last.value ?? '' }];
}

/** @throws AwsError InvalidParameterException where the logging of ECS Exec is not one the API has */
export function checkConfiguration(configuration: ClusterConfiguration | undefined): void {
  const { logging, logConfiguration } = configuration?.executeCommandConfiguration ?? {};
  const problems = [
    ...(logging === undefined || ['NONE', 'DEFAULT', 'OVERRIDE'].includes(logging)
      ? []
      : [`executeCommandConfiguration.logging '${logging}' must be NONE, DEFAULT or OVERRIDE`]),
    ...(logging === 'OVERRIDE' && logConfiguration === undefined
      ? ['executeCommandConfiguration.logging OVERRIDE needs a logConfiguration']
      : []),
  ];
  if (problems.length > 0) throw invalid(problems);
}

/** @throws AwsError where a Service Connect namespace is asked for: there are no services here to use one */
export function refuseServiceConnect(defaults: unknown): void {
  if (defaults === undefined) return;
  throw invalid([
    'serviceConnectDefaults: the local cloud has no services and no Cloud Map, so it cannot keep a namespace; leave it out',
  ]);
}
