import type { Ulimit } from '@aws-sdk/client-ecs';
import { describeValue } from '../../spi/index.js';
import { MOUNT_PATH } from './container-path.js';
import { invalid, refused, taken, type Reading } from './reading.js';
import type { ContainerSettings } from './task-needs.js';

/** KernelCapabilities, and the two that DG managed-instances-security adds. */
const CAPABILITIES: ReadonlySet<string> = new Set(
  `ALL AUDIT_CONTROL AUDIT_WRITE BLOCK_SUSPEND BPF CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID IPC_LOCK IPC_OWNER
  KILL LEASE LINUX_IMMUTABLE MAC_ADMIN MAC_OVERRIDE MKNOD NET_ADMIN NET_BIND_SERVICE NET_BROADCAST NET_RAW PERFMON
  SETFCAP SETGID SETPCAP SETUID SYS_ADMIN SYS_BOOT SYS_CHROOT SYS_MODULE SYS_NICE SYS_PACCT SYS_PTRACE SYS_RAWIO
  SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG SYSLOG WAKE_ALARM`.split(/\s+/),
);

/** Tmpfs, mountOptions (ECS API). */
const MOUNT_OPTIONS: ReadonlySet<string> = new Set(
  `defaults ro rw suid nosuid dev nodev exec noexec sync async dirsync remount mand nomand atime noatime diratime
  nodiratime bind rbind unbindable runbindable private rprivate shared rshared slave rslave relatime norelatime
  strictatime nostrictatime mode uid gid nr_inodes nr_blocks mpol`.split(/\s+/),
);

/** Ulimit, name (ECS API). */
const ULIMITS = [
  'core',
  'cpu',
  'data',
  'fsize',
  'locks',
  'memlock',
  'msgqueue',
  'nice',
  'nofile',
  'nproc',
  'rss',
  'rtprio',
  'rttime',
  'sigpending',
  'stack',
] as const satisfies readonly Ulimit['name'][];

/** SystemControl (ECS API): those of the IPC name space, and those of the network. */
const SYSCTL =
  /^(?:kernel\.(?:msgmax|msgmnb|msgmni|sem|shmall|shmmax|shmmni|shm_rmid_forced)|fs\.mqueue\.[\w.]+|net\.[\w./-]+)$/;

const PERMISSIONS = { r: 'read', w: 'write', m: 'mknod' } as const;
const BYTES_PER_MIB = 1024 * 1024;
const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 1024,
  m: BYTES_PER_MIB,
  g: 1024 * BYTES_PER_MIB,
};

/** `SYS_PTRACE`, in any case, with or without `CAP_`. */
export function readCapability(member: 'add' | 'drop', value: string): Reading<ContainerSettings> {
  const name = value.toUpperCase().replace(/^CAP_/, '');
  if (CAPABILITIES.has(name)) return taken({ linuxParameters: { capabilities: { [member]: [name] } } });
  return wrong('must be a capability that ECS knows, as SYS_PTRACE', value);
}

/** `/dev/on-the-host[:/dev/in-the-container][:rwm]`. */
export function readDevice(value: string): Reading<ContainerSettings> {
  const match = /^(\/[^:]+?)(?::(\/[^:]+?))?(?::([rwm]{1,3}))?$/.exec(value);
  const [, hostPath = '', containerPath = hostPath, letters = 'rwm'] = match ?? [];
  if (!MOUNT_PATH.test(hostPath) || !MOUNT_PATH.test(containerPath))
    return wrong('must be a device, as /dev/fuse or /dev/fuse:/dev/fuse:rwm', value);
  const permissions = (['r', 'w', 'm'] as const).filter((letter) => letters.includes(letter));
  return taken({
    linuxParameters: {
      devices: [{ hostPath, containerPath, permissions: permissions.map((letter) => PERMISSIONS[letter]) }],
    },
  });
}

/** `/path:size=64m,noexec`; ECS wants a size, in whole MiB. */
export function readTmpfs(value: string): Reading<ContainerSettings> {
  const [containerPath = '', text = '', ...rest] = value.split(':');
  const options = text.split(',').filter((option) => option !== '');
  const size = options.map((option) => sizeOf(option)).find((mib) => mib !== undefined);
  const mountOptions = options.filter((option) => !option.startsWith('size='));
  const unknown = mountOptions.find((option) => !MOUNT_OPTIONS.has(option.split('=')[0] ?? ''));
  if (!MOUNT_PATH.test(containerPath) || rest.length > 0 || size === undefined || unknown !== undefined)
    return wrong('must be an absolute path and a size, which ECS wants, as /run:size=64m,noexec', value);
  return taken({
    linuxParameters: { tmpfs: [{ containerPath, size, ...(mountOptions.length > 0 && { mountOptions }) }] },
  });
}

/** MiB, never less than was asked for. */
function sizeOf(option: string): number | undefined {
  const [, digits, unit = ''] = /^size=(\d+)([bkmg]?)$/i.exec(option) ?? [];
  const mib = Math.ceil((Number(digits) * (UNITS[unit.toLowerCase()] ?? 0)) / BYTES_PER_MIB);
  return Number.isSafeInteger(mib) && mib > 0 ? mib : undefined;
}

/** `nofile=1024:2048`; without the second number both are the first, and -1 is no limit. */
export function readUlimit(value: string): Reading<ContainerSettings> {
  const [, given, soft, hard = soft] = /^([a-z]+)=(-1|\d{1,10})(?::(-1|\d{1,10}))?$/.exec(value) ?? [];
  const name = ULIMITS.find((known) => known === given);
  const [softLimit, hardLimit] = [Number(soft), Number(hard)];
  const orderly = hardLimit === -1 || (softLimit !== -1 && softLimit <= hardLimit);
  if (name === undefined || !orderly)
    return wrong(
      `must be a name, = and a limit, or a soft one below a hard one, as nofile=1024:2048; names are ${ULIMITS.join(', ')}`,
      value,
    );
  return taken({ ulimits: [{ name, softLimit, hardLimit }] });
}

/** `net.core.somaxconn=1024`; those of the network need a network of the task's own. */
export function readSysctl(value: string): Reading<ContainerSettings> {
  const at = value.indexOf('=');
  const namespace = value.slice(0, Math.max(0, at)).trim();
  const setting = value.slice(at + 1).trim();
  if (SYSCTL.test(namespace) && setting !== '')
    return taken({ systemControls: [{ namespace, value: setting }] });
  return wrong(
    'must be a kernel parameter of its own name space, = and a value, as net.core.somaxconn=1024 or kernel.shmmax=68719476736',
    value,
  );
}

function wrong(message: string, value: string): Reading<never> {
  return refused(invalid(message, describeValue(value), ''));
}
