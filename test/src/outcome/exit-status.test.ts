import { expect } from 'chai';
import { disagreement, exitStatus, knownStatuses, statusMeaning } from '../../../src/outcome/exit-status.js';
import { ecsTask, endedTask } from '../aws-builders.js';
import { evidence } from './endings/ending.js';

const statusOf = (container: number | undefined, exitFile: number | undefined): number | undefined =>
  exitStatus(evidence({ task: endedTask(container), exitFile }));

describe(exitStatus.name, () => {
  it('is the one that is known', () => {
    expect(statusOf(undefined, undefined)).to.equal(undefined);
    expect(statusOf(undefined, 3)).to.equal(3);
    expect(statusOf(undefined, 0)).to.equal(0);
    expect(statusOf(137, undefined)).to.equal(137);
    expect(statusOf(0, undefined)).to.equal(0);
    expect(exitStatus(evidence({}))).to.equal(undefined);
  });

  it('is the failure where one of both tells of success', () => {
    expect(statusOf(137, 0)).to.equal(137);
    expect(statusOf(0, 3)).to.equal(3);
    expect(statusOf(0, 0)).to.equal(0);
  });

  it('is the container’s where both tell of failures', () => {
    expect(statusOf(137, 143)).to.equal(137);
  });

  it('can be of a task that ECS forgot while it went down', () => {
    const lastSeen = ecsTask({
      lastStatus: 'DEPROVISIONING',
      containers: [{ name: 'main', exitCode: 4 }],
    });
    expect(exitStatus(evidence({ lastSeen }))).to.equal(4);
  });
});

describe(disagreement.name, () => {
  const said = (container: number | undefined, exitFile: number | undefined): string | undefined =>
    disagreement(evidence({ task: endedTask(container), exitFile }));

  it('is told where both are known and differ', () => {
    expect(said(137, 0)).to.equal('the container ended with 137 and .exitcode says 0');
    for (const [container, file] of [
      [0, 0],
      [3, 3],
      [3, undefined],
      [undefined, 3],
      [undefined, undefined],
    ])
      expect(said(container, file)).to.equal(undefined);
  });
});

describe(statusMeaning.name, () => {
  it('is known of those that mean something everywhere, in order', () => {
    const known = knownStatuses().map(([status]) => status);
    expect(known).to.deep.equal([126, 127, 130, 132, 134, 135, 136, 137, 139, 141, 143, 255]);
    for (const [status, meaning] of knownStatuses()) {
      expect(statusMeaning(status)).to.equal(meaning);
      expect(meaning.says).to.match(/^[a-z].{8}/);
      if (meaning.advice !== undefined) expect(meaning.advice).to.match(/^[A-Z].{8}/);
    }
    expect(statusMeaning(1)).to.equal(undefined);
  });
});
