import { fusionMount } from '../fusion-stand-in.js';
import { type ContainerSpec } from '../task-runtime.js';
import { type BoundMount } from '../task-volumes.js';

/** The script in Fusion's place: /usr is the host's and read-only, so nothing can be put at /usr/bin/fusion. */
export const sandboxStandIn = '/run/fusion';
/** A folder of the container alone. */
export const sandboxScratch = '/tmp';

export interface SandboxFiles {
  /** On the host. */
  readonly scratch: string;
  readonly standIn: string;
  readonly s3Root: string;
  readonly mounts: readonly BoundMount[];
}

/** What of the machine does not change from task to task. */
export interface SandboxMachine {
  /** Path of `bwrap`. */
  readonly tool: string;
  /** Path of `nsenter`, for probes. */
  readonly nsenter: string;
  /** {@link systemArguments}. */
  readonly system: readonly string[];
  /** The cloud runs as root, which has no need of a user namespace but rights that have to be taken away. */
  readonly root: boolean;
}

/** The rights Docker leaves to root in a container, but for those over the network, which is the host's. */
const rightsOfRoot = [
  'CAP_CHOWN',
  'CAP_DAC_OVERRIDE',
  'CAP_FOWNER',
  'CAP_FSETID',
  'CAP_KILL',
  'CAP_SETGID',
  'CAP_SETUID',
  'CAP_SETPCAP',
  'CAP_SYS_CHROOT',
];

/** Folders of programs and their settings, and the links a merged `/usr` has in their place. */
export const systemFolders = [
  '/usr',
  '/bin',
  '/sbin',
  '/lib',
  '/lib32',
  '/lib64',
  '/libx32',
  '/etc',
  '/opt',
  '/nix',
];

/**
 * The host's system, read-only.
 *
 * @param found each system folder that exists, with the target where it is a link
 */
export function systemArguments(found: ReadonlyMap<string, string | undefined>): readonly string[] {
  return [
    ...[...found].flatMap(([folder, target]) =>
      target === undefined ? ['--ro-bind', folder, folder] : ['--symlink', target, folder],
    ),
    // Many a resolv.conf is a link to here.
    ...['--ro-bind-try', '/run/systemd/resolve', '/run/systemd/resolve'],
  ];
}

/**
 * Arguments of `bwrap` that run `line` as the first process of namespaces of its own: what it leaves behind ends with
 * it, and as process 1 it gets no SIGTERM it has no handler for, both as in a container. The network is the host's.
 * Its descriptor 3 tells the first process's number on the host.
 */
export function bubblewrapArguments(
  container: Pick<ContainerSpec, 'settings' | 'workingDirectory'>,
  machine: SandboxMachine,
  files: SandboxFiles,
  line: readonly string[],
): readonly string[] {
  return [
    ...machine.system,
    ...['--proc', '/proc'],
    ...devices(machine.root),
    ...['--bind', files.scratch, sandboxScratch, '--bind', files.s3Root, fusionMount],
    ...['--ro-bind', files.standIn, sandboxStandIn],
    ...files.mounts.flatMap(({ folder, target, readOnly }) => [
      readOnly ? '--ro-bind' : '--bind',
      folder,
      target,
    ]),
    ...(container.settings.tmpfs ?? []).flatMap(({ containerPath, sizeMiB }) => [
      ...['--size', String(sizeMiB * 1024 * 1024)],
      ...['--tmpfs', containerPath],
    ]),
    ...['--unshare-pid', '--unshare-ipc', '--unshare-uts', '--unshare-cgroup-try'],
    ...(machine.root
      ? ['--cap-drop', 'ALL', ...rightsOfRoot.flatMap((right) => ['--cap-add', right])]
      : ['--unshare-user']),
    ...['--as-pid-1', '--die-with-parent', '--json-status-fd', '3'],
    ...workingFolder(container.workingDirectory),
    '--',
    ...line,
  ];
}

/**
 * `bwrap`'s own `/dev` has terminals, for which, without root's rights, it has to nest two user namespaces: nobody could
 * then enter the sandbox for a probe. So there `/dev` is made of what a batch task needs.
 */
function devices(root: boolean): readonly string[] {
  if (root) return ['--dev', '/dev'];
  const nodes = ['null', 'zero', 'full', 'random', 'urandom'].map((name) => `/dev/${name}`);
  const links = [
    ['/proc/self/fd', '/dev/fd'],
    ['/proc/self/fd/0', '/dev/stdin'],
    ['/proc/self/fd/1', '/dev/stdout'],
    ['/proc/self/fd/2', '/dev/stderr'],
  ];
  return [
    ...['--tmpfs', '/dev'],
    ...nodes.flatMap((node) => ['--dev-bind', node, node]),
    ...links.flatMap((link) => ['--symlink', ...link]),
    ...['--tmpfs', '/dev/shm'],
  ];
}

/** Made where missing, as an engine does. */
function workingFolder(folder: string | undefined): readonly string[] {
  return folder === undefined ? ['--chdir', sandboxScratch] : ['--dir', folder, '--chdir', folder];
}
