import { expect } from 'chai';
import { awsWords, containerExit, evidenceOf, lastWord, ranFor } from '../../../src/outcome/evidence.js';
import { ecsTask, endedTask } from '../aws-builders.js';
import { evidence } from './endings/ending.js';

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

describe(awsWords.name, () => {
  const main = (reason: string): { name: string; reason: string }[] => [{ name: 'main', reason }];

  it('joins what the task and the container say, once where they agree', () => {
    expect(awsWords(ecsTask({ stoppedReason: 'A', containers: main('B') }))).to.equal('A: B');
    expect(awsWords(ecsTask({ stoppedReason: 'A', containers: main('A') }))).to.equal('A');
    expect(awsWords(ecsTask({ stoppedReason: '', containers: main('B') }))).to.equal('B');
    expect(awsWords(ecsTask({ stoppedReason: 'A', containers: main(' ') }))).to.equal('A');
    expect(awsWords(ecsTask())).to.equal('');
    expect(awsWords(undefined)).to.equal('');
  });

  it('are one line without credentials', () => {
    const told = awsWords(
      ecsTask({ stoppedReason: ' send request failed\ncaused by:\t\tAWS_SECRET_ACCESS_KEY=abcdefgh ' }),
    );
    expect(told).to.match(/^send request failed caused by: AWS_SECRET_ACCESS_KEY=\S+$/);
    expect(told).not.to.include('abcdefgh');
  });
});

describe(lastWord.name, () => {
  it('is what ECS says now, else what it said last', () => {
    const [now, before] = [endedTask(0), ecsTask()];
    expect(lastWord({ task: now, lastSeen: before })).to.equal(now);
    expect(lastWord({ task: undefined, lastSeen: before })).to.equal(before);
    expect(lastWord({ task: undefined })).to.equal(undefined);
  });
});

describe(ranFor.name, () => {
  it('goes from the start to the end of the containers, of the task, or to now', () => {
    const times = { startedAt: 1_000, executionStoppedAt: 3_000, stoppingAt: 4_000, stoppedAt: 6_000 };
    const span = (changes: object, now?: number): number | undefined =>
      ranFor(evidence({ task: { ...ecsTask(), ...changes }, now }));
    expect(span(times)).to.equal(2_000);
    expect(span({ ...times, executionStoppedAt: undefined })).to.equal(3_000);
    expect(span({ startedAt: 1_000, stoppedAt: 6_000 }, 9_000)).to.equal(5_000);
    expect(span({ startedAt: 1_000 }, 9_000)).to.equal(8_000);
    expect(span({ startedAt: 1_000 })).to.equal(undefined);
    expect(span({ stoppedAt: 6_000 }, 9_000)).to.equal(undefined);
    expect(ranFor(evidence({}))).to.equal(undefined);
  });
});

describe(evidenceOf.name, () => {
  it('lists what is known and nothing that is not', () => {
    expect(evidenceOf(evidence({ task: endedTask(3) }))).to.deep.equal({
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
      containerExit: 3,
    });
    expect(evidenceOf(evidence({ exitFile: 0 }))).to.deep.equal({ exitFile: 0 });
    expect(evidenceOf(evidence({ task: ecsTask(), lastSeen: ecsTask() }))).to.deep.equal({});
  });

  it('holds one line for each fact', () => {
    const task = ecsTask({ stoppedReason: 'a\nb', containers: [{ name: 'main', reason: 'c\n d' }] });
    expect(evidenceOf(evidence({ task }))).to.deep.equal({ stoppedReason: 'a b', containerReason: 'c d' });
  });
});
