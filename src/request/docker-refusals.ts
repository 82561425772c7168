/** Why an option of `docker run` cannot be had, and what to do instead. */
export interface DockerRefusal {
  /** Completes "--x …". */
  readonly reason: string;
  readonly instead: string;
}

const REMOVE = 'Remove it.';
/** DG managed-instances-tasks-services lists these members of a task definition as invalid. */
const notOnManagedInstances = (member: string, instead: string): DockerRefusal => ({
  reason: `is ${member} of a task definition, which Managed Instances refuse`,
  instead,
});
const byDirective = (directive: string, example: string): DockerRefusal => ({
  reason: `is what the directive ${directive} says`,
  instead: `Write instead: ${example}`,
});
const withoutMember: DockerRefusal = { reason: 'has nothing that stands for it in ECS', instead: REMOVE };
const network: DockerRefusal = {
  reason: 'is for networks of Docker, which tasks of ECS do not have',
  instead:
    'Remove it; the network of tasks is aws.ecs.networkMode, aws.ecs.subnets and aws.ecs.securityGroups.',
};
const mounts: DockerRefusal = {
  reason: 'mounts what is on the machine of the task, which is new and empty',
  instead:
    "Put files into the image or into a bucket; for more room write: disk '500 GB', mountPath: '/scratch'",
};
const ports: DockerRefusal = { reason: 'opens a port, and nobody can reach a task', instead: REMOVE };
const ofEcs = (what: string): DockerRefusal => ({
  reason: `is ${what}, which is ECS's own to decide`,
  instead: REMOVE,
});
const throttle: DockerRefusal = {
  reason: 'limits devices, which ECS cannot',
  instead: "Remove it; a disk of its own can be slower or faster: disk '500 GB', iops: 3000",
};
const health: DockerRefusal = { reason: 'watches over a service, and a task is none', instead: REMOVE };
const logging: DockerRefusal = {
  reason: 'is where logs go, which is CloudWatch for every task',
  instead: 'Remove it; the group is aws.ecs.logsGroup.',
};

/** Options of `docker run` that are refused, by their long names (docs.docker.com/reference/cli/docker/container/run). */
export const dockerRefusals: ReadonlyMap<string, DockerRefusal> = new Map<string, DockerRefusal>([
  ['add-host', notOnManagedInstances('extraHosts', REMOVE)],
  ['annotation', withoutMember],
  ['attach', ofEcs('where output goes')],
  ['blkio-weight', throttle],
  ['blkio-weight-device', throttle],
  ['cgroup-parent', ofEcs('the control group')],
  ['cgroupns', ofEcs('the control group')],
  ['cidfile', withoutMember],
  ['cpu-period', byDirective('cpus', 'cpus 4')],
  ['cpu-quota', byDirective('cpus', 'cpus 4')],
  ['cpu-rt-period', withoutMember],
  ['cpu-rt-runtime', withoutMember],
  ['cpu-shares', byDirective('cpus', 'cpus 4')],
  ['cpus', byDirective('cpus', 'cpus 4')],
  ['cpuset-cpus', byDirective('cpus', 'cpus 4')],
  ['cpuset-mems', withoutMember],
  ['detach', ofEcs('whether the container runs in the background')],
  ['detach-keys', withoutMember],
  [
    'device-cgroup-rule',
    { reason: 'has nothing that stands for it in ECS', instead: 'Name the devices: --device /dev/fuse' },
  ],
  ['device-read-bps', throttle],
  ['device-read-iops', throttle],
  ['device-write-bps', throttle],
  ['device-write-iops', throttle],
  ['disable-content-trust', ofEcs('how the image is fetched')],
  ['dns', notOnManagedInstances('dnsServers', 'Remove it; names are resolved by the VPC.')],
  ['dns-option', notOnManagedInstances('dnsServers', 'Remove it; names are resolved by the VPC.')],
  ['dns-search', notOnManagedInstances('dnsSearchDomains', 'Remove it; names are resolved by the VPC.')],
  ['domainname', notOnManagedInstances('hostname', REMOVE)],
  [
    'entrypoint',
    {
      reason: 'would replace what starts the task',
      instead: "Remove it: the image's entry point does not run in a task.",
    },
  ],
  [
    'env-file',
    {
      reason: 'is a file of the machine that runs the pipeline',
      instead: "Name the variables: -e NAME=value; secrets by: secret 'NAME'",
    },
  ],
  ['expose', ports],
  ['gpus', byDirective('accelerator', "accelerator 1, type: 'nvidia-tesla-t4'")],
  [
    'group-add',
    {
      reason: 'has nothing that stands for it in ECS',
      instead: 'Name the group with the user: --user 1000:1000',
    },
  ],
  ['health-cmd', health],
  ['health-interval', health],
  ['health-retries', health],
  ['health-start-interval', health],
  ['health-start-period', health],
  ['health-timeout', health],
  ['hostname', notOnManagedInstances('hostname', REMOVE)],
  ['ip', network],
  ['ip6', network],
  ['ipc', notOnManagedInstances('ipcMode', REMOVE)],
  ['isolation', { reason: 'is for Windows', instead: REMOVE }],
  ['kernel-memory', withoutMember],
  [
    'label-file',
    {
      reason: 'is a file of the machine that runs the pipeline',
      instead: 'Name the labels: --label name=value',
    },
  ],
  ['link', notOnManagedInstances('links', REMOVE)],
  ['link-local-ip', network],
  ['log-driver', logging],
  ['log-opt', logging],
  ['mac-address', network],
  ['memory', byDirective('memory', "memory '8 GB'")],
  ['memory-reservation', byDirective('memory', "memory '8 GB'")],
  ['memory-swap', notOnManagedInstances('maxSwap', "Ask for memory instead: memory '8 GB'")],
  ['memory-swappiness', notOnManagedInstances('swappiness', "Ask for memory instead: memory '8 GB'")],
  ['mount', mounts],
  ['name', ofEcs("the container's name")],
  ['network', network],
  ['network-alias', network],
  ['no-healthcheck', health],
  ['oom-kill-disable', ofEcs('what happens where memory is short')],
  ['oom-score-adj', ofEcs('what happens where memory is short')],
  ['pid', { reason: "would show the processes of other tasks on the task's instance", instead: REMOVE }],
  [
    'pids-limit',
    {
      reason: 'has nothing that stands for it in ECS',
      instead: 'Limit processes by user: --ulimit nproc=1024',
    },
  ],
  ['platform', byDirective('arch', "arch 'linux/arm64'")],
  ['publish', ports],
  ['publish-all', ports],
  ['pull', ofEcs('when the image is fetched')],
  ['quiet', withoutMember],
  [
    'restart',
    {
      reason: 'would start a task again behind the back of the run',
      instead: 'Remove it: the run itself submits again what its machine was taken from',
    },
  ],
  ['runtime', ofEcs('the runtime of containers')],
  ['security-opt', notOnManagedInstances('dockerSecurityOptions', REMOVE)],
  [
    'shm-size',
    notOnManagedInstances(
      'sharedMemorySize',
      'Remove it, or try --tmpfs /dev/shm:size=1g, which AWS neither documents nor refuses.',
    ),
  ],
  ['sig-proxy', withoutMember],
  [
    'stop-signal',
    {
      reason: 'has nothing that stands for it in ECS, which sends SIGTERM',
      instead: 'Handle SIGTERM; --stop-timeout says how long that may take.',
    },
  ],
  ['storage-opt', byDirective('disk', "disk '100 GB'")],
  ['use-api-socket', withoutMember],
  ['userns', ofEcs('the name space of users')],
  ['uts', ofEcs('the name space of host names')],
  ['volume', mounts],
  ['volume-driver', mounts],
  ['volumes-from', mounts],
]);
