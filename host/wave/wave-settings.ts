import { ConfigError, isUrl, type ConfigMap, type Problem } from '../../spi/index.js';
import { lookup, lookupBoolean, lookupNumber, lookupString } from '../config/config-lookup.js';

/** Variables by name, as of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** How requests are tried again; times in milliseconds. */
export interface RetryPolicy {
  readonly delay: number;
  readonly maxDelay: number;
  readonly maxAttempts: number;
}

/** Who asks Wave; nobody in particular without a token. */
export interface PlatformIdentity {
  readonly token?: string;
  readonly workspaceId?: number;
  /** The run as Seqera Platform knows it, where that started it: Wave keeps the tokens of its images alive. */
  readonly workflowId?: string;
  /** Where Wave checks the token. */
  readonly endpoint: string;
}

/** What a session wants of Wave. */
export interface WaveSettings {
  /** Without a slash at its end. */
  readonly endpoint: string;
  readonly platform: PlatformIdentity;
  /** Whether Wave is to build lasting images. */
  readonly freeze: boolean;
  readonly buildRepository?: string;
  readonly cacheRepository?: string;
  /** Milliseconds an image may take to be built. */
  readonly buildPatience: number;
  /** Milliseconds one answer serves. */
  readonly cacheLife: number;
  readonly retry: RetryPolicy;
  /** Whether images get the Fusion layer. */
  readonly fusion: boolean;
  /** Address of the layer's description, for all architectures; undefined: by architecture. */
  readonly layerUrl?: string;
}

/**
 * Wave's part of a session's settings; what is not set is taken from the environment.
 * @throws ConfigError listing what cannot be used.
 */
export function waveSettings(config: ConfigMap, environment: Environment): WaveSettings {
  const problems: Problem[] = [];
  const endpoint = urlOf(lookupString(config, 'wave.endpoint'), WAVE_URL, environment, problems);
  const platformEndpoint = urlOf(lookupString(config, 'tower.endpoint'), PLATFORM_URL, environment, problems);
  const layerUrl = urlOf(lookupString(config, 'fusion.containerConfigUrl'), LAYER_URL, environment, problems);
  const token = lookupString(config, 'tower.accessToken') ?? tokenIn(environment, problems);
  const workspaceId = workspaceOf(config, environment, problems);
  const workflowId = environment['TOWER_WORKFLOW_ID'];
  const buildRepository = lookupString(config, 'wave.build.repository');
  const cacheRepository = lookupString(config, 'wave.build.cacheRepository');
  const freeze = lookupBoolean(config, 'wave.freeze');
  if (freeze && buildRepository === undefined) problems.push(NO_REPOSITORY);
  if (problems.length > 0) {
    throw new ConfigError('Cannot use the settings of Wave. Correct what is listed.', {
      code: 'CONFIG_INVALID',
      problems,
    });
  }
  return {
    endpoint: (endpoint ?? 'https://wave.seqera.io').replace(/\/+$/, ''),
    platform: {
      endpoint: platformEndpoint ?? 'https://api.cloud.seqera.io',
      ...(token === undefined ? {} : { token }),
      ...(workspaceId === undefined ? {} : { workspaceId }),
      ...(workflowId === undefined ? {} : { workflowId }),
    },
    freeze,
    ...(buildRepository === undefined ? {} : { buildRepository }),
    ...(cacheRepository === undefined ? {} : { cacheRepository }),
    ...times(config),
    fusion: lookupBoolean(config, 'fusion.enabled'),
    ...(layerUrl === undefined ? {} : { layerUrl }),
  };
}

const NO_REPOSITORY: Problem = {
  path: 'wave.build.repository',
  message: 'is missing: with wave.freeze Wave builds lasting images and must know where to put them',
  fix: "Add to nextflow.config: wave.build.repository = '<registry>/<path>'",
};

/** A setting with an address, and the variable that stands in for it. */
interface UrlSource {
  readonly path: string;
  readonly variable: string;
}

const WAVE_URL: UrlSource = { path: 'wave.endpoint', variable: 'WAVE_API_ENDPOINT' };
const PLATFORM_URL: UrlSource = { path: 'tower.endpoint', variable: 'TOWER_API_ENDPOINT' };
const LAYER_URL: UrlSource = { path: 'fusion.containerConfigUrl', variable: 'FUSION_CONTAINER_CONFIG_URL' };

function times(config: ConfigMap): Pick<WaveSettings, 'buildPatience' | 'cacheLife' | 'retry'> {
  return {
    buildPatience: lookupNumber(config, 'wave.build.maxDuration'),
    cacheLife: lookupNumber(config, 'wave.tokens.cache.maxDuration'),
    retry: {
      delay: lookupNumber(config, 'wave.retryPolicy.delay'),
      maxDelay: lookupNumber(config, 'wave.retryPolicy.maxDelay'),
      maxAttempts: lookupNumber(config, 'wave.retryPolicy.maxAttempts'),
    },
  };
}

/** The setting, else the variable. */
function urlOf(
  set: string | undefined,
  { path, variable }: UrlSource,
  environment: Environment,
  problems: Problem[],
): string | undefined {
  const given = environment[variable]?.trim() ?? '';
  if (set !== undefined || given === '') return set;
  if (/^https?:\/\/[^\s@]+$/.test(given) && isUrl(given)) return given;
  problems.push({
    path: `environment variable ${variable}`,
    message: 'must be an address that starts with http:// or https:// and holds no user name',
    fix: `Unset it, or give ${path} in nextflow.config.`,
  });
  return undefined;
}

/** The value is left out of the complaint: it is a secret. */
function tokenIn(environment: Environment, problems: Problem[]): string | undefined {
  const token = environment['TOWER_ACCESS_TOKEN']?.trim() ?? '';
  if (token === '') return undefined;
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  problems.push({
    path: 'environment variable TOWER_ACCESS_TOKEN',
    message: 'must be a token of visible characters',
    fix: 'Copy the token from Seqera Platform once more, without what stands around it.',
  });
  return undefined;
}

function workspaceOf(config: ConfigMap, environment: Environment, problems: Problem[]): number | undefined {
  const set = lookup(config, 'tower.workspaceId');
  if (typeof set === 'number' || typeof set === 'string') return Number(set);
  const given = environment['TOWER_WORKSPACE_ID']?.trim() ?? '';
  if (given === '') return undefined;
  if (/^[0-9]{1,15}$/.test(given)) return Number(given);
  problems.push({
    path: 'environment variable TOWER_WORKSPACE_ID',
    message: 'must be a whole number, as Seqera Platform shows beside the workspace',
    fix: 'Unset it, or set it to the number of the workspace.',
  });
  return undefined;
}
