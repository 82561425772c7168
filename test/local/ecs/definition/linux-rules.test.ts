import { linuxProblems } from '../../../../local/ecs/definition/linux-rules.js';
import { portProblems } from '../../../../local/ecs/definition/port-rules.js';
import { type Json } from '../ecs-fixture.js';
import { containers, itAccepts, itRefuses, linux } from './definition-cases.js';

const tmpfs = (changes: Json): Json => linux({ tmpfs: [{ containerPath: '/t', size: 64, ...changes }] });
const ulimit = (changes: Json): Json =>
  containers({ ulimits: [{ name: 'nofile', softLimit: 1024, hardLimit: 4096, ...changes }] });
const control = (namespace: string): Json => containers({ systemControls: [{ namespace, value: '1' }] });
const ports = (...portMappings: readonly Json[]): Json => containers({ portMappings });

describe(linuxProblems.name, () => {
  itAccepts([
    {
      name: 'capabilities, those of Managed Instances too [1a.17]',
      given: linux({ capabilities: { add: ['SYS_ADMIN', 'NET_ADMIN', 'BPF', 'PERFMON'], drop: ['ALL'] } }),
    },
    {
      name: '/dev/fuse [1a.19]',
      given: linux({
        devices: [
          { hostPath: '/dev/fuse', containerPath: '/dev/fuse', permissions: ['read', 'write', 'mknod'] },
        ],
      }),
    },
    { name: 'tmpfs [1a.14]', given: tmpfs({ mountOptions: ['noexec', 'mode=1777'] }) },
    { name: 'ulimits [1a.23]', given: ulimit({ hardLimit: -1 }) },
    { name: 'system controls of the IPC namespace [1a.28]', given: control('kernel.shmmax') },
    {
      name: 'system controls of the network in awsvpc mode',
      given: { networkMode: 'awsvpc', ...control('net.core.somaxconn') },
    },
  ]);
  itRefuses([
    {
      name: 'a capability Linux does not have [1a.17]',
      given: linux({ capabilities: { add: ['CAP_SYS_ADMIN'] } }),
      expected: /capabilities\.add 'CAP_SYS_ADMIN' is no Linux capability/,
    },
    {
      name: 'dropping such a one',
      given: linux({ capabilities: { drop: ['FLY'] } }),
      expected: /capabilities\.drop 'FLY'/,
    },
    {
      name: 'a device without a path',
      given: linux({ devices: [{}] }),
      expected: /devices\[0\]\.hostPath is missing/,
    },
    {
      name: 'a device at a relative path [1a.19]',
      given: linux({ devices: [{ hostPath: 'fuse' }] }),
      expected: /hostPath 'fuse' must be an absolute path/,
    },
    {
      name: 'an unknown permission of a device [1a.19]',
      given: linux({ devices: [{ hostPath: '/dev/fuse', permissions: ['rwm'] }] }),
      expected: /permissions 'rwm' must be one of read, write, mknod/,
    },
    {
      name: 'tmpfs without a size [1a.14]',
      given: tmpfs({ size: undefined }),
      expected: /tmpfs\[0\]\.size 0 must be at least 1 MiB/,
    },
    {
      name: 'tmpfs at a relative path',
      given: tmpfs({ containerPath: 't' }),
      expected: /containerPath 't' must be an absolute path/,
    },
    {
      name: 'an unknown mount option',
      given: tmpfs({ mountOptions: ['size=5'] }),
      expected: /mountOptions 'size=5' is unknown/,
    },
    {
      name: 'sharedMemorySize [1a.13]',
      given: linux({ sharedMemorySize: 64 }),
      expected: /sharedMemorySize is not supported on Managed Instances/,
    },
    { name: 'maxSwap [1a.16]', given: linux({ maxSwap: 64 }), expected: /maxSwap is not supported/ },
    { name: 'swappiness [1a.16]', given: linux({ swappiness: 60 }), expected: /swappiness is not supported/ },
    {
      name: 'an unknown ulimit [1a.23]',
      given: ulimit({ name: 'threads' }),
      expected: /ulimits\[0\]\.name 'threads' must be one of core/,
    },
    {
      name: 'a soft limit above the hard one [1a.23]',
      given: ulimit({ softLimit: 5000 }),
      expected: /softLimit 5000 is above hardLimit 4096/,
    },
    {
      name: 'no soft limit above a hard one',
      given: ulimit({ softLimit: -1 }),
      expected: /softLimit -1 is above hardLimit 4096/,
    },
    {
      name: 'a ulimit without its hard limit',
      given: ulimit({ hardLimit: undefined }),
      expected: /both required/,
    },
    {
      name: 'a system control of no namespace',
      given: control('vm.swappiness'),
      expected: /'vm\.swappiness' must be one of the IPC namespace/,
    },
    {
      name: 'a system control of the network in host mode',
      given: control('net.core.somaxconn'),
      expected: /not supported where networkMode is host/,
    },
  ]);
});

describe(portProblems.name, () => {
  itAccepts([
    { name: 'a container port alone', given: ports({ containerPort: 80 }) },
    {
      name: 'the same port of the host',
      given: ports({ containerPort: 80, hostPort: 80, protocol: 'udp', name: 'web_1', appProtocol: 'http2' }),
    },
    {
      name: 'a range of ports in awsvpc mode',
      given: { networkMode: 'awsvpc', ...ports({ containerPortRange: '8000-8010' }) },
    },
  ]);
  itRefuses([
    {
      name: 'another port of the host in host mode',
      given: ports({ containerPort: 80, hostPort: 8080 }),
      expected: /When networkMode=host, the host ports and container ports in port mappings must match/,
    },
    {
      name: 'another port of the host in awsvpc mode',
      given: { networkMode: 'awsvpc', ...ports({ containerPort: 80, hostPort: 8080 }) },
      expected: /When networkMode=awsvpc, the host ports/,
    },
    { name: 'port 0', given: ports({ containerPort: 0 }), expected: /containerPort 0 must be 1 to 65535/ },
    { name: 'a mapping without port', given: ports({}), expected: /containerPort \(missing\)/ },
    {
      name: 'a port mapped twice',
      given: ports({ containerPort: 80 }, { containerPort: 80, protocol: 'tcp' }),
      expected: /port 80\/tcp is mapped twice/,
    },
    {
      name: 'a range of ports in host mode',
      given: ports({ containerPortRange: '1-2' }),
      expected: /containerPortRange needs networkMode awsvpc/,
    },
    {
      name: 'a range and a port',
      given: { networkMode: 'awsvpc', ...ports({ containerPort: 1, containerPortRange: '1-2' }) },
      expected: /cannot specify both single port and port range/,
    },
    {
      name: 'a range that ends before it begins',
      given: { networkMode: 'awsvpc', ...ports({ containerPortRange: '5-4' }) },
      expected: /'5-4' must be two ports/,
    },
    {
      name: 'a mapping’s name in capitals',
      given: ports({ containerPort: 80, name: 'Web' }),
      expected: /name 'Web' must be 1 to 64/,
    },
    {
      name: 'an unknown appProtocol',
      given: ports({ containerPort: 80, appProtocol: 'smtp' }),
      expected: /'smtp' must be one of http/,
    },
  ]);
});
