import { expect } from 'chai';
import { containerSpec } from '../../../../local/ecs/container/container-spec.js';
import { mountsOf } from '../../../../local/ecs/container/mounts.js';
import { type DefinitionInput } from '../../../../local/ecs/definition/definition-shape.js';
import { type ContainerSpec } from '../../../../local/runtime/task-runtime.js';
import { EcsFixture, type Json } from '../ecs-fixture.js';
import { quiet } from '../task-builder.js';

describe(containerSpec.name, () => {
  let fixture: EcsFixture;
  beforeEach(() => {
    fixture = new EcsFixture();
  });
  afterEach(() => fixture.ecs.close());

  const specOf = async (container: Json, definition: Json = {}, input: Json = {}): Promise<ContainerSpec> => {
    await fixture.running(input, { containerDefinitions: [quiet(container)], ...definition });
    return fixture.runtime.last.spec;
  };

  it('bounds the task by its own size, overridden or not, and shares it by that of containers [1a.10] [9.1] [9.6]', async () => {
    expect(await specOf({ cpu: 128, memory: 256 })).to.include({
      taskCpu: 256,
      taskMemoryMiB: 512,
      cpuShares: 128,
      memoryMiB: 256,
    });
    const overrides = {
      cpu: '2048',
      memory: '4096',
      containerOverrides: [{ name: 'main', cpu: 64, memory: 1024 }],
    };
    expect(await specOf({ cpu: 128, memory: 256 }, {}, { overrides })).to.include({
      taskCpu: 2048,
      taskMemoryMiB: 4096,
      cpuShares: 64,
      memoryMiB: 1024,
    });
    expect(await specOf({}))
      .to.include({ cpuShares: 0 })
      .and.not.to.have.property('memoryMiB');
  });

  it('labels a container as the agent does, whatever the definition says', async () => {
    const spec = await specOf({ dockerLabels: { own: '1', 'com.amazonaws.ecs.cluster': 'mine' } });
    expect(spec.labels).to.deep.equal({
      own: '1',
      'com.amazonaws.ecs.task-arn': spec.taskArn,
      'com.amazonaws.ecs.cluster': 'nextflow-cluster',
      'com.amazonaws.ecs.container-name': 'main',
      'com.amazonaws.ecs.task-definition-family': 'nf-ubuntu',
      'com.amazonaws.ecs.task-definition-version': String(1),
    });
  });

  it('tells by whom its task was started', async () => {
    expect(await specOf({}, {}, { startedBy: 'nf-1' })).to.include({ startedBy: 'nf-1' });
    expect(await specOf({})).not.to.have.property('startedBy');
  });

  it('hands on every setting, and names those plain processes cannot have [1a.14] [1a.17] [1a.19] [1a.21] [1a.22] [1a.23] [1a.24] [1a.28]', async () => {
    const spec = await specOf(
      {
        privileged: true,
        readonlyRootFilesystem: true,
        user: '1000:1000',
        workingDirectory: '/data',
        interactive: true,
        pseudoTerminal: true,
        ulimits: [{ name: 'nofile', softLimit: 1024, hardLimit: 4096 }],
        systemControls: [{ namespace: 'kernel.msgmax', value: '1024' }],
        linuxParameters: {
          initProcessEnabled: true,
          capabilities: { add: ['SYS_ADMIN'], drop: ['CHOWN'] },
          devices: [{ hostPath: '/dev/fuse' }],
          tmpfs: [{ containerPath: '/scratch', size: 64, mountOptions: ['noexec'] }],
        },
      },
      { pidMode: 'task' },
    );
    expect(spec.workingDirectory).to.equal('/data');
    expect(spec.settings).to.deep.equal({
      privileged: true,
      readonlyRootFilesystem: true,
      user: '1000:1000',
      interactive: true,
      pseudoTerminal: true,
      pidMode: 'task',
      ulimits: [{ name: 'nofile', soft: 1024, hard: 4096 }],
      systemControls: [{ namespace: 'kernel.msgmax', value: '1024' }],
      initProcess: true,
      capabilities: { add: ['SYS_ADMIN'], drop: ['CHOWN'] },
      devices: [
        { hostPath: '/dev/fuse', containerPath: '/dev/fuse', permissions: ['read', 'write', 'mknod'] },
      ],
      tmpfs: [{ containerPath: '/scratch', sizeMiB: 64, mountOptions: ['noexec'] }],
    });
    expect(spec.containerSettings).to.have.members([
      'privileged',
      'readonlyRootFilesystem',
      'user',
      'workingDirectory',
      'interactive',
      'pseudoTerminal',
      'ulimits',
      'systemControls',
      'linuxParameters',
      'pidMode',
    ]);
    expect((await specOf({})).settings).to.deep.equal({});
  });

  it('overrides the command and keeps the entry point, element by element [9.4] [9.10] [9.11]', async () => {
    const command = ['a b', '$HOME', '*'];
    const overrides = { containerOverrides: [{ name: 'main', command }] };
    const given = { entryPoint: ['/usr/bin/env'], command: ['true'] };
    expect(await specOf(given, {}, { overrides })).to.deep.include({ entryPoint: ['/usr/bin/env'], command });
  });

  it('tells the runtime the architecture of the image, and the digest it finds [9.12] [3b.8]', async () => {
    fixture.runtime.digest = `sha256:${'0'.repeat(64)}`;
    const runtimePlatform = { cpuArchitecture: 'ARM64' };
    const arn = await fixture.running({}, { containerDefinitions: [quiet()], runtimePlatform });
    expect(fixture.runtime.pulls).to.deep.equal([
      { image: 'ubuntu:latest', architecture: 'ARM64', credentials: undefined },
    ]);
    const task = await fixture.describe(arn);
    expect(task.containers[0]?.['imageDigest']).to.equal(fixture.runtime.digest);
    expect(task['attributes']).to.deep.equal([{ name: 'ecs.cpu-architecture', value: 'arm64' }]);
  });

  it('fails to start with the reason of a pull, before anything is started [4.10]', async () => {
    fixture.runtime.pullRefusal = 'CannotPullContainerError: manifest unknown';
    const task = await fixture.describe(await fixture.running());
    expect(task).to.include({ stopCode: 'TaskFailedToStart', stoppedReason: fixture.runtime.pullRefusal });
    expect(task.containers[0]).to.include({ reason: fixture.runtime.pullRefusal, lastStatus: 'STOPPED' });
    expect(task).to.have.property('pullStartedAt');
    expect(task).not.to.have.property('pullStoppedAt');
    expect(fixture.runtime.containers).to.deep.equal([]);
  });
});

describe(mountsOf.name, () => {
  const definition: DefinitionInput = {
    volumes: [
      { name: 'scratch' },
      { name: 'shared', host: { sourcePath: '/var/lib/shared' } },
      { name: 'root', host: { sourcePath: '/opt/x' } },
      { name: 'sly', host: { sourcePath: '/var/../etc' } },
      { name: 'efs', efsVolumeConfiguration: { fileSystemId: 'fs-1', rootDirectory: '/../a/../b' } },
      { name: 's3', s3filesVolumeConfiguration: { fileSystemArn: 'arn:aws:s3files:r:1:file-system/fs-2' } },
      { name: 'ebs', configuredAtLaunch: true },
    ],
    containerDefinitions: [
      { name: 'main', volumesFrom: [{ sourceContainer: 'side', readOnly: true }] },
      {
        name: 'side',
        mountPoints: [{ sourceVolume: 'scratch', containerPath: '/s' }],
        volumesFrom: [{ sourceContainer: 'main' }],
      },
    ],
  };
  const mount = (sourceVolume: string): ReturnType<typeof mountsOf> =>
    mountsOf(definition, { name: 'x', mountPoints: [{ sourceVolume, containerPath: '/m' }] }, 'i-1');
  const source = (volume: string): unknown => {
    const found = mount(volume);
    return found.kind === 'mounts' ? found.mounts[0]?.source : found.reason;
  };

  it('finds the source of every kind of volume [1c.3] [1c.4] [1c.5]', () => {
    expect(source('scratch')).to.deep.equal({ kind: 'task', volume: 'scratch' });
    expect(source('ebs')).to.deep.equal({ kind: 'task', volume: 'ebs' });
    expect(source('shared')).to.deep.equal({ kind: 'instance', ec2Id: 'i-1', path: '/var/lib/shared' });
    expect(source('efs')).to.deep.equal({ kind: 'file-system', id: 'fs-1', path: '/b' });
    expect(source('s3')).to.deep.equal({ kind: 'file-system', id: 'fs-2', path: '/' });
  });

  it('fails where the instance cannot be written to, however the path is spelt [1c.3]', () => {
    expect(source('root')).to.match(/error creating empty volume: .*mkdir \/opt\/x: read-only file system$/);
    expect(source('sly')).to.match(/mkdir \/etc: read-only file system$/);
  });

  it('takes the volumes of other containers, no more writable than asked for', () => {
    const [main] = definition.containerDefinitions ?? [];
    expect(mountsOf(definition, main ?? {}, 'i-1')).to.deep.equal({
      kind: 'mounts',
      mounts: [{ source: { kind: 'task', volume: 'scratch' }, target: '/s', readOnly: true }],
    });
  });

  it('ends a task whose volume cannot be made, as one that failed to start [1c.3] [4.12]', async () => {
    const fixture = new EcsFixture();
    const arn = await fixture.running(
      {},
      {
        volumes: [{ name: 'v', host: { sourcePath: '/opt' } }],
        containerDefinitions: [quiet({ mountPoints: [{ sourceVolume: 'v', containerPath: '/v' }] })],
      },
    );
    const task = await fixture.describe(arn);
    expect(task.stopCode).to.equal('TaskFailedToStart');
    expect(task.stoppedReason).to.match(/^CannotCreateVolumeError: .*read-only file system$/);
  });
});
