import { expect } from 'chai';
import { diagnose } from '../../../src/outcome/diagnose.js';
import { wantsOutput } from '../../../src/outcome/wants-output.js';
import { ecsTask, endedTask } from '../aws-builders.js';
import { evidence, failedStart, reason, stoppedByUs, taken, waited } from './endings/ending.js';
import type { EndEvidence } from '../../../src/outcome/evidence.js';

describe(diagnose.name, () => {
  it('takes the size of the budget of interruptions from the caller', () => {
    expect(diagnose(evidence({ task: taken('SpotInterruption', '') }), 2).retry).to.deep.equal({
      class: 'free',
      budget: 'interruptions',
      max: 2,
    });
  });

  it('asks for a longer pause after each disturbance', () => {
    const end = evidence({ task: failedStart('AGENT') });
    const pauses = [0, 1, 2, 3, 9].map((disturbances) => {
      const { retry } = diagnose(end, 5, { disturbances, interruptions: 7 });
      return retry.class === 'free' ? [retry.max, retry.afterMs] : [];
    });
    expect(pauses).to.deep.equal([
      [3, 5_000],
      [3, 20_000],
      [3, 80_000],
      [3, 320_000],
      [3, 320_000],
    ]);
  });

  it('gives the log of a task that did not complete', () => {
    const output = ['a', 'b'];
    expect(diagnose(evidence({ task: endedTask(3), output }), 5).logTail).to.deep.equal(output);
    expect(diagnose(evidence({ task: endedTask(0), output }), 5)).not.to.have.property('logTail');
    expect(diagnose(evidence({ task: endedTask(3), output: [] }), 5)).not.to.have.property('logTail');
    expect(diagnose(evidence({ task: endedTask(3) }), 5)).not.to.have.property('logTail');
  });

  it('knows no status of a command that never ran', () => {
    const end = evidence({ task: reason('CannotStartContainerError: x', 127) });
    expect(diagnose(end, 5)).not.to.have.property('exitStatus');
  });

  it('leaves out what is not known', () => {
    expect(diagnose(evidence({ task: endedTask(0) }), 5)).to.have.all.keys(
      'kind',
      'reason',
      'evidence',
      'retry',
      'exitStatus',
    );
    expect(diagnose(evidence({}), 5)).to.have.all.keys('kind', 'reason', 'evidence', 'retry', 'advice');
  });

  it('quotes AWS behind its own words, in one line, without its last full stop', () => {
    const task = taken('SpotInterruption', 'Your Spot Task\n was interrupted...');
    expect(diagnose(evidence({ task }), 5).reason).to.equal(
      'AWS took the Spot machine back: Your Spot Task was interrupted',
    );
  });

  it('quotes a line of the log once, cut where it is long', () => {
    const said = `AccessDenied:\t${'x'.repeat(400)}`;
    const end = evidence({ task: endedTask(1), output: ['before', said, 'AccessDenied again'] });
    expect(diagnose(end, 5).reason).to.equal(
      `S3 refused the task its work dir: AccessDenied: ${'x'.repeat(286)}`,
    );
  });

  it('shows no credentials', () => {
    const end = evidence({ task: endedTask(1), output: ['AccessDenied AWS_SECRET_ACCESS_KEY=abcdefgh'] });
    expect(diagnose(end, 5).reason).not.to.include('abcdefgh');
  });

  it('tells the status where ECS gave no reason, and what contradicts', () => {
    const task = ecsTask({
      lastStatus: 'STOPPED',
      stoppedReason: ' .',
      containers: [{ name: 'main', exitCode: 3 }],
    });
    expect(diagnose(evidence({ task }), 5).reason).to.equal('The command ended with status 3');
    expect(diagnose(evidence({ task, exitFile: 4 }), 5).reason).to.equal(
      'The command ended with status 3; the container ended with 3 and .exitcode says 4',
    );
  });

  it('tells of no contradiction where the status is not what counts', () => {
    const task = taken('SpotInterruption', '', 137);
    expect(diagnose(evidence({ task, exitFile: 0 }), 5).reason).to.equal('AWS took the Spot machine back');
  });
});

describe(wantsOutput.name, () => {
  const wants = (given: Partial<EndEvidence>): boolean => {
    const end = evidence(given);
    return wantsOutput(diagnose(end, 5), end);
  };
  const running = ecsTask({ lastStatus: 'RUNNING' });

  it('is for a container that began, ended badly and left no exit file', () => {
    expect(wants({ task: endedTask(1) })).to.equal(true);
    expect(wants({ task: endedTask(undefined, { startedAt: 1 }) })).to.equal(true);
    expect(wants({ task: reason('OutOfMemoryError: x') })).to.equal(true);
    const ran = { phase: 'ran', bound: { ms: 1, setting: 'time' }, spent: 1 } as const;
    expect(wants({ task: endedTask(143, stoppedByUs), overrun: ran })).to.equal(true);
    expect(wants({ task: undefined, lastSeen: running })).to.equal(true);
  });

  it('is not for one whose file is there, or whose log was looked at', () => {
    expect(wants({ task: endedTask(1), exitFile: 1 })).to.equal(false);
    expect(wants({ task: endedTask(1), output: [] })).to.equal(false);
  });

  it('is not for ends that are explained, or before which nothing ran', () => {
    expect(wants({ task: endedTask(0) })).to.equal(false);
    expect(wants({ task: endedTask(1), killed: true })).to.equal(false);
    expect(wants({ task: taken('SpotInterruption', '', 137) })).to.equal(false);
    expect(wants({ task: failedStart('AGENT') })).to.equal(false);
    expect(wants({ task: endedTask(undefined, stoppedByUs), overrun: waited })).to.equal(false);
    expect(wants({ task: endedTask(undefined) })).to.equal(false);
    expect(wants({ task: undefined })).to.equal(false);
    expect(wants({ task: undefined, lastSeen: ecsTask({ lastStatus: 'PENDING' }) })).to.equal(false);
  });
});
