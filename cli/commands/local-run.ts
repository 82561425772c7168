import type { ConfigOverride } from '../../host/index.js';
import type { RunningCloud } from './services.js';

/** Where the local cloud keeps its files, in the current folder: people look at task files there. */
export const localDataDir = '.nf-awsecs/local';

/** Leaving by a second Ctrl-C waits this many milliseconds at most for the local cloud to end its processes. */
export const cloudPatience = 3000;

/**
 * The settings that tie a run to a local cloud. They reach every client as explicit values, so that nothing
 * in the environment (profiles, endpoint variables, the switch that ignores them) can lead it to AWS.
 */
export function localOverrides(
  cloud: Pick<RunningCloud, 'endpoint' | 'region' | 'credentials'>,
): ConfigOverride[] {
  return [
    { path: 'aws.region', value: cloud.region },
    { path: 'aws.accessKey', value: cloud.credentials.accessKeyId },
    { path: 'aws.secretKey', value: cloud.credentials.secretAccessKey },
    { path: 'aws.ecs.endpoint', value: cloud.endpoint },
    { path: 'aws.client.endpoint', value: cloud.endpoint },
    { path: 'aws.client.s3PathStyleAccess', value: true },
  ];
}
