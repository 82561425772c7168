import { type ContainerDefinition, type SystemControl, type Ulimit } from './container-shape.js';
import { absolute, among, repeated, required, unless } from './rule.js';

/** Names of API:KernelCapabilities, and the two that Managed Instances' own page adds (facts §1a). */
const capabilityNames = new Set(
  `ALL AUDIT_CONTROL AUDIT_WRITE BLOCK_SUSPEND CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID IPC_LOCK IPC_OWNER
  KILL LEASE LINUX_IMMUTABLE MAC_ADMIN MAC_OVERRIDE MKNOD NET_ADMIN NET_BIND_SERVICE NET_BROADCAST NET_RAW SETFCAP
  SETGID SETPCAP SETUID SYS_ADMIN SYS_BOOT SYS_CHROOT SYS_MODULE SYS_NICE SYS_PACCT SYS_PTRACE SYS_RAWIO
  SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG SYSLOG WAKE_ALARM BPF PERFMON`.split(/\s+/),
);
const mountOptions = new Set(
  `defaults ro rw suid nosuid dev nodev exec noexec sync async dirsync remount mand nomand atime noatime diratime
  nodiratime bind rbind unbindable runbindable private rprivate shared rshared slave rslave relatime norelatime
  strictatime nostrictatime mode uid gid nr_inodes nr_blocks mpol`.split(/\s+/),
);
const ulimitNames = `core cpu data fsize locks memlock msgqueue nice nofile nproc rss rtprio rttime sigpending
  stack`.split(/\s+/);
const ipcControls =
  /^(kernel\.(msgmax|msgmnb|msgmni|sem|shmall|shmmax|shmmni|shm_rmid_forced)|fs\.mqueue\..+)$/;

/** Rules of `linuxParameters`, `ulimits` and `systemControls`. */
export function linuxProblems(
  container: ContainerDefinition,
  path: string,
  networkMode: string | undefined,
): string[] {
  return [
    ...capabilityProblems(container, `${path}.linuxParameters.capabilities`),
    ...deviceProblems(container, `${path}.linuxParameters.devices`),
    ...tmpfsProblems(container, `${path}.linuxParameters.tmpfs`),
    ...(container.ulimits ?? []).flatMap((ulimit, index) =>
      ulimitProblems(ulimit, `${path}.ulimits[${index}]`),
    ),
    ...(container.systemControls ?? []).flatMap((control, index) =>
      controlProblems(control, `${path}.systemControls[${index}]`, networkMode),
    ),
  ];
}

function capabilityProblems({ linuxParameters = {} }: ContainerDefinition, path: string): string[] {
  const { add = [], drop = [] } = linuxParameters.capabilities ?? {};
  return [
    ...add.map((name) => ['add', name] as const),
    ...drop.map((name) => ['drop', name] as const),
  ].flatMap(([member, name]) =>
    unless(
      capabilityNames.has(name),
      `${path}.${member} '${name}' is no Linux capability that ECS knows: names are as SYS_ADMIN, without CAP_`,
    ),
  );
}

function deviceProblems({ linuxParameters = {} }: ContainerDefinition, path: string): string[] {
  return (linuxParameters.devices ?? []).flatMap(({ hostPath, containerPath, permissions = [] }, index) => [
    ...required(`${path}[${index}].hostPath`, hostPath),
    ...(hostPath === '' ? [] : absolute(`${path}[${index}].hostPath`, hostPath)),
    ...absolute(`${path}[${index}].containerPath`, containerPath),
    ...permissions.flatMap((name) =>
      among(`${path}[${index}].permissions`, name, ['read', 'write', 'mknod']),
    ),
  ]);
}

function tmpfsProblems({ linuxParameters = {} }: ContainerDefinition, path: string): string[] {
  const mounts = linuxParameters.tmpfs ?? [];
  return [
    ...mounts.flatMap(({ containerPath, size = 0, mountOptions: options = [] }, index) => [
      ...required(`${path}[${index}].containerPath`, containerPath),
      ...(containerPath === '' ? [] : absolute(`${path}[${index}].containerPath`, containerPath)),
      ...unless(size >= 1, `${path}[${index}].size ${size} must be at least 1 MiB`),
      ...options.flatMap((option) =>
        unless(
          mountOptions.has(option.split('=', 1)[0] ?? ''),
          `${path}[${index}].mountOptions '${option}' is unknown`,
        ),
      ),
    ]),
    ...repeated(mounts.map(({ containerPath = '' }) => containerPath)).map(
      (target) => `${path}: '${target}' is mounted twice`,
    ),
  ];
}

function ulimitProblems({ name, softLimit, hardLimit }: Ulimit, path: string): string[] {
  // -1 is no limit.
  const order = (limit: number): number => (limit === -1 ? Infinity : limit);
  return [
    ...required(`${path}.name`, name),
    ...(name === '' ? [] : among(`${path}.name`, name, ulimitNames)),
    ...unless(
      softLimit !== undefined && hardLimit !== undefined,
      `${path}: softLimit and hardLimit are both required`,
    ),
    ...unless(
      (softLimit ?? 0) >= -1 && (hardLimit ?? 0) >= -1,
      `${path}: softLimit and hardLimit must be 0 or more, or -1 for none`,
    ),
    ...unless(
      softLimit === undefined || hardLimit === undefined || order(softLimit) <= order(hardLimit),
      `${path}: softLimit ${softLimit ?? ''} is above hardLimit ${hardLimit ?? ''}`,
    ),
  ];
}

/** API:SystemControl; in host mode the network's parameters belong to the instance. */
function controlProblems(
  { namespace = '', value }: SystemControl,
  path: string,
  networkMode?: string,
): string[] {
  const network = namespace.startsWith('net.');
  return [
    ...unless(
      network || ipcControls.test(namespace),
      `${path}.namespace '${namespace}' must be one of the IPC namespace, as kernel.shmmax, or begin with net.`,
    ),
    ...unless(
      !network || networkMode !== 'host',
      `${path}.namespace '${namespace}' is not supported where networkMode is host`,
    ),
    ...required(`${path}.value`, value),
  ];
}
