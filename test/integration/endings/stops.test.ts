import { expect } from 'chai';
import { type EndingRig, useRig } from './ending-rig.js';
import { LeapingClock } from './leaping-clock.js';

/**
 * So often ECS is asked until the run has surely seen a state: the first answer can be of before, and that the third call
 * has come says that the second's answer was read.
 */
const SEEN = 3;

describe('nf-awsecs run of a task that is stopped', function () {
  this.timeout(30_000);
  let rig: EndingRig;
  useRig((opened) => (rig = opened));
  const endless = (): string => `until [ -e ${rig.path('never')} ]; do sleep 0.1; done & wait`;

  it('by somebody else says so in their words, and does not start it again', async () => {
    const run = rig.start([{ name: 'LONG', script: endless() }], ["process.errorStrategy = 'retry'"]);
    await rig.stop(await rig.until('RUNNING'), 'cluster maintenance by the platform team');
    const end = await run.end;
    expect(end.said)
      .to.contain('cluster maintenance by the platform team')
      .and.contain('[TASK_STOPPED]')
      .and.contain('Command exit status:\n  143\n');
    expect(end).to.include({ code: 1, attempts: 1 });
    expect(await rig.left()).to.deep.equal([]);
  });

  it('for its time limit tells the limit and how long it ran', async () => {
    const end = await rig.run([{ name: 'SLOW', script: endless(), directives: ["time '1 sec'"] }]);
    expect(end.said)
      .to.match(/had run for \d+ s(?: \d+ ms)?: it may run for 1 s \(time\)/)
      .and.contain('[TIME_LIMIT]')
      .and.contain('Command exit status:\n  143\n');
    expect(end).to.include({ code: 1, attempts: 1 });
    expect(await rig.left()).to.deep.equal([]);
  });
});

describe('nf-awsecs run of a task that does not get on', function () {
  this.timeout(30_000);
  const clock = new LeapingClock();
  let rig: EndingRig;
  useRig((opened) => (rig = opened), { runtime: 'simulated', clock });

  it('stops it in PROVISIONING after aws.ecs.provisioningTimeout', async () => {
    rig.cloud.control.addFaults({ tasks: [{ effect: { kind: 'stuck', in: 'PROVISIONING' } }] });
    const end = await rig.run([{ name: 'STUCK' }], ["aws.ecs.provisioningTimeout = '1 sec'"]);
    expect(end.said).to.contain('within 1 s (aws.ecs.provisioningTimeout)').and.contain('[NO_CAPACITY]');
    expect(end).to.include({ code: 1, attempts: 1 });
    expect(await rig.left()).to.deep.equal([]);
  });

  for (const [stuck, status] of [
    ['PULLING', 'PENDING'],
    ['ACTIVATING', 'ACTIVATING'],
  ] as const) {
    it(`stops it in ${stuck} after aws.ecs.pendingTimeout`, async () => {
      rig.cloud.control.addFaults({ tasks: [{ effect: { kind: 'stuck', in: stuck } }] });
      const run = rig.start([{ name: 'STUCK' }], ["aws.ecs.pendingTimeout = '1 min'"]);
      await rig.until(status);
      await rig.polled(SEEN);
      clock.leap(70_000);
      const end = await run.end;
      expect(end.said).to.contain('1 min (aws.ecs.pendingTimeout)').and.contain('[STUCK_PENDING]');
      expect(end).to.include({ code: 1, attempts: 1 });
      expect(await rig.left()).to.deep.equal([]);
    });
  }

  it('starts it anew by itself where its instance never began with it', async () => {
    rig.cloud.control.addFaults({ tasks: [{ effect: { kind: 'stuck', in: 'PENDING' }, times: 1 }] });
    const run = rig.start([{ name: 'STUCK' }], ["aws.ecs.pendingTimeout = '1 min'"]);
    await rig.until('PENDING');
    await rig.polled(SEEN);
    clock.leap(70_000);
    await rig.says(run, 'is submitted again');
    clock.leap(10_000);
    expect(await run.end, run.said()).to.include({ code: 0, attempts: 2 });
    expect(await rig.left()).to.deep.equal([]);
  });
});
