import { expect } from 'chai';
import { definitionProblems } from '../../../local/ecs/definition/definition-rules.js';
import { container as mainContainer, definition, type Json } from './ecs-fixture.js';

const problems = (changes: Json): string[] => definitionProblems(definition(changes));
const container = (changes: Json): Json => ({
  containerDefinitions: [mainContainer(changes)],
});

describe(definitionProblems.name, () => {
  it('accepts a definition for Managed Instances', () => {
    expect(problems({})).to.deep.equal([]);
  });

  const taskCases: [changes: Json, expected: RegExp][] = [
    [{ networkMode: undefined }, /^networkMode ''.*set awsvpc or host/],
    [{ networkMode: 'bridge' }, /^networkMode 'bridge'/],
    [{ networkMode: 'none' }, /^networkMode 'none'/],
    [{ cpu: '64' }, /^Invalid 'cpu' setting for task: '64'/],
    [{ cpu: '200000' }, /^Invalid 'cpu' setting/],
    [{ cpu: 'many' }, /^Invalid 'cpu' setting/],
    [{ memory: '5' }, /^Invalid 'memory' setting/],
    [{ memory: '4 TB' }, /^Invalid 'memory' setting/],
    [{ ephemeralStorage: { sizeInGiB: 100 } }, /^ephemeralStorage is not supported on Managed Instances/],
    [{ proxyConfiguration: { containerName: 'x' } }, /^proxyConfiguration is not supported/],
    [{ inferenceAccelerators: [{ deviceName: 'x' }] }, /^inferenceAccelerators is not supported/],
    [{ ipcMode: 'host' }, /^ipcMode is not supported/],
    [{ volumes: [{ name: 'data' }] }, /^volumes is not served by the local cloud/],
    [{ runtimePlatform: { operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE' } }, /LINUX only/],
    [{ runtimePlatform: { cpuArchitecture: 'RISCV' } }, /X86_64 or ARM64/],
    [{ family: 'a.b' }, /^family 'a\.b'/],
    [{ family: undefined }, /^family ''/],
    [{ containerDefinitions: [] }, /^Container list cannot be empty/],
    [{ requiresCompatibilities: ['MANAGED_INSTANCES', 'LAMBDA'] }, /'LAMBDA'/],
  ];
  for (const [changes, expected] of taskCases) {
    it(`refuses the task parameter ${JSON.stringify(changes)}`, () => {
      const [first, ...rest] = problems(changes);
      expect(first).to.match(expected);
      expect(rest).to.deep.equal([]);
    });
  }

  const containerCases: [changes: Json, expected: RegExp][] = [
    [{ name: 'a b' }, /\.name 'a b'/],
    [{ image: '' }, /image should not be null or empty/],
    [{ hostname: 'h' }, /\[0\]\.hostname is not supported on Managed Instances/],
    [{ links: ['x'] }, /links is not supported/],
    [{ dnsServers: ['1.1.1.1'] }, /dnsServers is not supported/],
    [{ dockerSecurityOptions: ['x'] }, /dockerSecurityOptions is not supported/],
    [{ linuxParameters: { sharedMemorySize: 64 } }, /sharedMemorySize is not supported/],
    [{ linuxParameters: { maxSwap: 64 } }, /maxSwap is not supported/],
    [{ linuxParameters: { swappiness: 1 } }, /swappiness is not supported/],
    [{ secrets: [{ name: 'x', valueFrom: 'y' }] }, /secrets is not served by the local cloud/],
    [{ memory: 5 }, /at least 6 MiB/],
    [{ memory: 1024 }, /memory 1024 is larger than the task's memory 512/],
    [{ stopTimeout: 86_401 }, /stopTimeout 86401: 0 to 86400/],
    [{ essential: false }, /at least one container must be essential/],
    [{ logConfiguration: { logDriver: 'gelf' } }, /'gelf' is not supported/],
    [{ logConfiguration: { logDriver: 'splunk' } }, /'splunk' is not served by the local cloud/],
  ];
  for (const [changes, expected] of containerCases) {
    it(`refuses the container parameter ${JSON.stringify(changes)}`, () => {
      const found = problems(container(changes));
      expect(found).to.have.length(1);
      expect(found[0]).to.match(expected);
    });
  }

  it('demands group, region and stream prefix of awslogs, each by name', () => {
    const found = problems(container({ logConfiguration: { logDriver: 'awslogs', options: {} } }));
    expect(found.map((problem) => /awslogs-[a-z-]+/.exec(problem)?.[0])).to.deep.equal([
      'awslogs-group',
      'awslogs-region',
      'awslogs-stream-prefix',
    ]);
  });

  it('refuses a log group with a name CloudWatch does not have', () => {
    const options = {
      'awslogs-group': 'a group',
      'awslogs-region': 'us-east-1',
      'awslogs-stream-prefix': 'nf',
    };
    const found = problems(container({ logConfiguration: { logDriver: 'awslogs', options } }));
    expect(found).to.have.length(1);
    expect(found[0]).to.match(/awslogs-group 'a group' must be 1 to 512/);
  });

  it('allows what Managed Instances support: privileges, devices, tmpfs, a long stop timeout', () => {
    const linuxParameters = {
      capabilities: { add: ['SYS_ADMIN'] },
      devices: [{ hostPath: '/dev/fuse' }],
      tmpfs: [],
    };
    expect(problems(container({ privileged: true, linuxParameters, stopTimeout: 86_400 }))).to.deep.equal([]);
  });

  it('allows any memory at any cpu, and up to 192 vCPU', () => {
    expect(problems({ cpu: '196608', memory: '77' })).to.deep.equal([]);
    expect(problems({ cpu: '0.5 vCPU', memory: '3 GB' })).to.deep.equal([]);
  });

  it('enforces the Fargate combinations where FARGATE is listed too', () => {
    const requiresCompatibilities = ['MANAGED_INSTANCES', 'FARGATE'];
    expect(problems({ requiresCompatibilities, cpu: '1024', memory: '2048' })).to.deep.equal([]);
    expect(problems({ requiresCompatibilities, cpu: '1024', memory: '512' })[0]).to.match(
      /No Fargate configuration/,
    );
    expect(problems({ requiresCompatibilities, cpu: '256', memory: '1536' })[0]).to.match(
      /No Fargate configuration/,
    );
  });

  it('leaves Managed Instances rules out of a definition for EC2', () => {
    expect(
      problems({ requiresCompatibilities: ['EC2'], networkMode: 'bridge', ipcMode: 'host' }),
    ).to.deep.equal([]);
  });

  it('needs memory somewhere', () => {
    const found = problems({ memory: undefined });
    expect(found[0]).to.match(/Invalid setting for container 'main'/);
    expect(problems({ memory: undefined, ...container({ memoryReservation: 6 }) })).to.deep.equal([]);
  });

  it('refuses an eleventh container and a name used twice', () => {
    const one = mainContainer();
    const many = Array.from({ length: 11 }, (_, index) => ({ ...one, name: `c${index}` }));
    expect(problems({ containerDefinitions: many })[0]).to.match(/^11 containers/);
    expect(problems({ containerDefinitions: [one, one] })[0]).to.match(/'main' is used twice/);
  });

  it('refuses a definition past 64 KiB', () => {
    const environment = [{ name: 'BIG', value: 'x'.repeat(65_536) }];
    expect(problems(container({ environment }))[0]).to.match(/64 KiB/);
  });

  it('lists every problem at once', () => {
    expect(problems({ networkMode: 'none', cpu: '1', ...container({ hostname: 'h' }) })).to.have.length(3);
  });
});
