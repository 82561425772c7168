import { expect } from 'chai';
import { type EndingRig, useRig } from './ending-rig.js';
import { LeapingClock } from './leaping-clock.js';

const MINUTE = 60_000;

describe('nf-awsecs run of a task that ECS does not know', function () {
  this.timeout(30_000);
  const clock = new LeapingClock();
  let rig: EndingRig;
  useRig((opened) => (rig = opened), { runtime: 'simulated', clock });

  it('yet waits for it', async () => {
    rig.cloud.control.load({ tasks: [{ effect: { kind: 'missing', for: 1500 } }] });
    const end = await rig.run([{ name: 'NEW' }]);
    expect(end, end.said).to.include({ code: 0, attempts: 1 });
    expect(end.said).to.contain('1 succeeded');
  });

  /** Runs a task that ECS forgets when it is a minute old, and lets the time of its retention go by. */
  async function forgotten(durationMs: number): ReturnType<EndingRig['run']> {
    rig.cloud.control.load({
      tasks: [{ effect: { kind: 'missing', since: MINUTE } }],
      simulated: [{ durationMs, exitCode: 3, output: ['counted 7 samples'] }],
    });
    const run = rig.start([{ name: 'OLD' }]);
    await rig.until('RUNNING');
    clock.leap(61 * MINUTE);
    await rig.polled(2);
    clock.leap(6 * MINUTE);
    return run.end;
  }

  it('any more takes the status that its work dir holds', async () => {
    const end = await forgotten(2 * MINUTE);
    expect(end.said)
      .to.contain('Process `OLD` terminated with an error exit status (3)')
      .and.contain('Command exit status:\n  3\n')
      .and.contain('[EXIT_STATUS]')
      .and.match(/Command output:\n {2}counted 7 samples/);
    expect(end).to.include({ code: 1, attempts: 1 });
  });

  it('any more calls it lost where the work dir holds none, and stops it', async () => {
    const end = await forgotten(600 * MINUTE);
    expect(end.said)
      .to.contain('[TASK_LOST]')
      .and.contain('no .exitcode')
      .and.contain('Command exit status:\n  -\n');
    expect(end).to.include({ code: 1, attempts: 1 });
    expect(rig.cloud.calls.count('ecs', 'StopTask')).to.equal(1);
    await rig.calm();
    expect(await rig.left()).to.deep.equal([]);
  });
});
