import { AwsError } from '../http/aws-error.js';
import { flag, listOf, type Members, number, structure, text } from '../http/aws-json.js';
import { parseImage } from './image-name.js';

const layer = structure({ location: text, gzipDigest: text, gzipSize: number, tarDigest: text });

/** What a client wants changed of an image; the runtimes of the local cloud bring Fusion themselves. */
const containerConfig = structure({
  entrypoint: listOf(text),
  cmd: listOf(text),
  env: listOf(text),
  workingDir: text,
  layers: listOf(layer),
});

const packages = structure({
  type: text,
  environment: text,
  entries: listOf(text),
  channels: listOf(text),
});

const members = {
  containerImage: text,
  containerFile: text,
  containerConfig,
  containerPlatform: text,
  packages,
  buildRepository: text,
  cacheRepository: text,
  freeze: flag,
  towerAccessToken: text,
  timestamp: text,
  fingerprint: text,
};

export type WaveRequest = Members<typeof members>;

/** What Wave's clients also send and that changes nothing here: who they are, and how an image is named or packed. */
const heedless = new Set([
  'towerRefreshToken',
  'towerWorkspaceId',
  'towerEndpoint',
  'towerInstanceId',
  'workflowId',
  'nameStrategy',
  'buildTemplate',
  'buildCompression',
  'scanLevels',
]);

/**
 * Reads a container request; all that is wrong with it is said at once.
 *
 * @throws AwsError BAD_REQUEST
 */
export function readRequest(body: unknown, version: 1 | 2): WaveRequest {
  const request = structure(members)(body, '');
  const problems = [
    ...unserved(request),
    ...sourceProblems(request, version),
    ...platformProblems(request.containerPlatform),
    ...freezeProblems(request),
    ...layerProblems(request),
  ];
  if (problems.length > 0) throw new AwsError('BAD_REQUEST', problems.join('; '));
  return request;
}

/** Members with a meaning the local cloud does not serve; `false`, `none` and the like mean nothing. */
function unserved(request: WaveRequest): string[] {
  return Object.entries(request)
    .filter(([name]) => !Object.hasOwn(members, name) && !heedless.has(name))
    .filter(([, value]) => value !== false && value !== 'none' && value !== 'docker')
    .map(([name]) => `Attribute \`${name.slice(0, 64)}\` is not served by the local cloud`);
}

function sourceProblems(
  { containerImage, containerFile, packages: wanted }: WaveRequest,
  version: 1 | 2,
): string[] {
  const given = [containerImage, containerFile, wanted].filter((source) => source !== undefined);
  if (version === 1 && wanted !== undefined) return ['Attribute `packages` is not allowed'];
  if (given.length === 0) return ["Specify either 'containerImage' or 'containerFile' attribute"];
  if (containerFile !== undefined && wanted !== undefined) {
    return ['Attribute `containerFile` and `packages` conflicts each other'];
  }
  if (given.length > 1) {
    return ["Attributes 'containerImage' and 'containerFile' cannot be used in the same request"];
  }
  if (containerImage !== undefined && parseImage(containerImage) === undefined) {
    return [`Invalid container repository name — offending value: ${containerImage.slice(0, 200)}`];
  }
  return wanted === undefined || wanted.type === 'CONDA' || wanted.type === 'CRAN'
    ? []
    : [`packages.type is '${wanted.type ?? 'missing'}': CONDA and CRAN are served`];
}

function platformProblems(platform: string | undefined): string[] {
  return platform === undefined || /^(linux\/)?(amd64|x86_64|arm64|aarch64)(\/v8)?$/.test(platform)
    ? []
    : [`Unsupported container platform '${platform.slice(0, 100)}': linux/amd64 and linux/arm64 are served`];
}

function freezeProblems({ freeze, buildRepository }: WaveRequest): string[] {
  if (buildRepository !== undefined && parseImage(buildRepository) === undefined) {
    return [`Invalid build repository name — offending value: ${buildRepository.slice(0, 200)}`];
  }
  return freeze === true && buildRepository === undefined
    ? ['Attribute `buildRepository` must be specified when using freeze mode']
    : [];
}

/** Wave wants every member of a layer (facts, nextflow-contract §3.2). */
function layerProblems({ containerConfig: config, containerImage, freeze }: WaveRequest): string[] {
  const bySum = config !== undefined && freeze !== true && containerImage?.includes('@sha256:') === true;
  return [
    ...(bySum
      ? ["Container requests made using a SHA256 as tag does not support the 'containerConfig' attribute"]
      : []),
    ...(config?.layers ?? []).flatMap((one, index) =>
      (['location', 'gzipDigest', 'gzipSize', 'tarDigest'] as const)
        .filter((name) => one[name] === undefined)
        .map((name) => `Missing layer ${name} of containerConfig.layers[${index}]`),
    ),
  ];
}
