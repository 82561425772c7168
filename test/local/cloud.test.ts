import { DescribeSubnetsCommand, DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DescribeCapacityProvidersCommand,
  DescribeClustersCommand,
  DescribeTasksCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  waitUntilTasksStopped,
} from '@aws-sdk/client-ecs';
import { GetObjectCommand, ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { type LocalCloud, type LocalCloudOptions, startLocalCloud } from '../../local/index.js';
import { seededRandom } from './http/running-server.js';

describe(startLocalCloud.name, () => {
  let folder: string;
  let cloud: LocalCloud | undefined;
  const closers: (() => void)[] = [];

  beforeEach(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'nf-awsecs-cloud-')));
  });

  afterEach(async () => {
    for (const close of closers.splice(0)) close();
    await cloud?.close();
    cloud = undefined;
    await rm(folder, { recursive: true });
  });

  async function start(options: Partial<LocalCloudOptions> = {}): Promise<LocalCloud> {
    cloud = await startLocalCloud({
      dataDir: folder,
      runtime: 'process',
      random: seededRandom(),
      speed: 10_000,
      ...options,
    });
    return cloud;
  }

  function clients({ endpoint, region, credentials }: LocalCloud): {
    ec2: EC2Client;
    ecs: ECSClient;
    s3: S3Client;
  } {
    const settings = { endpoint, region, credentials, maxAttempts: 1 };
    const made = {
      ec2: new EC2Client(settings),
      ecs: new ECSClient(settings),
      s3: new S3Client({ ...settings, forcePathStyle: true }),
    };
    closers.push(
      () => made.ec2.destroy(),
      () => made.ecs.destroy(),
      () => made.s3.destroy(),
    );
    return made;
  }

  it('has the cluster, provider, network and bucket of the quickstart', async () => {
    const started = await start();
    const { ec2, ecs, s3 } = clients(started);
    const clusters = await ecs.send(new DescribeClustersCommand({ clusters: ['nextflow-cluster'] }));
    expect(clusters.clusters?.[0]).to.deep.include({
      status: 'ACTIVE',
      capacityProviders: ['MANAGED_INSTANCES'],
    });
    expect(clusters.clusters?.[0]?.defaultCapacityProviderStrategy?.[0]).to.include({
      capacityProvider: 'MANAGED_INSTANCES',
      weight: 1,
    });
    const providers = await ecs.send(
      new DescribeCapacityProvidersCommand({
        cluster: 'nextflow-cluster',
        capacityProviders: ['MANAGED_INSTANCES'],
      }),
    );
    const template = providers.capacityProviders?.[0]?.managedInstancesProvider?.instanceLaunchTemplate;
    const { Subnets } = await ec2.send(new DescribeSubnetsCommand({}));
    expect(template?.networkConfiguration?.subnets).to.have.members(
      Subnets?.map((each) => each.SubnetId) ?? [],
    );
    const { Vpcs } = await ec2.send(new DescribeVpcsCommand({}));
    expect(Vpcs).to.have.length(1);
    expect(Vpcs?.[0]).to.include({ IsDefault: true, CidrBlock: '172.31.0.0/16' });
    const buckets = await s3.send(new ListBucketsCommand({}));
    expect(buckets.Buckets?.map((bucket) => bucket.Name)).to.deep.equal(['my-bucket']);
  });

  it('lets a process ask for its task and its role, and shows a task as soon as it is told to [10.1] [10.10]', async () => {
    const started = await start({ consistency: 0 });
    const { ecs } = clients(started);
    const ask = `for (const name of ['ECS_CONTAINER_METADATA_URI_V4', 'AWS_CONTAINER_CREDENTIALS_FULL_URI']) {
      const answer = await (await fetch(process.env[name])).json();
      await (await import('node:fs/promises')).appendFile(process.env.NXF_FUSION_MOUNT + '/my-bucket/told', (answer.Name ?? answer.RoleArn) + ' ');
    }`;
    await ecs.send(
      new RegisterTaskDefinitionCommand({
        family: 'ask',
        networkMode: 'host',
        requiresCompatibilities: ['MANAGED_INSTANCES'],
        cpu: '256',
        memory: '512',
        taskRoleArn: 'arn:aws:iam::123456789012:role/task',
        containerDefinitions: [
          { name: 'main', image: 'node', command: ['node', '--input-type=module', '-e', ask] },
        ],
      }),
    );
    const run = await ecs.send(new RunTaskCommand({ cluster: 'nextflow-cluster', taskDefinition: 'ask' }));
    const query = { cluster: 'nextflow-cluster', tasks: [run.tasks?.[0]?.taskArn ?? ''] };
    expect((await ecs.send(new DescribeTasksCommand(query))).failures).to.deep.equal([]);
    await waitUntilTasksStopped({ client: ecs, maxWaitTime: 30, minDelay: 1, maxDelay: 1 }, query);
    expect(await readFile(join(started.dataDir, 's3/my-bucket/told'), 'utf8')).to.equal(
      'main arn:aws:iam::123456789012:role/task ',
    );
  });

  it('runs a task that reads and writes objects as files', async () => {
    const started = await start();
    const { ecs, s3 } = clients(started);
    await writeFile(join(started.dataDir, 's3/my-bucket/in'), 'hello');
    await ecs.send(
      new RegisterTaskDefinitionCommand({
        family: 'copy',
        networkMode: 'host',
        requiresCompatibilities: ['MANAGED_INSTANCES'],
        cpu: '256',
        memory: '512',
        containerDefinitions: [
          {
            name: 'main',
            image: 'ubuntu:latest',
            command: [
              '/bin/sh',
              '-c',
              'cp "$NXF_FUSION_MOUNT/my-bucket/in" "$NXF_FUSION_MOUNT/my-bucket/out"',
            ],
          },
        ],
      }),
    );
    const run = await ecs.send(
      new RunTaskCommand({
        cluster: 'nextflow-cluster',
        taskDefinition: 'copy',
        capacityProviderStrategy: [{ capacityProvider: 'MANAGED_INSTANCES' }],
      }),
    );
    const arn = run.tasks?.[0]?.taskArn ?? '';
    const query = { cluster: 'nextflow-cluster', tasks: [arn] };
    // MISSING at first, as on AWS, which this waiter takes as a reason to wait.
    await waitUntilTasksStopped({ client: ecs, maxWaitTime: 30, minDelay: 1, maxDelay: 1 }, query);
    const seen = await ecs.send(new DescribeTasksCommand(query));
    expect(seen.tasks?.[0]?.containers?.[0]?.exitCode).to.equal(0);
    const object = await s3.send(new GetObjectCommand({ Bucket: 'my-bucket', Key: 'out' }));
    expect(await object.Body?.transformToString()).to.equal('hello');
    expect(started.calls.count('ecs', 'RunTask')).to.equal(1);
  });

  it('takes other names, another region and several of each', async () => {
    const started = await start({
      region: 'eu-west-1',
      account: '000000000001',
      clusters: ['one', 'two'],
      buckets: ['first', 'second'],
    });
    const { ec2, ecs, s3 } = clients(started);
    const found = await ecs.send(new DescribeClustersCommand({ clusters: ['one', 'two'] }));
    expect(found.clusters?.map((cluster) => cluster.clusterArn)).to.have.members([
      'arn:aws:ecs:eu-west-1:000000000001:cluster/one',
      'arn:aws:ecs:eu-west-1:000000000001:cluster/two',
    ]);
    expect((await s3.send(new ListBucketsCommand({}))).Buckets).to.have.length(2);
    const { Subnets } = await ec2.send(new DescribeSubnetsCommand({}));
    expect(Subnets?.map((subnet) => subnet.AvailabilityZone)).to.include('eu-west-1a');
  });

  it('keeps objects from one run to the next', async () => {
    await (await start()).close();
    await writeFile(join(folder, 's3/my-bucket/kept'), 'x');
    await start();
    expect(await readFile(join(folder, 's3/my-bucket/kept'), 'utf8')).to.equal('x');
  });

  it('closes twice without complaint and answers no more', async () => {
    const started = await start();
    await Promise.all([started.close(), started.close()]);
    const failure: unknown = await fetch(started.endpoint).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(TypeError);
  });

  it('rejects where the port is taken, leaving the other cloud alone', async () => {
    const first = await start();
    const port = Number(new URL(first.endpoint).port);
    const failure: unknown = await startLocalCloud({ dataDir: folder, port }).catch(
      (error: unknown) => error,
    );
    expect(failure).to.have.property('code', 'EADDRINUSE');
    expect((await clients(first).s3.send(new ListBucketsCommand({}))).Buckets).to.have.length(1);
  });

  it('rejects at once where its data folder cannot be made', async function () {
    if (process.platform !== 'linux') this.skip();
    const failure: unknown = await startLocalCloud({ dataDir: '/proc/nope' }).catch(
      (error: unknown) => error,
    );
    expect(failure).to.include({ code: 'ENOENT', syscall: 'mkdir' });
  });

  it('names every option that is out of range at once', async () => {
    const wrong = {
      port: -1,
      region: 'mars',
      account: '1',
      speed: 0,
      maxRunning: 0.5,
      clusters: ['a b'],
      buckets: ['B'],
    };
    const failure: unknown = await startLocalCloud({ dataDir: folder, ...wrong }).catch(
      (error: unknown) => error,
    );
    expect(failure).to.be.instanceOf(RangeError);
    for (const part of [
      'port is -1',
      "'mars'",
      "account is '1'",
      'speed is 0',
      'maxRunning is 0.5',
      "'a b'",
      "'B'",
    ]) {
      expect((failure as Error).message).to.contain(part);
    }
  });
});
