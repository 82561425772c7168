import { expect } from 'chai';
import { PreconditionError } from '../../../spi/index.js';
import { buildClients } from '../../../src/aws/clients.js';
import { SdkEcsEndpoint, isLoopbackHost } from '../../../src/aws/endpoint.js';
import type { AwsEcsConfig } from '../../../src/config/awsecs-config.js';
import { awsEcsConfig } from '../aws-builders.js';
import { failureOf } from '../settle-with.js';
import { withEnvironment } from './with-environment.js';

async function endpointOf(
  changes: Partial<AwsEcsConfig>,
  use: (endpoint: SdkEcsEndpoint) => Promise<void>,
): Promise<void> {
  const clients = buildClients(awsEcsConfig(changes));
  try {
    await use(new SdkEcsEndpoint(clients.ecs));
  } finally {
    clients.close();
  }
}

describe(SdkEcsEndpoint.name, () => {
  const cases: readonly {
    name: string;
    environment: Record<string, string>;
    endpoint?: string;
    loopback: boolean;
  }[] = [
    { name: 'AWS itself', environment: {}, loopback: false },
    { name: 'a setting on this machine', environment: {}, endpoint: 'http://127.0.0.1:4566', loopback: true },
    {
      name: 'a setting elsewhere',
      environment: { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' },
      endpoint: 'https://ecs.example.com',
      loopback: false,
    },
    { name: 'AWS_ENDPOINT_URL', environment: { AWS_ENDPOINT_URL: 'http://localhost:4566' }, loopback: true },
    {
      name: 'AWS_ENDPOINT_URL_ECS before AWS_ENDPOINT_URL',
      environment: {
        AWS_ENDPOINT_URL: 'http://localhost:1',
        AWS_ENDPOINT_URL_ECS: 'https://ecs.example.com',
      },
      loopback: false,
    },
    {
      name: 'endpoints that are to be ignored',
      environment: { AWS_ENDPOINT_URL: 'http://localhost:1', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' },
      loopback: false,
    },
  ];
  for (const { name, environment, endpoint, loopback } of cases) {
    it(`says ${loopback ? 'loopback' : 'not loopback'} for ${name}`, () =>
      withEnvironment(environment, () =>
        endpointOf({ endpoint }, async (ecs) => {
          expect(await ecs.isLoopback()).to.equal(loopback);
        }),
      ));
  }

  it('takes the region of the settings before that of the environment', () =>
    withEnvironment({ AWS_REGION: 'eu-west-3' }, async () => {
      await endpointOf({}, async (ecs) => {
        expect(await ecs.region()).to.equal('us-east-1');
      });
      await endpointOf({ access: { s3PathStyle: false } }, async (ecs) => {
        expect(await ecs.region()).to.equal('eu-west-3');
      });
    }));

  it('fails with the line to add where no region is set anywhere', () =>
    withEnvironment({}, () =>
      endpointOf({ access: { s3PathStyle: false } }, async (ecs) => {
        const error = await failureOf(ecs.region());
        expect(error).to.be.instanceOf(PreconditionError).with.property('code', 'REGION_MISSING');
        expect((error as Error).message).to.include("aws { region = 'us-east-1' }");
      }),
    ));
});

describe(isLoopbackHost.name, () => {
  for (const host of ['localhost', '127.0.0.1', '127.255.0.3', '[::1]']) {
    it(`knows ${host} as this machine`, () => expect(isLoopbackHost(host)).to.equal(true));
  }
  for (const host of [
    '0.0.0.0',
    '128.0.0.1',
    'localhost.example.com',
    '127.0.0.1.example.com',
    '10.0.0.1',
    '[::2]',
    '',
  ]) {
    it(`does not take ${host || 'nothing'} for this machine`, () =>
      expect(isLoopbackHost(host)).to.equal(false));
  }
});
