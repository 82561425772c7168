import { expect } from 'chai';
import {
  began,
  gaveUpIn,
  isInterruption,
  lacksCapacity,
  lostForCapacity,
  neverStarted,
  outlivedItsInstance,
} from '../../../src/outcome/stop-signs.js';
import { ecsTask, endedTask } from '../aws-builders.js';
import { DAY, evidence, failedStart, pended, stoppedByUs, waited } from './endings/ending.js';

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
    for (const status of [137, 143])
      expect(isInterruption(stopped('Host EC2 (instance i-1) terminated.', status))).to.equal(true);
    expect(isInterruption(stopped('Your Spot Task was interrupted.'))).to.equal(true);
    expect(isInterruption(stopped('They said: Your Spot Task was interrupted.'))).to.equal(false);
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

  it('goes by what the agent says of the container itself, whatever the code', () => {
    const containers = [{ name: 'main', exitCode: 127, reason: 'CannotStartContainerError: x' }];
    expect(neverStarted(endedTask(127, { containers }))).to.equal(true);
    expect(neverStarted(endedTask(127, { containers, startedAt: 1 }))).to.equal(false);
    expect(neverStarted(endedTask(127, { containers: [] }))).to.equal(false);
  });

  it('goes by the agent’s prefix where there is none and the task never ran', () => {
    for (const prefix of [
      'CannotPullContainer',
      'CannotCreateContainer',
      'CannotStartContainer',
      'CannotInspectContainer',
      'ResourceInitialization',
      'ContainerRuntime',
      'ContainerRuntimeTimeout',
      'DockerTimeout',
      'CannotPull',
      'CannotCreate',
      'CannotStart',
      'CannotInspect',
    ])
      expect(neverStarted(stopped(`${prefix}Error: x`)), prefix).to.equal(true);
    expect(neverStarted(stopped('Essential container in task exited'))).to.equal(false);
    expect(neverStarted({ ...stopped('CannotStartContainerError: x'), startedAt: 1 })).to.equal(false);
    expect(neverStarted(stopped('WeCannotStartContainerError: x'))).to.equal(false);
    expect(neverStarted(stopped('CannotStartContainerErrors: x'))).to.equal(false);
    expect(neverStarted(ecsTask({ lastStatus: 'STOPPED', containers: [] }))).to.equal(false);
  });
});

describe(lacksCapacity.name, () => {
  const failed = (stoppedReason: string): boolean =>
    lacksCapacity(evidence({ task: failedStart(stoppedReason) }));

  it('goes by the words of a start that failed', () => {
    for (const words of ['RESOURCE:MEMORY', 'RESOURCE:GPU', 'Capacity is unavailable at this time'])
      expect(failed(words), words).to.equal(true);
    for (const words of ['resource: none', 'AGENT', 'CannotPullContainerError: x'])
      expect(failed(words), words).to.equal(false);
  });

  it('is not for a task that ran', () => {
    const task = endedTask(1, { stoppedReason: 'RESOURCE:MEMORY' });
    expect(lacksCapacity(evidence({ task }))).to.equal(false);
  });
});

describe(lostForCapacity.name, () => {
  it('is a start that failed for want of capacity, or a wait that we gave up', () => {
    expect(lostForCapacity(evidence({ task: failedStart('RESOURCE:CPU') }))).to.equal(true);
    const task = endedTask(undefined, stoppedByUs);
    expect(lostForCapacity(evidence({ task, overrun: waited }))).to.equal(true);
    expect(lostForCapacity(evidence({ task, overrun: pended }))).to.equal(false);
    expect(lostForCapacity(evidence({ task: failedStart('AGENT') }))).to.equal(false);
    expect(lostForCapacity(evidence({}))).to.equal(false);
  });
});

describe(gaveUpIn.name, () => {
  it('is not for a task that came to an end of its own', () => {
    const task = endedTask(undefined, stoppedByUs);
    expect(gaveUpIn('pended', evidence({ task, overrun: pended }))).to.equal(true);
    expect(gaveUpIn('pended', evidence({ task, overrun: waited }))).to.equal(false);
    expect(gaveUpIn('pended', evidence({ task, overrun: pended, exitFile: 1 }))).to.equal(false);
    expect(gaveUpIn('pended', evidence({ task: endedTask(1), overrun: pended }))).to.equal(false);
    expect(gaveUpIn('pended', evidence({ task }))).to.equal(false);
  });
});

describe(began.name, () => {
  it('is told by the start or by a status, of a task that did not fail to start', () => {
    expect(began(evidence({ task: ecsTask({ startedAt: 1 }) }))).to.equal(true);
    expect(began(evidence({ task: endedTask(1) }))).to.equal(true);
    expect(began(evidence({ task: endedTask(undefined) }))).to.equal(false);
    expect(began(evidence({ task: { ...failedStart('x'), startedAt: 1 } }))).to.equal(false);
    expect(began(evidence({}))).to.equal(false);
  });
});

describe(outlivedItsInstance.name, () => {
  it('is true from 13 days on', () => {
    const after = (stoppedAt: number): boolean =>
      outlivedItsInstance(evidence({ task: ecsTask({ startedAt: 0, stoppedAt }) }));
    expect(after(13 * DAY)).to.equal(true);
    expect(after(13 * DAY - 1)).to.equal(false);
    expect(outlivedItsInstance(evidence({}))).to.equal(false);
  });
});
