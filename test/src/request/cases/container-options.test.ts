import type { DirectiveValue } from '../../../../spi/index.js';
import { dockerRefusals } from '../../../../src/request/docker-refusals.js';
import { directiveCases } from './directive-cases.js';

const SERVED = 'facts §1a: supported on Managed Instances';
const REFUSED = 'facts §1a: invalid on Managed Instances';
const GNU = 'nextflow.io/docs: containerOptions, as docker run reads them';
const PRIVILEGED = 'design §4 Fusion: fusion.privileged';
const linux = (linuxParameters: object): object => ({ main: { linuxParameters } });
const fuse = { hostPath: '/dev/fuse', containerPath: '/dev/fuse', permissions: ['read', 'write', 'mknod'] };

const served: readonly (readonly [DirectiveValue, object])[] = [
  ['', { main: { privileged: true, linuxParameters: undefined, environment: undefined } }],
  ['--privileged', { main: { privileged: true } }],
  ['--user 1000:1000', { main: { user: '1000:1000' } }],
  ['-u root', { main: { user: 'root' } }],
  [
    '--ulimit nofile=1024:2048',
    { main: { ulimits: [{ name: 'nofile', softLimit: 1024, hardLimit: 2048 }] } },
  ],
  ['--ulimit nproc=64', { main: { ulimits: [{ name: 'nproc', softLimit: 64, hardLimit: 64 }] } }],
  [
    '--ulimit stack=8192:-1 --ulimit core=-1',
    {
      main: {
        ulimits: [
          { name: 'core', softLimit: -1, hardLimit: -1 },
          { name: 'stack', softLimit: 8192, hardLimit: -1 },
        ],
      },
    },
  ],
  ['--cap-add SYS_PTRACE', linux({ capabilities: { add: ['SYS_PTRACE'] } })],
  ['--cap-add=cap_net_admin --cap-add BPF', linux({ capabilities: { add: ['BPF', 'NET_ADMIN'] } })],
  ['--device /dev/kvm', linux({ devices: [{ ...fuse, hostPath: '/dev/kvm', containerPath: '/dev/kvm' }] })],
  [
    '--device /dev/a:/dev/b:wr',
    linux({ devices: [{ hostPath: '/dev/a', containerPath: '/dev/b', permissions: ['read', 'write'] }] }),
  ],
  [
    '--device /dev/a:m',
    linux({ devices: [{ hostPath: '/dev/a', containerPath: '/dev/a', permissions: ['mknod'] }] }),
  ],
  ['--tmpfs /run:size=64m', linux({ tmpfs: [{ containerPath: '/run', size: 64 }] })],
  [
    '--tmpfs /run:rw,noexec,size=1g,mode=1777',
    linux({ tmpfs: [{ containerPath: '/run', size: 1024, mountOptions: ['rw', 'noexec', 'mode=1777'] }] }),
  ],
  ['--tmpfs /run:size=1048577', linux({ tmpfs: [{ containerPath: '/run', size: 2 }] })],
  ['--tmpfs /run:size=65K', linux({ tmpfs: [{ containerPath: '/run', size: 1 }] })],
  ['--init', linux({ initProcessEnabled: true })],
  ['--init=true', linux({ initProcessEnabled: true })],
  ['--init=false', { main: { linuxParameters: undefined } }],
  ['--read-only', { main: { readonlyRootFilesystem: true } }],
  ['-i', { main: { interactive: true } }],
  ['-it', { main: { interactive: true, pseudoTerminal: true } }],
  ['-t --interactive', { main: { interactive: true, pseudoTerminal: true } }],
  ['-e LANG=C.UTF-8', { main: { environment: [{ name: 'LANG', value: 'C.UTF-8' }] } }],
  [
    '-eB=2 --env A=1',
    {
      main: {
        environment: [
          { name: 'A', value: '1' },
          { name: 'B', value: '2' },
        ],
      },
    },
  ],
  ['-e A=1 -e A=2', { main: { environment: [{ name: 'A', value: '2' }] } }],
  ['-e A=', { main: { environment: [{ name: 'A', value: '' }] } }],
  ['-e URL=a=b=c', { main: { environment: [{ name: 'URL', value: 'a=b=c' }] } }],
  ['-e GREETING="hello world"', { main: { environment: [{ name: 'GREETING', value: 'hello world' }] } }],
  ['-e \'Q=a "b" \\c\'', { main: { environment: [{ name: 'Q', value: 'a "b" \\c' }] } }],
  ['-e Q=a\\ b', { main: { environment: [{ name: 'Q', value: 'a b' }] } }],
  ['-e "Q=\\"x\\" \\$HOME \\n"', { main: { environment: [{ name: 'Q', value: '"x" $HOME \\n' }] } }],
  ['--label team=genomics -l empty', { main: { dockerLabels: { team: 'genomics', empty: '' } } }],
  ['--label a=b=c', { main: { dockerLabels: { a: 'b=c' } } }],
  ['--stop-timeout 120', { main: { stopTimeout: 120 } }],
  ['--stop-timeout 2', { main: { stopTimeout: 2 } }],
  ['--stop-timeout=86400', { main: { stopTimeout: 86_400 } }],
  ['--workdir /work', { main: { workingDirectory: '/work' } }],
  ['-w /a/b.c', { main: { workingDirectory: '/a/b.c' } }],
  [
    '--sysctl net.core.somaxconn=1024 --sysctl kernel.shmmax=68719476736 --sysctl fs.mqueue.msg_max=20',
    {
      main: {
        systemControls: [
          { namespace: 'fs.mqueue.msg_max', value: '20' },
          { namespace: 'kernel.shmmax', value: '68719476736' },
          { namespace: 'net.core.somaxconn', value: '1024' },
        ],
      },
    },
  ],
  [
    '--sysctl "net.ipv4.ip_local_port_range=1024 65000"',
    { main: { systemControls: [{ namespace: 'net.ipv4.ip_local_port_range', value: '1024 65000' }] } },
  ],
  ['--rm', { main: { privileged: true, interactive: undefined } }],
  [
    '  --init \n\t --read-only  ',
    { main: { readonlyRootFilesystem: true, linuxParameters: { initProcessEnabled: true } } },
  ],
  [
    { user: '1000:1000', ulimit: ['nofile=1:2', 'core=0'] },
    {
      main: {
        user: '1000:1000',
        ulimits: [
          { name: 'core', softLimit: 0, hardLimit: 0 },
          { name: 'nofile', softLimit: 1, hardLimit: 2 },
        ],
      },
    },
  ],
  [
    { '--init': true, 'read-only': null, i: '', 'stop-timeout': 60 },
    {
      main: {
        linuxParameters: { initProcessEnabled: true },
        readonlyRootFilesystem: true,
        interactive: true,
        stopTimeout: 60,
      },
    },
  ],
  [
    { env: ['A=1', 'B=2'], init: false },
    {
      main: {
        environment: [
          { name: 'A', value: '1' },
          { name: 'B', value: '2' },
        ],
        linuxParameters: undefined,
      },
    },
  ],
];

/** Not served, with what is said; none of them shows the value of a variable. */
const refused: readonly (readonly [DirectiveValue, RegExp])[] = [
  [
    '--shm-size 1g',
    /^has --shm-size, which is sharedMemorySize of a task definition, which Managed Instances refuse \(\) Remove it, or try --tmpfs \/dev\/shm:size=1g/,
  ],
  ['--memory-swap=2g', /--memory-swap, which is maxSwap .*memory '8 GB'/],
  ['--memory-swappiness 10', /--memory-swappiness, which is swappiness/],
  ['--hostname box', /--hostname, which is hostname/],
  ['-h box', /--hostname/],
  ['--link a:b', /--link, which is links/],
  ['--ipc=host', /--ipc, which is ipcMode/],
  ['--dns 1.1.1.1', /--dns, which is dnsServers/],
  ['--add-host a:1.1.1.1', /--add-host, which is extraHosts/],
  ['--network host', /--network, which is for networks of Docker.*aws\.ecs\.networkMode/],
  ['--net=host', /--network/],
  ['--security-opt seccomp=unconfined', /--security-opt, which is dockerSecurityOptions/],
  ['--gpus all', /--gpus, which is what the directive accelerator says \(\) Write instead: accelerator 1/],
  ['--cpus 4', /--cpus, which is what the directive cpus says/],
  ['-m 4g', /--memory, which is what the directive memory says .*memory '8 GB'/],
  ['-v /data:/data', /--volume, which mounts what is on the machine of the task.*disk '500 GB'/],
  ['--mount type=bind,src=/a,dst=/b', /--mount, which mounts/],
  ['--entrypoint /bin/sh', /--entrypoint, which would replace what starts the task/],
  ['--platform linux/arm64', /--platform, which is what the directive arch says/],
  ['--pid=host', /--pid, which would show the processes of other tasks/],
  ['-p 80:80', /--publish, which opens a port/],
  ['-d', /--detach, which is whether the container runs in the background/],
  ['--ulimits nofile=1', /--ulimits, which is no option of docker run \(\) Did you mean --ulimit\?/],
  ['--frobnicate', /--frobnicate, which is no option of docker run \(\) Remove it/],
  ['-x', /has -x, which is no option of docker run/],
  [{ __proto__x: 1 }, /--__proto__x, which is no option/],
  ['--constructor', /--constructor, which is no option/],
  ['--privileged=false', /--privileged=false, and fusion\.privileged makes every container privileged/],
  ['--privileged=maybe', /--privileged, which must be true or false \('maybe'\)/],
  ['--init=1', /--init, which must be true or false/],
  ['--user', /has --user without a value/],
  ['--user a:b:c', /must be a user or uid/],
  ['--user ":"', /must be a user or uid/],
  ['--ulimit nofile', /must be a name, = and a limit.*names are core, .*stack \('nofile'\)/],
  ['--ulimit files=1', /must be a name, = and a limit/],
  ['--ulimit nofile=2:1', /a soft one below a hard one/],
  ['--ulimit nofile=-1:5', /a soft one below a hard one/],
  ['--ulimit nofile=-2', /must be a name/],
  ['--cap-add SYS_PTRAC', /must be a capability that ECS knows, as SYS_PTRACE \('SYS_PTRAC'\)/],
  ['--cap-drop nothing', /--cap-drop, which must be a capability/],
  ['--device kvm', /must be a device, as \/dev\/fuse/],
  ['--device /dev/a:/dev/b:x', /must be a device/],
  ['--device /dev/../etc', /must be a device/],
  [
    '--tmpfs /run',
    /must be an absolute path and a size, which ECS wants, as \/run:size=64m,noexec \('\/run'\)/,
  ],
  ['--tmpfs run:size=1m', /absolute path and a size/],
  ['--tmpfs /run:size=0', /absolute path and a size/],
  ['--tmpfs /run:size=10%', /absolute path and a size/],
  ['--tmpfs /run:size=1m,frob', /absolute path and a size/],
  ['--tmpfs /run:size=1m:x', /absolute path and a size/],
  ['-e HOME', /takes HOME from the machine of the pipeline, which tasks do not see: add = and a value/],
  ['-e "A B=1"', /must be the name of a variable, = and a value, as LANG=C\.UTF-8 \(\)/],
  ['-e =x', /must be the name of a variable/],
  ['-e FUSION_WORK=/x', /would set FUSION_WORK, which belongs to Nextflow and Fusion/],
  ['-e NXF_DEBUG=1', /would set NXF_DEBUG/],
  ['--label =x', /must be a name, = and a value/],
  ['--stop-timeout 1', /must be 2 to 86400 seconds, as 120 \('1'\)/],
  ['--stop-timeout 86401', /must be 2 to 86400 seconds/],
  ['--stop-timeout 10s', /must be 2 to 86400 seconds/],
  ['-w work', /must be an absolute path/],
  ['-w /a/../b', /must be an absolute path/],
  ['--sysctl vm.swappiness=10', /must be a kernel parameter of its own name space.*\('vm\.swappiness=10'\)/],
  ['--sysctl net.core.somaxconn', /must be a kernel parameter/],
  ['--sysctl kernel.shmmax=', /must be a kernel parameter/],
  ['--init stray', /has a word that is no option and no value of one \('stray'\)/],
  ['stray', /has a word that is no option/],
  ['-e A=1 COLOUR=hunter2', /has a word that is no option and no value of one \('COLOUR=…'\)/],
  ['-e API_TOKEN hunter2', /has a word after a variable of --env \(\) .*-e NAME=value/],
  ['--init --', /has a word that is no option and no value of one \('--'\)/],
  ['--user "1000', /has a " that is not closed/],
  ["--user 'x", /has a ' that is not closed/],
  ['--user x\\', /has a \\ that is not closed/],
  [
    '--privileged --cap-drop ALL',
    /--privileged, which gives every capability, and --cap-drop, which then takes none/,
  ],
  [7, /must be options of docker run, as a text or a map \(7\)/],
  [null, /must be options of docker run/],
  [['--init'], /must be options of docker run/],
  [{ user: { a: 1 } }, /has an option 'user' that is no text or list of texts/],
  [{ env: [['A=1']] }, /has an option 'env' that is no text/],
];

directiveCases('containerOptions', {
  served: [
    ...served.map(([containerOptions, expected]) => ({
      written: `containerOptions ${JSON.stringify(containerOptions)}`,
      source: typeof containerOptions === 'string' ? SERVED : GNU,
      others: { containerOptions },
      ...expected,
    })),
    {
      written: "containerOptions '--cap-add SYS_PTRACE --device /dev/fuse:r' beside what Fusion needs",
      source: PRIVILEGED,
      others: { containerOptions: '--cap-add SYS_PTRACE --cap-drop MKNOD --device /dev/fuse:r' },
      config: { fusionPrivileged: false },
      main: {
        privileged: undefined,
        linuxParameters: {
          capabilities: { add: ['SYS_ADMIN', 'SYS_PTRACE'], drop: ['MKNOD'] },
          devices: [fuse],
        },
      },
    },
    {
      written: "containerOptions '--privileged' where Fusion is not",
      source: PRIVILEGED,
      others: { containerOptions: '--privileged' },
      config: { fusionPrivileged: false },
      main: { privileged: true },
    },
  ],
  refused: [
    ...refused.map(([containerOptions, says]) => ({
      written: `containerOptions ${JSON.stringify(containerOptions)}`,
      source: REFUSED,
      others: { containerOptions },
      code: 'DIRECTIVE_INVALID',
      says,
    })),
    ...[...dockerRefusals.keys()].map((name) => ({
      written: `containerOptions ['${name}': 'x']`,
      source: 'docs/directives.md',
      others: { containerOptions: { [name]: 'x' } },
      code: 'DIRECTIVE_INVALID',
      says: new RegExp(`^has --${name}, which \\S+ .+`),
    })),
    {
      written: "containerOptions '--cap-drop ALL' in a privileged container",
      source: PRIVILEGED,
      others: { containerOptions: '--cap-drop ALL' },
      config: { fusionPrivileged: true },
      code: 'DIRECTIVE_INVALID',
      says: /takes nothing from a privileged container, as fusion\.privileged makes it \(ALL\) Set fusion\.privileged = false/,
    },
    {
      written: "containerOptions '--cap-drop SYS_ADMIN', with which Fusion mounts",
      source: PRIVILEGED,
      others: { containerOptions: '--cap-drop SYS_ADMIN' },
      config: { fusionPrivileged: false },
      code: 'DIRECTIVE_INVALID',
      says: /drops the capability that Fusion mounts the work dir with \(SYS_ADMIN\) Keep SYS_ADMIN/,
    },
    {
      written: "containerOptions '--sysctl net.core.somaxconn=1' in host mode",
      source: 'API SystemControl: not supported in host mode',
      others: { containerOptions: '--sysctl net.core.somaxconn=1 --sysctl kernel.shmmax=1' },
      config: { networkMode: 'host' },
      code: 'DIRECTIVE_INVALID',
      says: /--sysctl of the network, which in host mode is the instance's \(net\.core\.somaxconn\) Set aws\.ecs\.networkMode = 'awsvpc'/,
    },
  ],
});
