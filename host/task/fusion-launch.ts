import type { ConfigMap, TaskLaunch } from '../../spi/index.js';
import { lookup, lookupNumber, lookupString } from '../config/config-lookup.js';
import { mountedPath } from './mounted-path.js';
import { WORK_FILES } from './work-dir.js';

const FUSION_BINARY = '/usr/bin/fusion';
/** Marks work files as metadata, which Fusion uploads at once, and the rest as temporary; Nextflow's own. */
const DEFAULT_TAGS =
  '[.command.*|.exitcode|.fusion.*](nextflow.io/metadata=true),[*](nextflow.io/temporary=true)';
/** Where Fusion shows S3 inside the container. */
const FUSION_ROOT = '/fusion/s3';

/**
 * What starts a task's wrapper on an executor with the capability fusion; a run refuses any other.
 * @param workDir URI of the task's own work dir.
 */
export function launchFor(workDir: string, config: ConfigMap): TaskLaunch {
  const folder = fusionPath(workDir);
  return {
    entryPoint: [FUSION_BINARY],
    command: ['bash', `${folder}/${WORK_FILES.run}`],
    environment: { FUSION_WORK: folder, ...fusionVariables(config), ...endpointVariables(config) },
  };
}

/** Path of an S3 URI as a task sees it, e.g. `/fusion/s3/bucket/work/ab/cdef`. */
export function fusionPath(uri: string): string {
  return `${FUSION_ROOT}/${mountedPath(uri)}`;
}

const MIB = 1024 ** 2;

/** Those of Nextflow's that say no secret: keys and licences reach a task by its role and its secrets. */
function fusionVariables(config: ConfigMap): Record<string, string> {
  const tags = lookup(config, 'fusion.tags') ?? DEFAULT_TAGS;
  const logOutput = lookupString(config, 'fusion.logOutput');
  const logLevel = lookupString(config, 'fusion.logLevel');
  const cacheSize = lookupNumber(config, 'fusion.cacheSize');
  return {
    ...(typeof tags === 'string' ? { FUSION_TAGS: tags } : {}),
    ...(logOutput === undefined ? {} : { FUSION_LOG_OUTPUT: logOutput }),
    ...(logLevel === undefined ? {} : { FUSION_LOG_LEVEL: logLevel }),
    ...(cacheSize === undefined ? {} : { FUSION_CACHE_SIZE: `${Math.floor(cacheSize / MIB)}M` }),
  };
}

/** Fusion talks to S3 itself, so it needs the endpoint the run uses; the region only beside one. */
function endpointVariables(config: ConfigMap): Record<string, string> {
  const endpoint = lookupString(config, 'aws.client.endpoint');
  if (endpoint === undefined) return {};
  const region = lookupString(config, 'aws.region');
  return { AWS_S3_ENDPOINT: endpoint, ...(region === undefined ? {} : { FUSION_AWS_REGION: region }) };
}
