import {
  DescribeInstancesCommand,
  type DescribeInstancesCommandInput,
  DescribeInstanceTypeOfferingsCommand,
  type DescribeInstanceTypeOfferingsCommandInput,
  DescribeInstanceTypesCommand,
  EC2Client,
  type _InstanceType,
  paginateDescribeInstanceTypes,
} from '@aws-sdk/client-ec2';
import { expect } from 'chai';
import { addDefaultVpc } from '../../../local/ec2/default-vpc.js';
import { Ec2Regions } from '../../../local/ec2/ec2-regions.js';
import { createEc2Service } from '../../../local/ec2/ec2-service.js';
import { type Ec2Instance } from '../../../local/ec2/instance.js';
import { instanceActions } from '../../../local/ec2/instance-actions.js';
import { instanceType, instanceTypes } from '../../../local/ec2/instance-type.js';
import { dummyCredentials, runServer, seededRandom, type RunningServer } from '../http/running-server.js';

const instance = (changes: Partial<Ec2Instance> = {}): Ec2Instance => ({
  id: 'i-00000000000000001',
  type: instanceType('g5.xlarge'),
  state: 'running',
  spot: false,
  zone: 'us-east-1a',
  subnet: 'subnet-1',
  vpc: 'vpc-1',
  launchedAt: Date.UTC(2026, 0, 1),
  endedAt: undefined,
  tags: [],
  ...changes,
});

describe(instanceActions.name, () => {
  let server: RunningServer;
  let client: EC2Client;
  const instances = [
    instance(),
    instance({
      id: 'i-00000000000000002',
      spot: true,
      zone: 'us-east-1b',
      state: 'terminated',
      tags: [{ key: 'team', value: 'genomics' }],
    }),
  ];

  beforeEach(async () => {
    const regions = new Ec2Regions(seededRandom());
    addDefaultVpc(regions.in('us-east-1'));
    const service = createEc2Service({
      account: '123456789012',
      network: (region) => regions.in(region),
      now: () => 0,
      more: instanceActions('123456789012', (region) => (region === 'us-east-1' ? instances : [])),
    });
    server = await runServer({ ec2: service });
    const { endpoint } = server;
    client = new EC2Client({ region: 'us-east-1', endpoint, credentials: dummyCredentials, maxAttempts: 1 });
  });

  afterEach(async () => {
    client.destroy();
    await server.close();
  });

  const found = async (input: DescribeInstancesCommandInput): Promise<string[]> => {
    const { Reservations = [] } = await client.send(new DescribeInstancesCommand(input));
    return Reservations.flatMap(({ Instances = [] }) => Instances.map(({ InstanceId = '' }) => InstanceId));
  };
  const failure = (call: Promise<unknown>): Promise<Error> =>
    call.then(
      () => new Error('the call succeeded'),
      (error: unknown) => error as Error,
    );
  const filter = (Name: string, ...Values: string[]): { Filters: { Name: string; Values: string[] }[] } => ({
    Filters: [{ Name, Values }],
  });

  it('hides managed instances from who lists or filters, unless asked for them [10.7]', async () => {
    expect(await found({})).to.deep.equal([]);
    expect(await found(filter('instance-state-name', 'running'))).to.deep.equal([]);
    expect(await found({ InstanceIds: ['i-00000000000000001'] })).to.deep.equal(['i-00000000000000001']);
    expect(await found({ IncludeManagedResources: true })).to.have.length(2);
  });

  it('tells type, zone, state, lifecycle and who manages an instance [10.6] [10.7]', async () => {
    const { Reservations } = await client.send(
      new DescribeInstancesCommand({ InstanceIds: ['i-00000000000000002'] }),
    );
    const [told] = Reservations?.[0]?.Instances ?? [];
    expect(told).to.deep.include({
      InstanceType: 'g5.xlarge',
      InstanceLifecycle: 'spot',
      State: { Code: 48, Name: 'terminated' },
      Architecture: 'x86_64',
      Hypervisor: 'xen',
      SubnetId: 'subnet-1',
      VpcId: 'vpc-1',
      LaunchTime: new Date(Date.UTC(2026, 0, 1)),
      Tags: [{ Key: 'team', Value: 'genomics' }],
      Operator: { Managed: true, Principal: 'ecs.amazonaws.com', HiddenByDefault: true },
    });
    expect(told?.Placement?.AvailabilityZone).to.equal('us-east-1b');
  });

  it('filters instances, by tags as well [EC2-21]', async () => {
    const second = ['i-00000000000000002'];
    for (const by of [
      filter('instance-lifecycle', 'spot'),
      filter('availability-zone', '*1b'),
      filter('tag:team', 'genomics'),
      filter('tag-key', 'team'),
      filter('instance-state-code', '48'),
    ]) {
      expect(await found({ IncludeManagedResources: true, ...by }), JSON.stringify(by)).to.deep.equal(second);
    }
    expect(await found({ IncludeManagedResources: true, ...filter('tag:other', '*') })).to.deep.equal([]);
    expect(
      await found({ IncludeManagedResources: true, ...filter('operator.managed', 'true') }),
    ).to.have.length(2);
  });

  it('refuses ids that are none, and ids it does not know [EC2-21]', async () => {
    expect((await failure(found({ InstanceIds: ['i-00000000000000009'] }))).name).to.equal(
      'InvalidInstanceID.NotFound',
    );
    expect((await failure(found({ InstanceIds: ['web-1'] }))).name).to.equal('InvalidInstanceID.Malformed');
  });

  it('describes instance types as EC2 does [EC2-20]', async () => {
    const wanted: _InstanceType[] = ['g5.12xlarge', 'm6id.large', 'inf2.xlarge'];
    const { InstanceTypes = [] } = await client.send(
      new DescribeInstanceTypesCommand({ InstanceTypes: wanted }),
    );
    const of = (name: string): (typeof InstanceTypes)[number] | undefined =>
      InstanceTypes.find((type) => type.InstanceType === name);
    expect(of('g5.12xlarge')).to.deep.include({
      BareMetal: false,
      Hypervisor: 'nitro',
      MemoryInfo: { SizeInMiB: 196_608 },
    });
    expect(of('g5.12xlarge')?.GpuInfo?.Gpus?.[0]).to.deep.include({
      Name: 'A10G',
      Manufacturer: 'NVIDIA',
      Count: 4,
    });
    expect(of('g5.12xlarge')?.ProcessorInfo).to.deep.include({ SupportedArchitectures: ['x86_64'] });
    expect(of('m6id.large')?.VCpuInfo).to.deep.include({
      DefaultVCpus: 2,
      DefaultCores: 1,
      DefaultThreadsPerCore: 2,
    });
    expect(of('m6id.large')?.InstanceStorageInfo).to.deep.include({ TotalSizeInGB: 118 });
    expect(of('m6id.large')?.NetworkInfo).to.include({ MaximumNetworkInterfaces: 3 });
    expect(of('inf2.xlarge')?.InferenceAcceleratorInfo?.Accelerators?.[0]?.Name).to.equal('Inferentia2');
    expect(of('inf2.xlarge')?.NeuronInfo?.NeuronDevices?.[0]?.CoreInfo?.Count).to.equal(2);
  });

  it('gives all types in pages of a hundred, and fewer by filters [EC2-20]', async () => {
    const names: string[] = [];
    for await (const page of paginateDescribeInstanceTypes({ client }, {})) {
      expect(page.InstanceTypes?.length).to.be.at.most(100);
      names.push(...(page.InstanceTypes ?? []).map(({ InstanceType = '' }) => InstanceType));
    }
    expect(names).to.deep.equal([...instanceTypes().keys()]);
    const small = await client.send(
      new DescribeInstanceTypesCommand({
        Filters: [
          { Name: 'processor-info.supported-architecture', Values: ['arm64'] },
          { Name: 'vcpu-info.default-vcpus', Values: ['2'] },
          { Name: 'instance-type', Values: ['m7g.*', 't4g.*'] },
          { Name: 'burstable-performance-supported', Values: ['false'] },
        ],
      }),
    );
    expect(small.InstanceTypes?.map(({ InstanceType }) => InstanceType)).to.deep.equal(['m7g.large']);
  });

  it('refuses types it does not know, all by name, and pages of other sizes [EC2-20]', async () => {
    const types = ['m6i.large', 'm6i.huge', 'x.y'] as _InstanceType[];
    const unknown = await failure(client.send(new DescribeInstanceTypesCommand({ InstanceTypes: types })));
    expect(unknown.name).to.equal('InvalidInstanceType');
    expect(unknown.message).to.equal('The following supplied instance types do not exist: [m6i.huge, x.y]');
    for (const MaxResults of [4, 101]) {
      const refused = await failure(client.send(new DescribeInstanceTypesCommand({ MaxResults })));
      expect(refused.message, String(MaxResults)).to.match(/Expecting a value between 5 and 100/);
    }
    const dry = await failure(client.send(new DescribeInstanceTypesCommand({ DryRun: true })));
    expect(dry.name).to.equal('DryRunOperation');
  });

  it('offers every type in the region and in its zones [EC2-22]', async () => {
    const offered = async (
      input: DescribeInstanceTypeOfferingsCommandInput,
    ): Promise<readonly (string | undefined)[]> => {
      const answer = await client.send(new DescribeInstanceTypeOfferingsCommand(input));
      return (answer.InstanceTypeOfferings ?? []).map(({ Location }) => Location);
    };
    expect(await offered(filter('instance-type', 'm6i.large'))).to.deep.equal(['us-east-1']);
    expect(
      await offered({ LocationType: 'availability-zone', ...filter('instance-type', 'm6i.large') }),
    ).to.deep.equal(['a', 'b', 'c', 'd', 'e', 'f'].map((letter) => `us-east-1${letter}`));
    expect((await failure(offered({ LocationType: 'outpost' }))).message).to.match(
      /region and availability-zone/,
    );
  });
});
