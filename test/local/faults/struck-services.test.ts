import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { ECSClient, ListClustersCommand } from '@aws-sdk/client-ecs';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { createEc2Service } from '../../../local/ec2/ec2-service.js';
import { Ec2Regions } from '../../../local/ec2/ec2-regions.js';
import { CallFaults } from '../../../local/faults/call-faults.js';
import { type CallEffect } from '../../../local/faults/call-rule.js';
import { jsonService } from '../../../local/http/aws-json.js';
import { DataRoot } from '../../../local/s3/data-root.js';
import { createS3Service, type S3Service } from '../../../local/s3/s3-service.js';
import { dummyCredentials, runServer, seededRandom, type RunningServer } from '../http/running-server.js';

/** What AWS's own SDK makes of struck calls, one attempt each. */
describe('struck calls, seen by AWS’s SDK', () => {
  let folder: string;
  let s3: S3Service;
  let faults: CallFaults;
  let server: RunningServer;
  let clients: { readonly ecs: ECSClient; readonly ec2: EC2Client; readonly s3: S3Client };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'struck-'));
    const root = new DataRoot(folder, [folder]);
    s3 = await createS3Service({
      root,
      stateFolder: join(folder, '.state'),
      region: 'us-east-1',
      account: '123456789012',
    });
    await s3.store.buckets.create('bucket');
    const regions = new Ec2Regions(seededRandom());
    faults = new CallFaults(() => 0);
    server = await runServer(
      {
        ecs: jsonService({
          targetPrefix: 'AmazonEC2ContainerServiceV20141113',
          operations: { ListClusters: () => ({ clusterArns: [] }) },
          log: () => undefined,
        }),
        ec2: createEc2Service({
          account: '123456789012',
          network: (region) => regions.in(region),
          now: () => 0,
        }),
        s3,
      },
      { faults },
    );
    const config = {
      endpoint: server.endpoint,
      region: 'us-east-1',
      credentials: dummyCredentials,
      maxAttempts: 1,
    };
    clients = {
      ecs: new ECSClient(config),
      ec2: new EC2Client(config),
      s3: new S3Client({ ...config, forcePathStyle: true }),
    };
  });
  afterEach(async () => {
    for (const client of Object.values(clients)) client.destroy();
    await server.close();
    await s3.close();
    await rm(folder, { recursive: true });
  });

  const calls: Readonly<Record<'ecs' | 'ec2' | 's3', () => Promise<unknown>>> = {
    ecs: () => clients.ecs.send(new ListClustersCommand({})),
    ec2: () => clients.ec2.send(new DescribeVpcsCommand({})),
    s3: () => clients.s3.send(new PutObjectCommand({ Bucket: 'bucket', Key: 'k', Body: 'content' })),
  };
  const outcome = async (service: keyof typeof calls): Promise<string> => {
    try {
      await calls[service]();
      return 'fine';
    } catch (error) {
      return error instanceof Error ? error.name : String(error);
    }
  };

  for (const [service, operation, names] of [
    [
      'ecs',
      'ListClusters',
      ['ThrottlingException', 'ServerException', 'ExpiredTokenException', 'AccessDeniedException'],
    ],
    [
      'ec2',
      'DescribeVpcs',
      ['RequestLimitExceeded', 'InternalError', 'RequestExpired', 'UnauthorizedOperation'],
    ],
    ['s3', 'PutObject', ['SlowDown', 'InternalError', 'ExpiredToken', 'AccessDenied']],
  ] as const) {
    it(`are errors of ${service}’s own protocol, by the operation’s name`, async () => {
      for (const kind of ['throttle', 'server-error', 'expired-credentials', 'access-denied'] as const) {
        faults.add({ service, operation, times: 1, effect: { kind } }, 's');
      }
      for (const name of names) expect(await outcome(service)).to.equal(name);
      expect(await outcome(service)).to.equal('fine');
      expect(server.calls.calls().map((call) => call.fault?.carriedOut ?? 'untouched')).to.deep.equal([
        ...names.map(() => false),
        'untouched',
      ]);
    });
  }

  it('may be carried out though their answer is lost', async () => {
    faults.add({ operation: 'PutObject', times: 1, effect: { kind: 'lost-answer' } }, 's');
    expect(await outcome('s3')).to.not.equal('fine');
    const kept = await clients.s3.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'k' }));
    expect(await kept.Body?.transformToString()).to.equal('content');
  });

  it('fail where an object is cut, and give other bytes where it is garbled', async () => {
    expect(await outcome('s3')).to.equal('fine');
    const read = (): Promise<string | undefined> =>
      clients.s3
        .send(new GetObjectCommand({ Bucket: 'bucket', Key: 'k' }))
        .then(({ Body }) => Body?.transformToString())
        .catch(() => 'failed');
    faults.add({ operation: 'GetObject', times: 1, effect: { kind: 'cut-answer' } }, 's');
    expect(await read()).to.equal('failed');
    faults.add({ operation: 'GetObject', times: 1, effect: { kind: 'garbled-answer' } }, 's');
    expect(await read()).to.not.equal('content');
    expect(await read()).to.equal('content');
  });

  const effects: readonly CallEffect[] = [
    { kind: 'throttle' },
    { kind: 'server-error' },
    { kind: 'error', status: 400, code: 'Bad', message: 'bad' },
    { kind: 'expired-credentials' },
    { kind: 'access-denied' },
    { kind: 'reset' },
    { kind: 'latency', ms: 0 },
    { kind: 'lost-answer' },
    { kind: 'cut-answer' },
    { kind: 'garbled-answer' },
    { kind: 'garbled-answer', how: 'truncated' },
    { kind: 'wrong-content-type' },
    { kind: 'slow-body', ms: 0 },
  ];
  for (const effect of effects) {
    it(`are recorded as what was done: ${JSON.stringify(effect)}`, async () => {
      faults.add({ operation: 'PutObject', times: 1, effect }, 's');
      await outcome('s3');
      const call = server.calls.calls()[0];
      const exists = await clients.s3
        .send(new GetObjectCommand({ Bucket: 'bucket', Key: 'k' }))
        .then(({ Body }) => Body?.transformToString())
        .then(
          () => true,
          () => false,
        );
      expect(call?.fault?.carriedOut).to.equal(exists);
      // An error, or no answer at all, is told of a call that was not carried out, and of no other.
      expect(call?.status === 200).to.equal(exists);
      expect(call?.error !== undefined || call?.status === 0).to.equal(!exists);
    });
  }
});
