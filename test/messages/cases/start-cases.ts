import { ECSClient } from '@aws-sdk/client-ecs';
import type { ProcessDefinition } from '../../../spi/index.js';
import { SdkEcsEndpoint } from '../../../src/aws/endpoint.js';
import { LapsedCredentials } from '../../../src/aws/lapsed-credentials.js';
import { type AwsServiceError, toServiceError } from '../../../src/aws/service-error.js';
import type { AwsEcsConfig } from '../../../src/config/awsecs-config.js';
import { NetworkPlanner } from '../../../src/network/network-planner.js';
import { awsEcsConfig, miProvider, provider, RUNNING_CLUSTER, callRepeater } from '../../src/aws-builders.js';
import { ExecutorRig, HELLO } from '../../src/executor-rig.js';
import { stubNetworkApi } from '../../src/stub-ports.js';
import { fakeSession } from '../../support/fake-session.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import type { MessageCase } from '../message-case.js';
import { sdkError } from '../sdk-error.js';

/** Starts the whole plugin over stubbed ports. */
async function start(
  prepare: (rig: ExecutorRig) => void,
  processes: readonly ProcessDefinition[] = [HELLO],
  config: Partial<AwsEcsConfig> = {},
): Promise<void> {
  const rig = new ExecutorRig({}, config);
  prepare(rig);
  try {
    const started = rig.executor.start(processes);
    started.catch(() => undefined);
    // Calls that may pass are repeated: time must go by until patience ends.
    await rig.session.clock.advance(3_600_000);
    await started;
  } finally {
    await rig.executor.shutdown();
  }
}

function startWith(
  others: ProcessDefinition['directives']['others'],
  config: Partial<AwsEcsConfig> = {},
): Promise<void> {
  return start(() => undefined, [{ ...HELLO, directives: { others } }], config);
}

function numbered(name: string, count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, n) => [`${name}-${n + 10}`, 'x']));
}

const failures: readonly (readonly [
  code: string,
  title: string,
  name: string,
  words: string,
  more: Parameters<typeof sdkError>[2],
])[] = [
  [
    'ACCESS_DENIED',
    'a policy that lacks the call',
    'AccessDeniedException',
    'User: arn:aws:iam::123456789012:user/ada is not authorized to perform: ecs:DescribeClusters on resource: *',
    { status: 400 },
  ],
  [
    'ACCESS_DENIED',
    'no credentials',
    'CredentialsProviderError',
    'Could not load credentials from any providers',
    {},
  ],
  [
    'ACCESS_DENIED',
    'expired credentials',
    'ExpiredTokenException',
    'The security token included in the request is expired',
    { status: 400 },
  ],
  [
    'ACCESS_DENIED',
    'credentials AWS does not know',
    'UnrecognizedClientException',
    'The security token included in the request is invalid.',
    { status: 400 },
  ],
  [
    'ACCESS_DENIED',
    'a clock that is wrong',
    'InvalidSignatureException',
    'Signature expired: 20261126T120000Z is now earlier than 20261126T125500Z (20261126T130000Z - 5 min.)',
    { status: 400 },
  ],
  [
    'UNAVAILABLE',
    'an endpoint where nothing listens',
    'Error',
    'connect ECONNREFUSED 127.0.0.1:4570',
    { code: 'ECONNREFUSED' },
  ],
  [
    'UNAVAILABLE',
    'a region that does not exist',
    'Error',
    'getaddrinfo ENOTFOUND ecs.us-est-1.amazonaws.com',
    { code: 'ENOTFOUND' },
  ],
  ['UNAVAILABLE', 'a network that swallows requests', 'TimeoutError', 'socket hang up', {}],
  [
    'UNAVAILABLE',
    'a server error',
    'ServerException',
    'Service Unavailable. Please try again later.',
    { status: 503 },
  ],
  ['THROTTLED', 'a rate that stays limited', 'ThrottlingException', 'Rate exceeded', { status: 400 }],
];

/** The session's own region, set nowhere. */
function noRegion(): Promise<string> {
  const client = new ECSClient({ region: () => Promise.reject<string>(new Error('Region is missing')) });
  return new SdkEcsEndpoint(client).region().finally(() => client.destroy());
}

function network(
  prepare: (ec2: ReturnType<typeof stubNetworkApi>) => void,
  config: Partial<AwsEcsConfig> = {},
) {
  const ec2 = stubNetworkApi();
  prepare(ec2);
  return (own: string[] = ['subnet-p']): Promise<unknown> =>
    new NetworkPlanner(
      ec2,
      awsEcsConfig({ networkMode: 'awsvpc', ...config }),
      new RecordingLogger(),
      callRepeater(fakeSession()),
    ).networkOf(provider({ subnets: own, securityGroups: [] }));
}

const missingSubnet = sdkError('InvalidSubnetID.NotFound', "The subnet ID 'subnet-1' does not exist", {
  status: 400,
});

/** Credentials that were good have expired. */
function lapsed(renewable: boolean): AwsServiceError {
  const expired = sdkError('ExpiredTokenException', 'The security token included in the request is expired', {
    status: 400,
  });
  return toServiceError('ecs:DescribeClusters', new LapsedCredentials(expired, renewable));
}

/** What keeps the executor from starting. */
export function startCases(): readonly MessageCase[] {
  return [
    {
      code: 'DIRECTIVE_UNSUPPORTED',
      title: 'a directive that the executor does not serve, by an engine that did not ask',
      raise: () => startWith({ penv: 'smp' }),
    },
    {
      code: 'SECRET_UNKNOWN',
      title: 'a secret that aws.ecs.secrets does not have',
      raise: () =>
        startWith(
          { secret: ['MY_TOKN'] },
          { secrets: { MY_TOKEN: 'arn:aws:ssm:us-east-1:123456789012:parameter/t' } },
        ),
    },
    {
      code: 'TAGS_TOO_MANY',
      title: 'labels and tags of more than fifty names',
      raise: () => startWith({ resourceLabels: numbered('label', 30) }, { tags: numbered('tag', 14) }),
    },
    ...failures.map(([code, title, name, words, more]): MessageCase => ({
      code,
      title,
      raise: () =>
        start(({ ecs }) =>
          ecs.describeCluster.rejects(toServiceError('ecs:DescribeClusters', sdkError(name, words, more))),
        ),
    })),
    {
      code: 'CREDENTIALS_EXPIRED',
      title: 'good credentials that nobody renewed',
      raise: () => start(({ ecs }) => ecs.describeCluster.rejects(lapsed(true))),
    },
    {
      code: 'ACCESS_DENIED',
      title: 'good keys of the environment that have expired',
      raise: () => start(({ ecs }) => ecs.describeCluster.rejects(lapsed(false))),
    },
    { code: 'REGION_MISSING', title: 'no region anywhere', raise: noRegion },
    {
      code: 'WAVE_UNRESOLVED',
      title: 'a run against AWS itself',
      raise: async () => {
        const rig = new ExecutorRig({ resolvesContainers: false });
        rig.endpoint.isLoopback.resolves(false);
        await rig.executor.start([HELLO]).finally(() => rig.executor.shutdown());
      },
    },
    {
      code: 'PRICE_TABLE_INVALID',
      title: 'a price table that is not there',
      raise: () => start(() => undefined, [HELLO], { priceTable: 'nowhere/prices.json' }),
    },
    {
      code: 'PRICE_TABLE_INVALID',
      title: 'a price table that is no JSON',
      raise: async (place) => {
        const priceTable = await place.write('prices.json', '{\n  "date": "2026-11-26",\n}\n');
        await start(() => undefined, [HELLO], { priceTable });
      },
    },
    {
      code: 'PRICE_TABLE_INVALID',
      title: 'a price table with mistakes',
      raise: async (place) => {
        const table = { date: 'today', familys: {}, types: { 'm6i.large': { onDemand: '0.1' } } };
        const priceTable = await place.write('prices.json', JSON.stringify(table));
        await start(() => undefined, [HELLO], { priceTable });
      },
    },
    {
      code: 'CLUSTER_NOT_FOUND',
      title: 'a cluster that is not there',
      raise: () => start(({ ecs }) => ecs.describeCluster.resolves(undefined)),
    },
    {
      code: 'CLUSTER_INACTIVE',
      title: 'a cluster that was deleted',
      raise: () =>
        start(({ ecs }) => ecs.describeCluster.resolves({ ...RUNNING_CLUSTER, status: 'INACTIVE' })),
    },
    {
      code: 'CAPACITY_PROVIDER_MISSING',
      title: 'a cluster without a provider',
      raise: () => start(({ ecs }) => ecs.describeCapacityProviders.resolves([])),
    },
    {
      code: 'CAPACITY_PROVIDER_MISSING',
      title: 'a cluster whose provider is not ready',
      raise: () =>
        start(({ ecs }) => ecs.describeCapacityProviders.resolves([miProvider({ status: 'PROVISIONING' })])),
    },
    {
      code: 'CAPACITY_PROVIDER_MISSING',
      title: 'a queue that is no provider',
      raise: () => start(() => undefined, [{ ...HELLO, directives: { others: { queue: 'big' } } }]),
    },
    {
      code: 'CAPACITY_PROVIDER_UNSUITABLE',
      title: 'processes that no provider can take',
      raise: () =>
        start(
          ({ ecs }) =>
            ecs.describeCapacityProviders.resolves([
              miProvider(),
              miProvider({ name: 'other', status: 'PROVISIONING' }),
            ]),
          [
            { ...HELLO, name: 'TRAIN', directives: { others: { accelerator: { request: 1, type: 't4' } } } },
            { ...HELLO, name: 'LARGE', directives: { others: { disk: { request: 500 * 1024 ** 3 } } } },
          ],
        ),
    },
    {
      code: 'NO_DEFAULT_VPC',
      title: 'no default VPC, and a provider whose network cannot be read',
      raise: () => network((ec2) => ec2.defaultVpc.resolves(undefined))([]),
    },
    {
      code: 'NO_SUBNETS',
      title: 'a provider whose subnets are gone',
      raise: () => network((ec2) => ec2.subnets.resolves([]))(),
    },
    {
      code: 'NO_SUBNETS',
      title: 'subnets of the configuration that do not exist',
      raise: () =>
        network((ec2) => ec2.subnets.rejects(toServiceError('ec2:DescribeSubnets', missingSubnet)), {
          subnets: ['subnet-1'],
        })(),
    },
    {
      code: 'NO_SECURITY_GROUP',
      title: 'a VPC without a default group',
      raise: () => network((ec2) => ec2.defaultSecurityGroup.resolves(undefined))(),
    },
  ];
}
