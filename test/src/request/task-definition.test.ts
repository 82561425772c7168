import { expect } from 'chai';
import { taskDefinition, type DefinitionRequest } from '../../../src/request/task-definition.js';
import { awsEcsConfig, EXECUTION_ROLE, taskNeeds } from '../aws-builders.js';

const REQUEST: DefinitionRequest = {
  needs: taskNeeds(),
  storage: { kind: 'instance' },
  entryPoint: ['/usr/bin/fusion'],
  network: { mode: 'host' },
  region: 'us-east-1',
};

describe(taskDefinition.name, () => {
  it('holds what RunTask cannot override and a small base', () => {
    expect(taskDefinition(REQUEST, awsEcsConfig())).to.deep.equal({
      requiresCompatibilities: ['MANAGED_INSTANCES'],
      networkMode: 'host',
      runtimePlatform: { cpuArchitecture: 'X86_64', operatingSystemFamily: 'LINUX' },
      cpu: '256',
      memory: '512',
      executionRoleArn: EXECUTION_ROLE,
      containerDefinitions: [
        {
          name: 'main',
          image: 'ubuntu:latest',
          essential: true,
          entryPoint: ['/usr/bin/fusion'],
          privileged: true,
          logConfiguration: {
            logDriver: 'awslogs',
            options: {
              'awslogs-group': '/aws/ecs/nextflow',
              'awslogs-region': 'us-east-1',
              'awslogs-stream-prefix': 'nf',
              mode: 'blocking',
            },
          },
        },
      ],
    });
  });

  it('gives Fusion its device and capability alone where it is not privileged', () => {
    const [container] =
      taskDefinition(REQUEST, awsEcsConfig({ fusionPrivileged: false })).containerDefinitions ?? [];
    expect(container).not.to.have.property('privileged');
    expect(container?.linuxParameters).to.deep.equal({
      capabilities: { add: ['SYS_ADMIN'] },
      devices: [
        { hostPath: '/dev/fuse', containerPath: '/dev/fuse', permissions: ['read', 'write', 'mknod'] },
      ],
    });
  });

  it('names the task role where there is one, and no role otherwise', () => {
    const taskRole = 'arn:aws:iam::123456789012:role/t';
    expect(taskDefinition(REQUEST, awsEcsConfig({ taskRole })).taskRoleArn).to.equal(taskRole);
    expect(taskDefinition(REQUEST, awsEcsConfig())).not.to.have.property('taskRoleArn');
  });

  it('leaves the image’s own entry point where the launch names none', () => {
    const [container] =
      taskDefinition({ ...REQUEST, entryPoint: [] }, awsEcsConfig()).containerDefinitions ?? [];
    expect(container).not.to.have.property('entryPoint');
  });

  it('holds the resources only where they do not travel as overrides, never on the container', () => {
    const content = taskDefinition(
      { ...REQUEST, resources: { cpu: '2048', memory: '4096' } },
      awsEcsConfig(),
    );
    expect(content).to.include({ cpu: '2048', memory: '4096' });
    expect(content.containerDefinitions?.[0]).not.to.have.any.keys('cpu', 'memory', 'memoryReservation');
  });

  it('follows the network mode and the log group', () => {
    const network = { mode: 'awsvpc', subnets: ['subnet-1'], securityGroups: ['sg-1'] } as const;
    const content = taskDefinition({ ...REQUEST, network }, awsEcsConfig({ logsGroup: '/mine' }));
    expect(content.networkMode).to.equal('awsvpc');
    expect(content.containerDefinitions?.[0]?.logConfiguration?.options?.['awslogs-group']).to.equal('/mine');
  });

  it('has nothing that Managed Instances refuse', () => {
    const content = taskDefinition(REQUEST, awsEcsConfig());
    expect(content).not.to.have.any.keys(
      'ephemeralStorage',
      'ipcMode',
      'proxyConfiguration',
      'inferenceAccelerators',
    );
  });
});
