import { expect } from 'chai';
import { hasEnded, hasStarted, isEarly } from '../../../src/outcome/task-state.js';
import { ecsTask } from '../aws-builders.js';

const STATES = [
  { lastStatus: 'PROVISIONING', started: false, ended: false },
  { lastStatus: 'PENDING', started: false, ended: false },
  { lastStatus: 'ACTIVATING', started: false, ended: false },
  { lastStatus: 'RUNNING', started: true, ended: false },
  { lastStatus: 'DEACTIVATING', started: false, ended: false },
  { lastStatus: 'STOPPING', started: false, ended: false },
  { lastStatus: 'DEPROVISIONING', started: false, ended: false },
  { lastStatus: 'STOPPED', started: false, ended: true },
  { lastStatus: 'DELETED', started: false, ended: true },
  { lastStatus: 'A_NEW_ONE', started: false, ended: false },
];

describe(hasStarted.name, () => {
  for (const { lastStatus, started } of STATES) {
    it(`is ${String(started)} in ${lastStatus}, and true where ECS has a start time`, () => {
      expect(hasStarted(ecsTask({ lastStatus }))).to.equal(started);
      expect(hasStarted(ecsTask({ lastStatus, startedAt: 1 }))).to.equal(true);
    });
  }
});

describe(hasEnded.name, () => {
  for (const { lastStatus, ended } of STATES) {
    it(`is ${String(ended)} in ${lastStatus}, also when the exit code shows already`, () => {
      const containers = [{ name: 'main', exitCode: 0 }];
      expect(hasEnded(ecsTask({ lastStatus, containers }))).to.equal(ended);
    });
  }
});

describe(isEarly.name, () => {
  it('lasts five minutes', () => {
    expect(isEarly(0)).to.equal(true);
    expect(isEarly(299_999)).to.equal(true);
    expect(isEarly(300_000)).to.equal(false);
  });
});
