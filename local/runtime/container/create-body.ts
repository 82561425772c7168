import { fusionMount, fusionPath } from '../fusion-stand-in.js';
import { type ContainerSettings, type ContainerSpec } from '../task-runtime.js';
import { type BoundMount } from '../task-volumes.js';
import { type CreateBody } from './engine.js';

/** What of the machine and its engine a container depends on. */
export interface EngineTraits {
  /** The processors the engine has: it refuses to promise more. */
  readonly cpus: number;
  /** The network an `awsvpc` task gets: a bridge where the engine has one. */
  readonly awsvpc: string;
  /** Who containers run as where the definition does not say; `undefined`: whom the image says. */
  readonly user: string | undefined;
}

export interface ContainerFiles {
  readonly s3Root: string;
  readonly standIn: string;
  readonly mounts: readonly BoundMount[];
}

const MiB = 1024 * 1024;

/** A container as the engine's API takes it. */
export function createBody(
  spec: ContainerSpec,
  traits: EngineTraits,
  files: ContainerFiles,
  labels: Readonly<Record<string, string>>,
): CreateBody {
  const { settings } = spec;
  return {
    Image: spec.image,
    ...(spec.entryPoint.length === 0 ? {} : { Entrypoint: entryPoint(spec.entryPoint) }),
    ...(spec.command.length === 0 ? {} : { Cmd: spec.command }),
    Env: environment(spec.environment),
    ...optional('WorkingDir', spec.workingDirectory),
    ...optional('User', settings.user ?? traits.user),
    ...optional('OpenStdin', settings.interactive),
    ...optional('Tty', settings.pseudoTerminal),
    Labels: { ...spec.labels, ...labels },
    HostConfig: {
      ...sizes(spec, traits),
      ...security(settings),
      NetworkMode: spec.networkMode === 'host' ? 'host' : traits.awsvpc,
      Mounts: mounts(files),
      // Output is read from the attached stream: a second copy on the engine's disk would only fill it.
      LogConfig: { Type: 'none' },
      RestartPolicy: { Name: 'no' },
    },
  };
}

/** Given to sh rather than executed: the data folder may be mounted without permission to execute. */
function entryPoint([command = '', ...args]: readonly string[]): readonly string[] {
  return command === fusionPath ? ['/bin/sh', command, ...args] : [command, ...args];
}

function environment(container: Readonly<Record<string, string>>): readonly string[] {
  const all = {
    ...container,
    NXF_FUSION_MOUNT: fusionMount,
    // On an EC2 host an SDK in the task would find that host's own credentials over the network.
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  return Object.entries(all).map(([name, value]) => `${name}=${value}`);
}

/**
 * The task's cpu is a hard cap, the container's are shares (facts §1a). Swap is none, so that memory is the limit at
 * which the kernel kills.
 */
function sizes(spec: ContainerSpec, { cpus }: EngineTraits): CreateBody {
  const { taskCpu, cpuShares } = spec;
  const memory = Math.min(spec.memoryMiB ?? Infinity, spec.taskMemoryMiB ?? Infinity) * MiB;
  return {
    ...(taskCpu === undefined ? {} : { NanoCpus: Math.round(Math.min(taskCpu / 1024, cpus) * 1e9) }),
    // The kernel takes no fewer than 2, which ECS's agent sends for 0 as well.
    CpuShares: Math.max(2, cpuShares),
    ...(Number.isFinite(memory) ? { Memory: memory, MemorySwap: memory } : {}),
  };
}

function security(settings: ContainerSettings): CreateBody {
  return {
    ...optional('Privileged', settings.privileged),
    ...optional('ReadonlyRootfs', settings.readonlyRootFilesystem),
    ...optional('Init', settings.initProcess),
    ...(settings.pidMode === 'host' ? { PidMode: 'host' } : {}),
    ...optional('CapAdd', settings.capabilities?.add),
    ...optional('CapDrop', settings.capabilities?.drop),
    // The buckets are the user's own files: where SELinux guards them no container could read them otherwise.
    SecurityOpt: ['label=disable'],
    Devices: (settings.devices ?? []).map(({ hostPath, containerPath, permissions }) => ({
      PathOnHost: hostPath,
      PathInContainer: containerPath,
      CgroupPermissions: devicePermissions(permissions),
    })),
    Tmpfs: Object.fromEntries(
      (settings.tmpfs ?? []).map(({ containerPath, sizeMiB, mountOptions }) => [
        containerPath,
        [`size=${sizeMiB}m`, ...mountOptions].join(','),
      ]),
    ),
    Ulimits: (settings.ulimits ?? []).map(({ name, soft, hard }) => ({ Name: name, Soft: soft, Hard: hard })),
    Sysctls: Object.fromEntries(
      (settings.systemControls ?? []).map(({ namespace, value }) => [namespace, value]),
    ),
  };
}

/** All where none is named, as ECS has it. */
function devicePermissions(named: readonly string[]): string {
  const letters = { read: 'r', write: 'w', mknod: 'm' };
  const given = Object.entries(letters).filter(([name]) => named.includes(name));
  return (given.length === 0 ? Object.entries(letters) : given).map(([, letter]) => letter).join('');
}

/**
 * The stand-in always takes Fusion's place, also where the image has the real one: that would want a licence and S3.
 */
function mounts({ s3Root, standIn, mounts: bound }: ContainerFiles): readonly object[] {
  return [
    { folder: s3Root, target: fusionMount, readOnly: false },
    { folder: standIn, target: fusionPath, readOnly: true },
    ...bound,
  ].map(({ folder, target, readOnly }) => ({
    Type: 'bind',
    Source: folder,
    Target: target,
    ReadOnly: readOnly,
  }));
}

function optional(name: string, value: unknown): CreateBody {
  return value === undefined ? {} : { [name]: value };
}
