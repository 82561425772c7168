import { describeRuntime } from './runtime-option.js';
import type { RunningCloud } from './services.js';

/** Variables that lead a client elsewhere, or make it come as somebody else. */
const misleading = [
  'AWS_PROFILE',
  'AWS_DEFAULT_PROFILE',
  'AWS_SESSION_TOKEN',
  'AWS_ENDPOINT_URL_S3',
  'AWS_ENDPOINT_URL_ECS',
  'AWS_ENDPOINT_URL_EC2',
  'AWS_ENDPOINT_URL_CLOUDWATCH_LOGS',
  'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
  'AWS_USE_FIPS_ENDPOINT',
  'AWS_USE_DUALSTACK_ENDPOINT',
  'TOWER_ACCESS_TOKEN',
];

/** What was asked for, as far as people want to see it confirmed. */
export interface LocalCloudFacts {
  readonly clusters: readonly string[];
  readonly buckets: readonly string[];
  /** Whether the next start finds what the services know. */
  readonly kept: boolean;
  /** A file, as typed. */
  readonly scenario?: string;
  readonly virtualTime?: number;
  /** What the cloud had to say while it started. */
  readonly notes: readonly string[];
  /** Path of the page about the local cloud. */
  readonly docs: string;
}

/** What `nf-awsecs local` prints once the cloud is up: where it is, and the lines to paste into a shell. */
export function describeLocalCloud(cloud: Omit<RunningCloud, 'close'>, facts: LocalCloudFacts): string {
  const { endpoint, region, account, credentials } = cloud;
  const { clusters, buckets } = facts;
  const { wave, fusion } = cloud.settings();
  return [
    `The local cloud is up at ${endpoint} (region ${region}, account ${account}).`,
    ...factLines(cloud, facts),
    '',
    'Paste this into the shell that is to use it:',
    '',
    `export AWS_ENDPOINT_URL=${endpoint}`,
    `export AWS_REGION=${region} AWS_DEFAULT_REGION=${region}`,
    `export AWS_ACCESS_KEY_ID=${credentials.accessKeyId}`,
    `export AWS_SECRET_ACCESS_KEY=${credentials.secretAccessKey}`,
    `export WAVE_API_ENDPOINT=${wave.endpoint} FUSION_CONTAINER_CONFIG_URL=${fusion.containerConfigUrl}`,
    `unset ${misleading.join(' ')}`,
    '',
    'Then, for example:',
    '',
    `nf-awsecs run main.nf -work-dir s3://${buckets[0] ?? 'my-bucket'}/work`,
    `aws ecs list-tasks --cluster ${clusters[0] ?? 'nextflow-cluster'}`,
    '',
    'Ctrl-C stops it.',
  ].join('\n');
}

function factLines(
  { endpoint, dataDir, runtime }: Omit<RunningCloud, 'close'>,
  { clusters, buckets, kept, scenario, virtualTime, notes, docs }: LocalCloudFacts,
): readonly string[] {
  return [
    `clusters: ${clusters.join(', ')}`,
    `buckets:  ${buckets.join(', ')}`,
    `files:    ${dataDir}`,
    `state:    ${kept ? 'kept there for the next start' : 'not kept'}`,
    `tasks:    ${describeRuntime(runtime, '-runtime')}`,
    ...notes.map((line) => `note:     ${line}`),
    ...(virtualTime === undefined ? [] : [`time:     ${describeTime(virtualTime)}`]),
    ...(scenario === undefined ? [] : [`scenario: ${scenario}`]),
    `control:  ${endpoint}/_local/`,
    `docs:     ${docs}`,
  ];
}

function describeTime(rate: number): string {
  return rate === 0 ? 'virtual; it stands still until it is advanced' : `virtual, ${rate} seconds a second`;
}
