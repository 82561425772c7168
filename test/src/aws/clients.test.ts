import { expect } from 'chai';
import sinon from 'sinon';
import { buildClients } from '../../../src/aws/clients.js';
import { SdkEcsEndpoint } from '../../../src/aws/endpoint.js';
import { SdkEcsApi } from '../../../src/aws/sdk-ecs-api.js';
import { SdkLogsApi } from '../../../src/aws/logs-api.js';
import { SdkNetworkApi } from '../../../src/aws/sdk-network-api.js';
import { S3WorkDirApi } from '../../../src/aws/work-dir-api.js';
import { AwsServiceError } from '../../../src/aws/service-error.js';
import { settle } from '../../support/fake-clock.js';
import { awsEcsConfig, CLUSTER_ARN, TASK_ARN } from '../aws-builders.js';
import { failureOf, watch } from '../settle-with.js';
import { withEnvironment } from './with-environment.js';
import { WireStub } from './wire-stub.js';

/** Everything that could lead an AWS SDK elsewhere. Port 9 is the discard service: nobody listens there. */
const HOSTILE = {
  AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
  AWS_ENDPOINT_URL_ECS: 'http://127.0.0.1:9',
  AWS_ENDPOINT_URL_EC2: 'http://127.0.0.1:9',
  AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:9',
  AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: 'http://127.0.0.1:9',
  AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
  AWS_PROFILE: 'production',
  AWS_REGION: 'eu-west-3',
  AWS_ACCESS_KEY_ID: 'AKIAREAL',
  AWS_SECRET_ACCESS_KEY: 'real-secret',
  AWS_SESSION_TOKEN: 'real-token',
  AWS_USE_FIPS_ENDPOINT: 'true',
  AWS_USE_DUALSTACK_ENDPOINT: 'true',
};

describe(buildClients.name, () => {
  let wire: WireStub;

  beforeEach(async () => (wire = await WireStub.start()));
  afterEach(() => wire.stop());

  it('reaches an explicit endpoint with explicit credentials from all four clients, whatever the environment holds', async () => {
    await withEnvironment(HOSTILE, async () => {
      const clients = wire.connect();
      wire.json({ tasks: [], failures: [] });
      await new SdkEcsApi(clients.ecs).describeTasks(CLUSTER_ARN, [TASK_ARN]);
      wire.json({});
      await new SdkLogsApi(clients.logs).createGroup('/x');
      wire.xml(
        '<DescribeVpcsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><vpcSet/></DescribeVpcsResponse>',
      );
      await new SdkNetworkApi(clients.ec2).defaultVpc();
      wire.answer({ body: '0', type: 'text/plain' });
      await new S3WorkDirApi(clients.s3).readText('s3://my-bucket/k');
      expect(await new SdkEcsEndpoint(clients.ecs).isLoopback()).to.equal(true);
      expect(await new SdkEcsEndpoint(clients.ecs).region()).to.equal('us-east-1');
    });
    const scopes = wire.requests.map(
      ({ headers }) => /Credential=([^,]+)/.exec(String(headers.authorization))?.[1],
    );
    expect(scopes.map((scope) => scope?.split('/').filter((_, index) => index !== 1))).to.deep.equal(
      ['ecs', 'logs', 'ec2', 's3'].map((service) => ['test', 'us-east-1', service, 'aws4_request']),
    );
    expect(wire.requests.every(({ headers }) => headers['x-amz-security-token'] === undefined)).to.equal(
      true,
    );
  });

  it('follows the environment where no endpoint is written down', async () => {
    await withEnvironment({ AWS_ENDPOINT_URL_ECS: wire.url }, async () => {
      wire.json({ tasks: [], failures: [] });
      const { endpoint, ...config } = awsEcsConfig();
      expect(endpoint).to.equal(undefined);
      const clients = buildClients({
        ...config,
        endpoint: undefined,
        access: {
          region: 'us-east-1',
          credentials: () => Promise.resolve({ accessKeyId: 'test', secretAccessKey: 'test' }),
          s3PathStyle: false,
        },
      });
      await new SdkEcsApi(clients.ecs).describeTasks(CLUSTER_ARN, [TASK_ARN]);
      clients.close();
    });
    expect(wire.requests.length).to.equal(1);
  });

  it('lets go of every connection when closed', async () => {
    const clients = wire.connect();
    wire.json({ tasks: [], failures: [] });
    await new SdkEcsApi(clients.ecs).describeTasks(CLUSTER_ARN, [TASK_ARN]);
    clients.close();
    clients.close();
  });

  it('sends nothing once closed, not even the SDK’s own retries', async () => {
    const clients = wire.connect();
    wire.json({ tasks: [], failures: [] });
    const ecs = new SdkEcsApi(clients.ecs);
    await ecs.describeTasks(CLUSTER_ARN, [TASK_ARN]);
    clients.close();
    const calls = [
      ecs.describeTasks(CLUSTER_ARN, [TASK_ARN]),
      new SdkLogsApi(clients.logs).createGroup('/x'),
      new SdkNetworkApi(clients.ec2).defaultVpc(),
      new S3WorkDirApi(clients.s3).readText('s3://my-bucket/k'),
    ];
    for (const call of calls) {
      const error = await failureOf(call);
      expect(error).to.be.instanceOf(AwsServiceError);
      expect((error as AwsServiceError).awsMessage).to.include('The session is over');
    }
    expect(wire.requests.length).to.equal(1);
  });

  it('takes a server that never answers for unavailable after 30 seconds', async () => {
    const ecs = new SdkEcsApi(wire.connect().ecs);
    wire.answer('silence');
    const clock = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const result = watch(ecs.describeTasks(CLUSTER_ARN, [TASK_ARN]));
      while (wire.requests.length === 0) await settle();
      clock.tick(29_000);
      await settle();
      expect(result.done).to.equal(false);
      clock.tick(1_000);
      await settle();
      expect(result.error).to.be.instanceOf(AwsServiceError);
      expect(result.error).to.include({ kind: 'unavailable', awsCode: 'TimeoutError' });
    } finally {
      clock.restore();
    }
  });
});
