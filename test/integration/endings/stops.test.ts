import { expect } from 'chai';
import { type EndingRig, useRig } from './ending-rig.js';

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

  const waits = [
    ['PROVISIONING', 'aws.ecs.provisioningTimeout', 'NO_CAPACITY', 1],
    ['PULLING', 'aws.ecs.pendingTimeout', 'STUCK_PENDING', 1],
    ['ACTIVATING', 'aws.ecs.pendingTimeout', 'STUCK_PENDING', 1],
  ] as const;
  for (const [status, setting, code, attempts] of waits) {
    it(`because it is stuck in ${status} names ${setting}`, async () => {
      rig.cloud.control.addFaults({ tasks: [{ effect: { kind: 'stuck', in: status } }] });
      const end = await rig.run([{ name: 'STUCK' }], [`${setting} = '1 sec'`]);
      expect(end.said).to.contain(`1 s (${setting})`).and.contain(`[${code}]`);
      expect(end).to.include({ code: 1, attempts });
      expect(await rig.left()).to.deep.equal([]);
    });
  }
});
