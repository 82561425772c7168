import { fargateProblems } from '../../../../local/ecs/definition/fargate-rules.js';
import { type Json } from '../ecs-fixture.js';
import { containers, itAccepts, itRefuses } from './definition-cases.js';

const both = (changes: Json = {}): Json => ({
  requiresCompatibilities: ['MANAGED_INSTANCES', 'FARGATE'],
  networkMode: 'awsvpc',
  cpu: '1024',
  memory: '2048',
  ...changes,
});

describe(fargateProblems.name, () => {
  itAccepts([
    { name: 'a size of Fargate’s where FARGATE is listed too [1a.1]', given: both() },
    { name: 'the 16 vCPU size [1a.1]', given: both({ cpu: '16384', memory: '122880' }) },
    {
      name: 'the capability Fargate adds',
      given: both(containers({ linuxParameters: { capabilities: { add: ['SYS_PTRACE'] } } })),
    },
    { name: 'a stop timeout of two minutes [1a.29]', given: both(containers({ stopTimeout: 120 })) },
  ]);

  itRefuses([
    {
      name: 'host mode beside FARGATE [1a.1]',
      given: both({ networkMode: 'host' }),
      expected: /^Fargate only supports network mode ‘awsvpc’/,
    },
    {
      name: 'a size Fargate does not have [1a.1]',
      given: both({ memory: '512' }),
      expected: /^No Fargate configuration exists for given values: 1024 CPU, 512 memory/,
    },
    {
      name: 'the odd step of the smallest size',
      given: both({ cpu: '256', memory: '1536' }),
      expected: /No Fargate configuration/,
    },
    {
      name: 'no task-level cpu',
      given: both({ cpu: undefined }),
      expected: /^Fargate requires that 'cpu' be defined at the task level/,
    },
    {
      name: 'privileges',
      given: both(containers({ privileged: true })),
      expected: /Fargate compatible task definitions do not support privileged/,
    },
    {
      name: 'devices, which Managed Instances allow [1a.19]',
      given: both(containers({ linuxParameters: { devices: [{ hostPath: '/dev/fuse' }] } })),
      expected: /do not support devices/,
    },
    {
      name: 'capabilities but SYS_PTRACE',
      given: both(containers({ linuxParameters: { capabilities: { add: ['SYS_ADMIN'] } } })),
      expected: /no capability but SYS_PTRACE, not SYS_ADMIN/,
    },
    {
      name: 'a stop timeout past two minutes [1a.29]',
      given: both(containers({ stopTimeout: 121 })),
      expected: /2 to 120 seconds/,
    },
    {
      name: 'json-file',
      given: both(containers({ logConfiguration: { logDriver: 'json-file' } })),
      expected: /'json-file' is not a valid log driver. Must be one of \[awslogs,splunk,awsfirelens\]/,
    },
    {
      name: 'awslogs without execution role [1a.33]',
      given: both({ executionRoleArn: undefined }),
      expected: /execution role ARN to support log driver awslogs/,
    },
    {
      name: 'GPUs',
      given: both(containers({ resourceRequirements: [{ type: 'GPU', value: '1' }] })),
      expected: /do not support GPU resource requirements/,
    },
    {
      name: 'folders of the host',
      given: both({ volumes: [{ name: 'v', host: { sourcePath: '/var/x' } }] }),
      expected: /do not support sourcePath/,
    },
    {
      name: 'constraints',
      given: both({ placementConstraints: [{ type: 'memberOf', expression: 'x' }] }),
      expected: /do not support constraints/,
    },
    {
      name: 'the host’s process namespace',
      given: both({ pidMode: 'host' }),
      expected: /no pidMode but 'task'/,
    },
  ]);
});
