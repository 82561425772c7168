import { expect } from 'chai';
import { createBody } from '../../../local/runtime/container/create-body.js';
import { type ContainerSettings, type ContainerSpec } from '../../../local/runtime/task-runtime.js';
import { container } from './container-builder.js';

describe(createBody.name, () => {
  const traits = { cpus: 4, awsvpc: 'bridge', user: undefined };
  const files = { s3Root: '/data/s3', standIn: '/data/runtime/fusion', mounts: [] };
  const body = (changes: Partial<ContainerSpec>, user?: string): Record<string, unknown> =>
    createBody(container(changes), { ...traits, user }, files, { own: 'label' });
  const host = (changes: Partial<ContainerSpec>): Record<string, unknown> =>
    body(changes)['HostConfig'] as Record<string, unknown>;
  const settings = (given: ContainerSettings): Record<string, unknown> => host({ settings: given });

  it('leaves ENTRYPOINT and CMD to the image where the definition has none [9.10]', () => {
    expect(body({})).to.not.have.any.keys('Entrypoint', 'Cmd', 'WorkingDir', 'User');
    expect(body({ command: ['a', 'b'] })).to.deep.include({ Cmd: ['a', 'b'] });
    expect(body({ command: ['a'] })).to.not.have.property('Entrypoint');
  });

  it('passes words on as they are, for no shell to read [9.11]', () => {
    const words = ['a b', '$HOME', '*', ''];
    expect(body({ entryPoint: words, command: words })).to.deep.include({ Entrypoint: words, Cmd: words });
  });

  it('gives the stand-in of Fusion to sh, wherever it may be executed', () => {
    expect(body({ entryPoint: ['/usr/bin/fusion', 'x'] })['Entrypoint']).to.deep.equal([
      '/bin/sh',
      '/usr/bin/fusion',
      'x',
    ]);
  });

  it('gives the environment, and says where the buckets are', () => {
    expect(body({ environment: { A: 'b=c', NXF_FUSION_MOUNT: '/elsewhere' } })['Env']).to.deep.equal([
      'A=b=c',
      'NXF_FUSION_MOUNT=/fusion/s3',
      'AWS_EC2_METADATA_DISABLED=true',
    ]);
  });

  it('caps the task’s cpu, within the engine’s, and takes the container’s for shares [1a.10]', () => {
    expect(host({ taskCpu: 512, cpuShares: 256 })).to.include({ NanoCpus: 500_000_000, CpuShares: 256 });
    expect(host({ taskCpu: 196_608 })).to.include({ NanoCpus: 4_000_000_000 });
    expect(host({ cpuShares: 0 }))
      .to.include({ CpuShares: 2 })
      .and.not.have.property('NanoCpus');
  });

  it('limits memory to the container’s or the task’s, the smaller, without swap', () => {
    const MiB = 1024 * 1024;
    expect(host({ taskMemoryMiB: 512 })).to.include({ Memory: 512 * MiB, MemorySwap: 512 * MiB });
    expect(host({ taskMemoryMiB: 512, memoryMiB: 128 })).to.include({ Memory: 128 * MiB });
    expect(host({})).to.not.have.any.keys('Memory', 'MemorySwap');
  });

  it('shares the host’s network, or takes the engine’s for awsvpc [1a.5]', () => {
    expect(host({ networkMode: 'host' })).to.include({ NetworkMode: 'host' });
    expect(host({ networkMode: 'awsvpc' })).to.include({ NetworkMode: 'bridge' });
  });

  it('runs as whom the definition names, else as whom the engine should [1a.28]', () => {
    expect(body({ settings: { user: '7:8' } }, '1:1')).to.include({ User: '7:8' });
    expect(body({}, '1:1')).to.include({ User: '1:1' });
  });

  it('keeps no second copy of the output and restarts nothing', () => {
    expect(host({})).to.deep.include({ LogConfig: { Type: 'none' }, RestartPolicy: { Name: 'no' } });
  });

  it('puts its own labels beside the agent’s', () => {
    expect(body({ labels: { a: 'b' } })['Labels']).to.deep.equal({ a: 'b', own: 'label' });
  });

  it('gives tmpfs with size and options [1a.14]', () => {
    const tmpfs = [{ containerPath: '/scratch', sizeMiB: 64, mountOptions: ['noexec', 'mode=1777'] }];
    expect(settings({ tmpfs })).to.deep.include({ Tmpfs: { '/scratch': 'size=64m,noexec,mode=1777' } });
  });

  it('adds and drops capabilities [1a.17]', () => {
    const capabilities = { add: ['SYS_ADMIN'], drop: ['MKNOD'] };
    expect(settings({ capabilities })).to.deep.include({ CapAdd: ['SYS_ADMIN'], CapDrop: ['MKNOD'] });
  });

  it('gives devices with their permissions, all where none is named [1a.19]', () => {
    const device = { hostPath: '/dev/fuse', containerPath: '/dev/fuse' };
    const devices = [
      { ...device, permissions: ['read', 'write'] },
      { ...device, permissions: [] },
    ];
    const given = settings({ devices })['Devices'] as { readonly CgroupPermissions: string }[];
    expect(given.map(({ CgroupPermissions }) => CgroupPermissions)).to.deep.equal(['rw', 'rwm']);
  });

  it('gives privileges [1a.21], an init process [1a.22] and the host’s processes [1a.24]', () => {
    expect(settings({ privileged: true, initProcess: true, pidMode: 'host' })).to.include({
      Privileged: true,
      Init: true,
      PidMode: 'host',
    });
    expect(settings({})).to.not.have.any.keys('Privileged', 'Init', 'PidMode');
  });

  it('sets ulimits [1a.23]', () => {
    expect(settings({ ulimits: [{ name: 'nofile', soft: 10, hard: 20 }] })).to.deep.include({
      Ulimits: [{ Name: 'nofile', Soft: 10, Hard: 20 }],
    });
  });

  it('sets a read-only root, kernel parameters, an open input and a terminal [1a.28]', () => {
    const systemControls = [{ namespace: 'net.core.somaxconn', value: '512' }];
    expect(settings({ readonlyRootFilesystem: true, systemControls })).to.deep.include({
      ReadonlyRootfs: true,
      Sysctls: { 'net.core.somaxconn': '512' },
    });
    expect(body({ settings: { interactive: true, pseudoTerminal: true } })).to.include({
      OpenStdin: true,
      Tty: true,
    });
  });
});
