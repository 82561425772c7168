import type { S3ClientConfig } from '@aws-sdk/client-s3';
import { ConfigError, type ConfigMap } from '../../spi/index.js';
import { lookupBoolean, lookupString } from '../config/config-lookup.js';

const CONNECT_TIMEOUT_MS = 5_000;
/** Longest wait for an answer to begin, and longest silence in the middle of one. */
const SILENCE_TIMEOUT_MS = 60_000;
const MAX_ATTEMPTS = 5;

/**
 * The S3 client's settings out of the run's configuration (`aws.region`, `aws.profile`, `aws.accessKey`,
 * `aws.secretKey`, `aws.client.endpoint`, `aws.client.s3PathStyleAccess`). What the
 * configuration leaves open is left to the SDK's own defaults: environment, profile files, instance role.
 * @throws ConfigError CREDENTIALS_INCOMPLETE, or CONFIG_INVALID where one of them has the wrong type.
 */
export function s3ClientSettings(config: ConfigMap): S3ClientConfig {
  const region = lookupString(config, 'aws.region');
  const profile = lookupString(config, 'aws.profile');
  return {
    maxAttempts: MAX_ATTEMPTS,
    requestHandler: {
      connectionTimeout: CONNECT_TIMEOUT_MS,
      requestTimeout: SILENCE_TIMEOUT_MS,
      // Without this the SDK only warns, and a connection that went silent holds its task for ever.
      throwOnRequestTimeout: true,
      // The request's timeout ends where the answer begins: a body that stops coming needs its own.
      socketTimeout: SILENCE_TIMEOUT_MS,
    },
    ...(region === undefined ? {} : { region }),
    ...(profile === undefined ? {} : { profile }),
    ...credentials(config),
    ...endpoint(config),
  };
}

function credentials(config: ConfigMap): Pick<S3ClientConfig, 'credentials'> {
  const accessKeyId = lookupString(config, 'aws.accessKey');
  const secretAccessKey = lookupString(config, 'aws.secretKey');
  if (accessKeyId !== undefined && secretAccessKey !== undefined) {
    // A function, so that no one who prints the settings prints the keys.
    return { credentials: () => Promise.resolve({ accessKeyId, secretAccessKey }) };
  }
  if (accessKeyId === undefined && secretAccessKey === undefined) return {};
  // Falling back to the environment here would run under an identity the user did not choose.
  const missing = accessKeyId === undefined ? 'aws.accessKey' : 'aws.secretKey';
  throw new ConfigError(
    `Cannot use the configured AWS credentials: ${missing} is not set. Set aws.accessKey and aws.secretKey, or neither.`,
    {
      code: 'CREDENTIALS_INCOMPLETE',
      problems: [
        {
          code: 'CREDENTIALS_INCOMPLETE',
          path: missing,
          message: 'is missing where the other half is set',
          fix: 'Set both; or neither, to use those of the environment, the profile or the role.',
        },
      ],
    },
  );
}

/**
 * Beside a configured endpoint every switch that could choose another host is set too: the SDK would
 * otherwise take it from the environment or a profile.
 */
function endpoint(config: ConfigMap): S3ClientConfig {
  const url = lookupString(config, 'aws.client.endpoint');
  const forcePathStyle = lookupBoolean(config, 'aws.client.s3PathStyleAccess');
  if (url === undefined) return { forcePathStyle };
  return {
    forcePathStyle,
    endpoint: url,
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
    useAccelerateEndpoint: false,
    useArnRegion: false,
  };
}
