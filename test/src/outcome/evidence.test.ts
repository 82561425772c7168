import { expect } from 'chai';
import { awsWords, containerExit, evidenceOf, exitStatus } from '../../../src/outcome/evidence.js';
import { ecsTask, endedTask } from '../aws-builders.js';

describe(containerExit.name, () => {
  it('is the main container’s, also when a sidecar ended otherwise', () => {
    const containers = [
      { name: 'ecs-agent-sidecar', exitCode: 1 },
      { name: 'main', exitCode: 0 },
    ];
    expect(containerExit(ecsTask({ containers }))).to.equal(0);
    expect(containerExit(ecsTask({ containers: [{ name: 'other', exitCode: 3 }] }))).to.equal(undefined);
    expect(containerExit(undefined)).to.equal(undefined);
  });
});

describe(exitStatus.name, () => {
  it('takes ECS’s status before the file’s, and the file’s where ECS has none', () => {
    expect(exitStatus({ task: endedTask(137), exitFile: 0, killed: false })).to.equal(137);
    expect(exitStatus({ task: endedTask(0), exitFile: 1, killed: false })).to.equal(0);
    expect(exitStatus({ task: endedTask(undefined), exitFile: 3, killed: false })).to.equal(3);
    expect(exitStatus({ task: undefined, exitFile: undefined, killed: false })).to.equal(undefined);
  });
});

describe(awsWords.name, () => {
  it('joins what the task and the container say, once where they agree', () => {
    const main = (reason: string): { name: string; reason: string }[] => [{ name: 'main', reason }];
    expect(awsWords(ecsTask({ stoppedReason: 'A', containers: main('B') }))).to.equal('A: B');
    expect(awsWords(ecsTask({ stoppedReason: 'A', containers: main('A') }))).to.equal('A');
    expect(awsWords(ecsTask({ stoppedReason: '', containers: main('B') }))).to.equal('B');
    expect(awsWords(ecsTask())).to.equal('');
    expect(awsWords(undefined)).to.equal('');
  });
});

describe(evidenceOf.name, () => {
  it('lists what is known and nothing that is not', () => {
    expect(evidenceOf({ task: endedTask(3), exitFile: undefined, killed: false })).to.deep.equal({
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
      containerExit: 3,
    });
    expect(evidenceOf({ task: undefined, exitFile: 0, killed: false })).to.deep.equal({ exitFile: 0 });
  });
});
