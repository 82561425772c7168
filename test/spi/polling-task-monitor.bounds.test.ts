import { expect } from 'chai';
import { PollingTaskMonitor, SubmitError, type ShutdownReport } from '../../spi/index.js';
import { Deferred } from '../support/deferred.js';
import { settle } from '../support/fake-clock.js';
import { FakeTaskHandler, type FakeState } from '../support/fake-task-handler.js';
import { MonitorRig, ROUND_MS } from './monitor-rig.js';

const STALLED_MS = 600_000;
const LAST_ROUND_MS = 90_000;
const GRACE_MS = 5_000;

async function running(count: number): Promise<[MonitorRig, FakeTaskHandler[]]> {
  const rig = new MonitorRig({ queueSize: Infinity });
  const handlers = Array.from({ length: count }, (_, index) => new FakeTaskHandler(index + 1));
  rig.monitor.start();
  rig.schedule(...handlers);
  await settle();
  for (const handler of handlers) rig.say(handler, 'RUNNING');
  return [rig, handlers];
}

function reportOf(rig: MonitorRig, options: Parameters<MonitorRig['monitor']['shutdown']>[0]): ReportSeen {
  const seen: ReportSeen = { report: undefined };
  void rig.monitor.shutdown(options).then((report) => (seen.report = report));
  return seen;
}

interface ReportSeen {
  report: ShutdownReport | undefined;
}

function unanswered<T>(): Promise<T> {
  return new Deferred<T>().promise;
}

describe(`${PollingTaskMonitor.name} bounds of a shutdown`, () => {
  it('is not held by a kill that never answers for longer than 90 seconds and the grace', async () => {
    const [rig, [deaf, fine]] = await running(2);
    deaf!.onKill = unanswered;
    fine!.onKill = () => {
      rig.say(fine!, 'ENDED');
      return Promise.resolve();
    };
    const seen = reportOf(rig, { graceMs: GRACE_MS });
    await rig.clock.advance(STALLED_MS + GRACE_MS - 1);
    expect(seen.report).to.equal(undefined);
    await rig.clock.advance(1);
    expect(seen.report).to.deep.equal({ stopped: 1, unfinished: [deaf] });
    expect(rig.events.outcomeOf('HELLO (2)')?.kind).to.equal('killed');
    expect(rig.clock.timers).to.equal(0);
  });

  it('waits on for stops as long as one is accepted every 90 seconds', async () => {
    const [rig, handlers] = await running(5);
    for (const [index, handler] of handlers.entries()) {
      handler.onKill = () =>
        new Promise((resolve) => {
          rig.clock.after((index + 1) * (STALLED_MS - 1), () => {
            rig.say(handler, 'ENDED');
            resolve();
          });
        });
    }
    const seen = reportOf(rig, { graceMs: GRACE_MS });
    await rig.clock.advance(5 * STALLED_MS + GRACE_MS);
    expect(seen.report).to.deep.equal({ stopped: 5, unfinished: [] });
    expect(rig.clock.timers).to.equal(0);
  });

  it('is not held by a status call that never answers for longer than the grace and 90 seconds', async () => {
    const [rig, [task]] = await running(1);
    rig.onFetch = unanswered<ReadonlyMap<string, FakeState>>;
    rig.monitor.signal();
    const seen = reportOf(rig, { graceMs: GRACE_MS });
    await rig.clock.advance(GRACE_MS + LAST_ROUND_MS - 1);
    expect(seen.report).to.equal(undefined);
    await rig.clock.advance(1);
    expect(seen.report).to.deep.equal({ stopped: 1, unfinished: [task] });
    expect(rig.events.of('HELLO (1)')).to.deep.equal(['submitted', 'completed']);
    expect(rig.clock.timers).to.equal(0);
  });

  it('is not held by a check that never answers for longer than the grace', async () => {
    const [rig, [task]] = await running(1);
    task!.checkIfCompleted = unanswered<boolean>;
    await rig.clock.advance(ROUND_MS);
    const seen = reportOf(rig, { graceMs: GRACE_MS });
    await rig.clock.advance(GRACE_MS);
    expect(seen.report).to.deep.equal({ stopped: 1, unfinished: [task] });
    expect(rig.clock.timers).to.equal(0);
  });

  for (const leaveRunning of [false, true]) {
    it(`submits nothing whose work files were still written when it began${leaveRunning ? ', also where it leaves what runs' : ''}`, async () => {
      const rig = new MonitorRig();
      const written = new Deferred<void>();
      const task = new FakeTaskHandler(1, { prepare: () => written.promise });
      rig.monitor.start();
      rig.schedule(task);
      await settle();
      const seen = reportOf(rig, { graceMs: GRACE_MS, leaveRunning });
      await settle();
      // At once: a storage that hangs holds nothing up.
      expect(seen.report).to.deep.equal({ stopped: 0, unfinished: [] });
      written.resolve();
      await settle();
      expect(task.submits).to.equal(0);
      expect(rig.events.of('HELLO (1)')).to.deep.equal(['completed']);
      expect(rig.events.outcomeOf('HELLO (1)')).to.deep.include({
        kind: 'killed',
        reason: 'The run ended before the task was submitted',
      });
      expect(rig.clock.timers).to.equal(0);
    });
  }

  it('says of every task whose submit was never answered that it may still run, whenever that was', async () => {
    const rig = new MonitorRig();
    const task = new FakeTaskHandler(1);
    task.onSubmit = () =>
      Promise.reject(new SubmitError('may run unseen', { code: 'SUBMIT_UNCERTAIN', uncertain: true }));
    rig.monitor.start();
    rig.schedule(task);
    await settle();
    expect(rig.events.of('HELLO (1)')).to.deep.equal(['completed']);
    expect(rig.events.outcomeOf('HELLO (1)')).to.deep.include({
      kind: 'lost',
      reason: 'may run unseen',
      retry: { class: 'never' },
    });
    expect(rig.logger.messages('error')).to.deep.equal(['may run unseen']);
    expect(await rig.monitor.shutdown()).to.deep.equal({ stopped: 0, unfinished: [task] });
  });

  it('reports nothing of a submit in flight that was evicted, and does not wait for it for ever', async () => {
    const rig = new MonitorRig();
    const task = new FakeTaskHandler(1);
    task.onSubmit = unanswered<void>;
    rig.monitor.start();
    rig.schedule(task);
    await settle();
    rig.monitor.evict(task);
    const seen = reportOf(rig, { graceMs: GRACE_MS });
    await rig.clock.advance(GRACE_MS);
    expect(seen.report).to.not.equal(undefined);
    expect(rig.events.of('HELLO (1)')).to.deep.equal([]);
    expect(rig.clock.timers).to.equal(0);
  });
});
