import { expect } from 'chai';
import { isInterruption, lacksCapacity, neverStarted, passes } from '../../../src/outcome/stop-signs.js';
import { ecsTask, endedTask } from '../aws-builders.js';

function stopped(stoppedReason: string, exitCode?: number): ReturnType<typeof ecsTask> {
  const container = { name: 'main', ...(exitCode !== undefined && { exitCode }) };
  return ecsTask({ lastStatus: 'STOPPED', stoppedReason, containers: [container] });
}

describe(isInterruption.name, () => {
  it('goes by the stop code, whatever the words and the status', () => {
    for (const stopCode of ['SpotInterruption', 'TerminationNotice', 'InfrastructureHealth'])
      expect(isInterruption(endedTask(0, { stopCode, stoppedReason: '' })), stopCode).to.equal(true);
    for (const stopCode of ['EssentialContainerExited', 'UserInitiated', 'TaskFailedToStart'])
      expect(isInterruption(endedTask(undefined, { stopCode })), stopCode).to.equal(false);
  });

  it('goes by the words where no exit status contradicts them', () => {
    expect(isInterruption(stopped('Host EC2 (instance i-1) terminated.'))).to.equal(true);
    expect(isInterruption(stopped('Host EC2 (instance i-1) terminated.', 1))).to.equal(false);
    expect(isInterruption(stopped('Essential container in task exited'))).to.equal(false);
    expect(isInterruption(stopped('Task stopped: no room on Host EC2 '))).to.equal(false);
    expect(isInterruption(ecsTask({ lastStatus: 'STOPPED' }))).to.equal(false);
  });
});

describe(neverStarted.name, () => {
  it('goes by the stop code where there is one', () => {
    expect(neverStarted(endedTask(undefined, { stopCode: 'TaskFailedToStart' }))).to.equal(true);
    const contradicting = { stoppedReason: 'CannotPullContainerError: x' };
    expect(neverStarted(endedTask(undefined, contradicting))).to.equal(false);
  });

  it('goes by the agent’s prefix where there is none and the task never ran', () => {
    for (const prefix of [
      'CannotPullContainer',
      'CannotCreateContainer',
      'CannotStartContainer',
      'CannotInspectContainer',
      'ResourceInitialization',
    ])
      expect(neverStarted(stopped(`${prefix}Error: x`)), prefix).to.equal(true);
    expect(neverStarted(stopped('Essential container in task exited'))).to.equal(false);
    expect(neverStarted({ ...stopped('CannotStartContainerError: x'), startedAt: 1 })).to.equal(false);
  });
});

describe(passes.name, () => {
  const passing = [
    'CannotPullContainerError: toomanyrequests',
    'CannotPullContainerError: i/o timeout',
    'CannotPullContainerError: no space left on device',
    'Unexpected EC2 error while creating',
    'AGENT',
  ];
  for (const words of passing) {
    it(`is true of ${words}`, () => expect(passes(stopped(words))).to.equal(true));
  }
  for (const words of ['CannotPullContainerError: manifest unknown', 'the agent said no', 'resource: none']) {
    it(`is false of ${words}`, () => expect(passes(stopped(words))).to.equal(false));
  }
});

describe(lacksCapacity.name, () => {
  const failed = (stoppedReason: string): boolean =>
    lacksCapacity(endedTask(undefined, { stopCode: 'TaskFailedToStart', stoppedReason }));

  it('goes by the words of a start that failed', () => {
    for (const words of ['RESOURCE:MEMORY', 'RESOURCE:GPU', 'Capacity is unavailable at this time'])
      expect(failed(words), words).to.equal(true);
    for (const words of ['resource: none', 'AGENT', 'CannotPullContainerError: x'])
      expect(failed(words), words).to.equal(false);
  });

  it('is not for a task that ran', () => {
    expect(lacksCapacity(endedTask(1, { stoppedReason: 'RESOURCE:MEMORY' }))).to.equal(false);
  });
});
