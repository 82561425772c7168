import { expect } from 'chai';
import fc from 'fast-check';
import { compatibilitiesOf, definitionProblems } from '../../../../local/ecs/definition/definition-rules.js';
import { container, definition } from '../ecs-fixture.js';
import { containers, itAccepts, itRefuses, problems } from './definition-cases.js';

const constraint = { type: 'memberOf', expression: 'attribute:ecs.instance-type =~ g5.*' };
const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

describe(definitionProblems.name, () => {
  itAccepts([
    { name: 'a definition for Managed Instances in host mode [1a.1] [1a.5]', given: {} },
    { name: 'networkMode awsvpc [1a.4]', given: { networkMode: 'awsvpc' } },
    {
      name: 'ARM64 on LINUX [1a.2] [1a.3]',
      given: { runtimePlatform: { cpuArchitecture: 'ARM64', operatingSystemFamily: 'LINUX' } },
    },
    { name: 'no architecture at all [1a.3]', given: { runtimePlatform: {} } },
    { name: '192 vCPU with any memory [1a.6] [1a.7]', given: { cpu: '196608', memory: '77' } },
    { name: 'sizes in vCPU and GB [1a.6]', given: { cpu: '0.125 vCPU', memory: '3 GB' } },
    { name: 'no task-level cpu', given: { cpu: undefined } },
    { name: 'a pidMode of host [1a.24]', given: { pidMode: 'host' } },
    { name: 'a pidMode of task [1a.24]', given: { pidMode: 'task' } },
    { name: 'ten memberOf constraints [1b.1]', given: { placementConstraints: times(10, constraint) } },
    {
      name: 'a role of any account length',
      given: { executionRoleArn: 'arn:aws:iam::123456789:role/path/r' },
    },
    { name: 'a task role by its name', given: { taskRoleArn: 'my-role' } },
    { name: 'fault injection switched off', given: { enableFaultInjection: false } },
    {
      name: 'another launch type’s parameters for EC2 alone [1a.1]',
      given: { requiresCompatibilities: ['EC2'], networkMode: 'bridge', ipcMode: 'host' },
    },
  ]);

  itRefuses([
    {
      name: 'an unknown launch type',
      given: { requiresCompatibilities: ['MANAGED_INSTANCES', 'LAMBDA'] },
      expected: /'LAMBDA' must be one of EC2/,
    },
    {
      name: 'a definition without networkMode [1a.4]',
      given: { networkMode: undefined },
      expected: /^networkMode '' is not supported.*set awsvpc or host/,
    },
    {
      name: 'networkMode bridge [1a.4]',
      given: { networkMode: 'bridge' },
      expected: /^networkMode 'bridge' is not supported/,
    },
    {
      name: 'networkMode none [1a.4]',
      given: { networkMode: 'none' },
      expected: /^networkMode 'none' is not supported/,
    },
    {
      name: 'Windows [1a.2]',
      given: { runtimePlatform: { operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE' } },
      expected: /LINUX only/,
    },
    {
      name: 'an unknown architecture [1a.3]',
      given: { runtimePlatform: { cpuArchitecture: 'RISCV' } },
      expected: /'RISCV' must be one of X86_64, ARM64/,
    },
    {
      name: 'less cpu than 128 units [1a.6] [1a.8]',
      given: { cpu: '127' },
      expected: /^Invalid 'cpu' setting for task: '127'/,
    },
    {
      name: 'more cpu than 192 vCPU [1a.6] [1a.8]',
      given: { cpu: '196609' },
      expected: /^Invalid 'cpu' setting for task/,
    },
    {
      name: 'cpu that is no number [1a.8]',
      given: { cpu: 'many' },
      expected: /^Invalid 'cpu' setting for task/,
    },
    {
      name: 'less memory than a container needs [1a.9]',
      given: { memory: '5' },
      expected: /^Invalid 'memory' setting for task/,
    },
    {
      name: 'memory in a unit ECS does not know',
      given: { memory: '4 TB' },
      expected: /^Invalid 'memory' setting for task/,
    },
    {
      name: 'ephemeralStorage [1a.12]',
      given: { ephemeralStorage: { sizeInGiB: 100 } },
      expected: /^ephemeralStorage is not supported on Managed/,
    },
    {
      name: 'ipcMode, on which AWS’s pages differ [1a.25]',
      given: { ipcMode: 'task' },
      expected: /^ipcMode is not supported on Managed/,
    },
    {
      name: 'proxyConfiguration [1a.27]',
      given: { proxyConfiguration: { containerName: 'x' } },
      expected: /^proxyConfiguration is not supported/,
    },
    {
      name: 'inferenceAccelerators [1a.27]',
      given: { inferenceAccelerators: [{ deviceName: 'x' }] },
      expected: /^inferenceAccelerators is not supported/,
    },
    {
      name: 'a pidMode ECS does not know [1a.24]',
      given: { pidMode: 'pod' },
      expected: /^pidMode 'pod' must be one of host, task/,
    },
    {
      name: 'an eleventh constraint [1b.1]',
      given: { placementConstraints: times(11, constraint) },
      expected: /11 are given, at most 10/,
    },
    {
      name: 'distinctInstance, which is RunTask’s',
      given: { placementConstraints: [{ ...constraint, type: 'distinctInstance' }] },
      expected: /\[0\]\.type 'distinctInstance' must be one of memberOf/,
    },
    {
      name: 'a constraint without expression',
      given: { placementConstraints: [{ type: 'memberOf' }] },
      expected: /\[0\]\.expression is missing/,
    },
    {
      name: 'an execution role by its name',
      given: { executionRoleArn: 'my-role' },
      expected: /^executionRoleArn 'my-role': Role is not valid/,
    },
    {
      name: 'a task role that is the ARN of something else',
      given: { taskRoleArn: 'arn:aws:iam::123456789012:user/u' },
      expected: /^taskRoleArn .* Role is not valid/,
    },
    {
      name: 'fault injection, which is not served',
      given: { enableFaultInjection: true },
      expected: /not served by the local cloud/,
    },
    {
      name: 'a family with a dot [1d.1]',
      given: { family: 'a.b' },
      expected: /^family 'a\.b' must be 1 to 255/,
    },
    {
      name: 'a family of 256 characters [1d.1]',
      given: { family: 'x'.repeat(256) },
      expected: /^family 'x+' must be 1 to 255/,
    },
    { name: 'no family', given: { family: undefined }, expected: /^family ''/ },
    {
      name: 'no container',
      given: { containerDefinitions: [] },
      expected: /^Container list cannot be empty/,
    },
    {
      name: 'an eleventh container [1d.1]',
      given: containers(...Array.from({ length: 11 }, (_, index) => ({ name: `c${index}` }))),
      expected: /^Too many containers: 11/,
    },
    { name: 'two containers of one name', given: containers({}, {}), expected: /'main' is used twice/ },
    {
      name: 'no essential container',
      given: containers({ essential: false }),
      expected: /at least one container must be essential/,
    },
    {
      name: 'more than 64 KiB [1d.1]',
      given: containers({ command: ['x'.repeat(65_536)] }),
      expected: /^Actual length: '\d+'\. Max allowed length is '65536' bytes/,
    },
  ]);

  it('says every problem at once', () => {
    const found = problems({
      networkMode: 'none',
      cpu: '1',
      ...containers({ hostname: 'h', stopTimeout: 0 }),
    });
    expect(found).to.have.length(4);
  });

  it('accepts every task size within the bounds, without Fargate’s combinations [1a.6] [1a.7]', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 128, max: 196_608 }),
        fc.integer({ min: 6, max: 2_000_000 }),
        (cpu, memory) => {
          expect(problems({ cpu: String(cpu), memory: String(memory) })).to.deep.equal([]);
        },
      ),
    );
  });
});

describe(compatibilitiesOf.name, () => {
  const of = (changes: object): string[] => compatibilitiesOf(definition({ ...changes }));
  it('names the launch types whose rules the definition passes', () => {
    expect(of({})).to.deep.equal(['EXTERNAL', 'EC2', 'MANAGED_INSTANCES']);
    expect(of({ networkMode: 'awsvpc' })).to.deep.equal(['EC2', 'MANAGED_INSTANCES', 'FARGATE']);
    expect(of({ networkMode: 'bridge', requiresCompatibilities: ['EC2'] })).to.deep.equal([
      'EXTERNAL',
      'EC2',
    ]);
    const privileged = [container({ privileged: true })];
    expect(of({ networkMode: 'awsvpc', containerDefinitions: privileged })).to.deep.equal([
      'EC2',
      'MANAGED_INSTANCES',
    ]);
  });
});
