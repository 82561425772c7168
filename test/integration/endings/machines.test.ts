import { expect } from 'chai';
import { type EndingRig, useRig } from './ending-rig.js';
import { LeapingClock } from './leaping-clock.js';

const DAY = 24 * 3_600_000;

describe('nf-awsecs run of a task whose machine is taken away', function () {
  this.timeout(30_000);
  let rig: EndingRig;
  useRig((opened) => (rig = opened));

  const losses = [
    ['lost', { do: 'lose-hosts' }, 'HOST_LOST', '-'],
    ['impaired', { do: 'impair' }, 'HOST_UNHEALTHY', '143'],
    ['drained', { do: 'drain', stopping: true }, 'INSTANCE_DRAINED', '143'],
  ] as const;
  for (const [what, act, code, status] of losses) {
    it(`(${what}) runs it anew for free, and says ${code} where that has no end`, async () => {
      const may = rig.path(`${what}-may-end`);
      const script = `until [ -e ${may} ]; do sleep 0.1; done & wait`;
      const run = rig.start([{ name: 'LONG', script }], ['aws.ecs.maxSpotAttempts = 1']);
      for (const attempt of [1, 2]) {
        await rig.running(attempt);
        rig.cloud.control.act(act);
      }
      const end = await run.end;
      expect(end.said).to.contain(`[${code}]`).and.contain(`Command exit status:\n  ${status}\n`);
      expect(end).to.include({ code: 1, attempts: 2 });
      expect(await rig.left()).to.deep.equal([]);
    });
  }
});

describe('nf-awsecs run of a task that is older than its machine may be', function () {
  this.timeout(30_000);
  const clock = new LeapingClock();
  let rig: EndingRig;
  useRig((opened) => (rig = opened), {
    runtime: 'simulated',
    clock,
    scenario: { simulated: [{ durationMs: 23 * DAY }] },
  });

  it('is told of 14 days, and that trying again cannot help', async () => {
    rig.cloud.control.load({ simulated: [{ durationMs: 23 * DAY }] });
    const run = rig.start([{ name: 'ENDLESS' }]);
    await rig.until('RUNNING');
    clock.leap(14 * DAY);
    await rig.polled(2);
    expect((await rig.left()).length, 'it goes on while its instance drains').to.equal(1);
    clock.leap(7 * DAY);
    const end = await run.end;
    expect(end.said)
      .to.contain('Container instance deregistration forced by user')
      .and.contain('[INSTANCE_LIFETIME]')
      .and.contain('14th day');
    expect(end).to.include({ code: 1, attempts: 1 });
    expect(await rig.left()).to.deep.equal([]);
  });
});
