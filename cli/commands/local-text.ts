import type { RunningCloud } from './services.js';

/** Variables that lead an AWS client elsewhere, or make it sign as somebody else. */
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
];

/** What `nf-awsecs local` prints once the cloud is up: where it is, and the lines to paste into a shell. */
export function describeLocalCloud(
  cloud: Omit<RunningCloud, 'close'>,
  clusters: readonly string[],
  buckets: readonly string[],
): string {
  const { endpoint, region, account, credentials, dataDir } = cloud;
  return [
    `The local cloud is up at ${endpoint} (region ${region}, account ${account}).`,
    `clusters: ${clusters.join(', ')}`,
    `buckets:  ${buckets.join(', ')}`,
    `files:    ${dataDir}`,
    '',
    'Paste this into the shell that is to use it:',
    '',
    `export AWS_ENDPOINT_URL=${endpoint}`,
    `export AWS_REGION=${region} AWS_DEFAULT_REGION=${region}`,
    `export AWS_ACCESS_KEY_ID=${credentials.accessKeyId}`,
    `export AWS_SECRET_ACCESS_KEY=${credentials.secretAccessKey}`,
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
