import { expect } from 'chai';
import { toEcsTask } from '../../../src/aws/ecs-task.js';

describe(toEcsTask.name, () => {
  it('keeps what we decide on and gives times as epoch milliseconds', () => {
    const task = toEcsTask({
      taskArn: 'arn',
      lastStatus: 'STOPPED',
      cpu: '1024',
      memory: '2048',
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'r',
      createdAt: new Date(1),
      startedAt: new Date(2),
      stoppedAt: new Date(3),
      capacityProviderName: 'p',
      availabilityZone: 'z',
      group: 'not ours to read',
      containers: [
        { name: 'main', exitCode: 0, reason: 'c', imageDigest: 'sha256:1', networkInterfaces: [] },
      ],
    });
    expect(task).to.deep.equal({
      arn: 'arn',
      lastStatus: 'STOPPED',
      cpu: '1024',
      memory: '2048',
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'r',
      createdAt: 1,
      startedAt: 2,
      stoppedAt: 3,
      capacityProvider: 'p',
      availabilityZone: 'z',
      containers: [{ name: 'main', exitCode: 0, reason: 'c', imageDigest: 'sha256:1' }],
    });
  });

  it('knows how far the task’s own network interface is', () => {
    const volume = { type: 'AmazonElasticBlockStorage', status: 'ATTACHED' };
    const eni = { type: 'ElasticNetworkInterface', status: 'ATTACHING' };
    expect(toEcsTask({ attachments: [volume, eni] })).to.have.property('eni', 'ATTACHING');
    expect(toEcsTask({ attachments: [volume] })).not.to.have.property('eni');
  });

  it('says when ECS said so, where that is known', () => {
    expect(toEcsTask({}, 5)).to.have.property('describedAt', 5);
  });

  it('tells the GPUs of a container that has some', () => {
    const task = toEcsTask({
      containers: [
        { name: 'main', gpuIds: ['GPU-1'] },
        { name: 'x', gpuIds: [] },
      ],
    });
    expect(task.containers).to.deep.equal([{ name: 'main', gpuIds: ['GPU-1'] }, { name: 'x' }]);
  });

  it('has no field for what ECS does not say yet', () => {
    expect(toEcsTask({})).to.deep.equal({ arn: '', lastStatus: 'UNKNOWN', containers: [] });
    expect(toEcsTask({ containers: [{}] }).containers).to.deep.equal([{ name: '' }]);
  });
});
