import { expect } from 'chai';
import {
  type ManagedEbsVolume,
  type VolumeConfiguration,
} from '../../../../local/ecs/launch/run-task-shape.js';
import { volumeProblems } from '../../../../local/ecs/launch/volume-rules.js';
import { type Answer, EcsFixture, type Json, type TaskAnswer } from '../ecs-fixture.js';
import { quiet } from '../task-builder.js';

const roleArn = 'arn:aws:iam::123456789012:role/ecsInfrastructureRoleForVolumes';
const withVolume = {
  volumes: [{ name: 'scratch', configuredAtLaunch: true }, { name: 'other' }],
};
const good: ManagedEbsVolume = { roleArn, sizeInGiB: 100 };
const check = (...given: VolumeConfiguration[]): string => volumeProblems(given, withVolume).join('\n');

describe(volumeProblems.name, () => {
  it('demands a configuration for the volume left to the launch, and takes none for others [1c.5] [3a.17] [9.8]', () => {
    expect(check({ name: 'scratch', managedEBSVolume: good })).to.equal('');
    expect(check()).to.match(/volume 'scratch' of the task definition is configuredAtLaunch/);
    expect(check({ name: 'other', managedEBSVolume: good })).to.match(
      /'other' is no volume .* configuredAtLaunch/,
    );
    expect(check({ name: 'scratch' })).to.match(/managedEBSVolume is missing/);
    const two = { name: 'scratch', managedEBSVolume: good };
    expect(check(two, two)).to.match(/^2 volumeConfigurations/);
    expect(volumeProblems(undefined, {})).to.deep.equal([]);
    expect(volumeProblems([two], {})).to.have.length(1);
  });

  const cases: [title: string, changes: ManagedEbsVolume, expected: RegExp | undefined][] = [
    ['no role [1c.6]', { roleArn: '' }, /\.roleArn is missing/],
    ['a role that is no ARN', { roleArn: 'r' }, /\.roleArn 'r' is no ARN of a role/],
    ['a snapshot instead of a size [1c.6]', { snapshotId: 'snap-0123456789abcdef0' }, undefined],
    ['a snapshot by another name', { snapshotId: 'x' }, /\.snapshotId 'x'/],
    ['ext4 [1c.6]', { filesystemType: 'ext4' }, undefined],
    ['ntfs', { filesystemType: 'ntfs' }, /\.filesystemType 'ntfs' must be ext3, ext4 or xfs/],
    ['an unknown type', { volumeType: 'gp4' }, /\.volumeType 'gp4' must be one of gp2, gp3, io1/],
    ['gp2 of 16384 GiB [1c.7]', { volumeType: 'gp2', sizeInGiB: 16_384 }, undefined],
    ['gp3 of 16385 GiB [1c.7]', { sizeInGiB: 16_385 }, /sizeInGiB of gp3 is 16385: 1 to 16384 is allowed/],
    ['gp3 of 0 GiB [1c.7]', { sizeInGiB: 0 }, /sizeInGiB of gp3 is 0/],
    ['half a GiB', { sizeInGiB: 1.5 }, /sizeInGiB of gp3 is 1.5/],
    ['io1 of 3 GiB', { volumeType: 'io1', sizeInGiB: 3, iops: 100 }, /sizeInGiB of io1 is 3: 4 to/],
    ['st1 of 124 GiB', { volumeType: 'st1', sizeInGiB: 124 }, /sizeInGiB of st1 is 124: 125 to/],
    ['standard of 1025 GiB', { volumeType: 'standard', sizeInGiB: 1025 }, /1 to 1024/],
    ['gp3 with iops and throughput [1c.6]', { iops: 16_000, throughput: 1000 }, undefined],
    ['gp3 with too few iops', { iops: 2999 }, /\.iops is 2999: 3000 to 16000/],
    ['gp3 with too much throughput', { throughput: 1001 }, /\.throughput is 1001/],
    ['io2 without iops', { volumeType: 'io2' }, /\.iops is required by io2/],
    ['io2 with 256000', { volumeType: 'io2', iops: 256_000 }, undefined],
    ['gp2 with iops', { volumeType: 'gp2', iops: 3000 }, /\.iops is not supported by gp2/],
    ['st1 with throughput', { volumeType: 'st1', sizeInGiB: 200, throughput: 500 }, /not supported by st1/],
    ['a key and encryption [1c.6]', { kmsKeyId: 'k', encrypted: true }, undefined],
    ['a key without encryption', { kmsKeyId: 'k' }, /\.kmsKeyId needs encrypted/],
    [
      'a rate without a snapshot',
      { volumeInitializationRate: 100 },
      /volumeInitializationRate needs a snapshotId/,
    ],
    ['an empty termination policy', { terminationPolicy: {} }, /deleteOnTermination is missing/],
    [
      'tags of the volume [1c.6]',
      { tagSpecifications: [{ resourceType: 'volume', tags: [{ key: 'a', value: 'b' }] }] },
      undefined,
    ],
    [
      'a tag of ECS itself',
      { tagSpecifications: [{ resourceType: 'volume', tags: [{ key: 'AmazonECSManaged', value: 'b' }] }] },
      /'AmazonECSManaged' is reserved/,
    ],
    ['tags of something else', { tagSpecifications: [{ resourceType: 'instance' }] }, /must be volume/],
    [
      'tags no resource may have',
      { tagSpecifications: [{ resourceType: 'volume', tags: [{ key: 'aws:x', value: '' }] }] },
      /aws:/,
    ],
  ];
  for (const [title, changes, expected] of cases) {
    it(`${expected === undefined ? 'accepts' : 'refuses'} ${title}`, () => {
      const found = check({ name: 'scratch', managedEBSVolume: { ...good, ...changes } });
      if (expected === undefined) expect(found).to.equal('');
      else expect(found).to.match(expected);
    });
  }

  it('needs a size or a snapshot [1c.6]', () => {
    expect(check({ name: 'scratch', managedEBSVolume: { roleArn } })).to.match(
      /sizeInGiB and \.snapshotId are/,
    );
  });
});

describe('attachments of a task', () => {
  let fixture: EcsFixture;
  beforeEach(() => {
    fixture = new EcsFixture();
  });
  afterEach(() => fixture.ecs.close());

  const details = (task: TaskAnswer | undefined, index = 0): Json =>
    Object.fromEntries(task?.attachments[index]?.details.map(({ name, value }) => [name, value]) ?? []);
  const mounted = { mountPoints: [{ sourceVolume: 'scratch', containerPath: '/tmp' }] };
  const runWithVolume = async (): Promise<Answer> => {
    await fixture.register({ ...withVolume, containerDefinitions: [quiet(mounted)] });
    return fixture.run({ volumeConfigurations: [{ name: 'scratch', managedEBSVolume: good }] });
  };

  it('refuses a task whose volume is left open [1c.5]', async () => {
    await fixture.register({ ...withVolume, containerDefinitions: [quiet(mounted)] });
    expect(await fixture.run()).to.include({ __type: 'InvalidParameterException' });
  });

  it('makes a volume for each task, mounts it, and lets it go with the task [1c.5] [1c.6] [1c.9]', async () => {
    const { tasks } = await runWithVolume();
    expect(details(tasks[0])).to.deep.equal({ roleArn, volumeName: 'scratch', deleteOnTermination: 'true' });
    expect(tasks[0]?.attachments[0]).to.include({ type: 'AmazonElasticBlockStorage', status: 'PRECREATED' });
    const arn = tasks[0]?.taskArn ?? '';
    await fixture.clock.advance(38_000 + 7999);
    expect((await fixture.describe(arn)).lastStatus, 'a volume takes its time').to.equal('ACTIVATING');
    await fixture.clock.advance(1);
    const running = await fixture.describe(arn);
    expect(running).to.include({ lastStatus: 'RUNNING' });
    expect(running.attachments[0]).to.include({ status: 'ATTACHED' });
    expect(details(running)['volumeId']).to.match(/^vol-0[0-9a-f]{16}$/);
    expect(fixture.runtime.last.spec.mounts).to.deep.equal([
      { source: { kind: 'task', volume: 'scratch' }, target: '/tmp', readOnly: false },
    ]);
    fixture.runtime.last.end({ exitCode: 0 });
    await fixture.clock.advance(500 + 10_999);
    const leaving = await fixture.describe(arn);
    expect(leaving).to.include({ lastStatus: 'DEPROVISIONING' });
    expect(leaving.attachments[0]?.status).to.equal('DETACHING');
    await fixture.clock.advance(1);
    expect((await fixture.describe(arn)).attachments[0]?.status).to.equal('DELETED');
  });

  it('gives an awsvpc task its interface, in a subnet of its own in the zone of its instance [2c.7]', async () => {
    await fixture.register({ networkMode: 'awsvpc' });
    const networkConfiguration = { awsvpcConfiguration: { subnets: ['subnet-b', 'subnet-a'] } };
    const { tasks } = await fixture.run({ networkConfiguration });
    expect(tasks[0]?.attachments[0]).to.deep.include({
      type: 'ElasticNetworkInterface',
      status: 'PRECREATED',
      details: [],
    });
    await fixture.clock.advance(50_000);
    const task = await fixture.describe(tasks[0]?.taskArn ?? '');
    expect(task.attachments[0]).to.include({ status: 'ATTACHED' });
    const found = details(task);
    expect(found['subnetId']).to.equal('subnet-a');
    expect(found['networkInterfaceId']).to.match(/^eni-0[0-9a-f]{16}$/);
    expect(found['macAddress']).to.match(/^0e(:[0-9a-f]{2}){5}$/);
    expect(found['privateIPv4Address']).to.match(/^10\.0\.[01]\.\d+$/);
    expect(task.containers[0]?.['networkInterfaces']).to.deep.equal([
      { attachmentId: task.attachments[0]?.id, privateIpv4Address: found['privateIPv4Address'] },
    ]);
    expect(fixture.capacity.last.wanted.networkMode).to.equal('awsvpc');
  });
});
