import { expect } from 'chai';
import { PollingTaskMonitor, ShutdownError, SubmitError } from '../../spi/index.js';
import { Deferred } from '../support/deferred.js';
import { settle } from '../support/fake-clock.js';
import { FakeTaskHandler, type FakeState } from '../support/fake-task-handler.js';
import { MonitorRig, ROUND_MS } from './monitor-rig.js';

/** A rig with one running handler whose kill ends the task on the backend. */
async function running(ids: readonly number[], queueSize = 10): Promise<[MonitorRig, FakeTaskHandler[]]> {
  const rig = new MonitorRig({ queueSize });
  const handlers = ids.map((id) => new FakeTaskHandler(id));
  for (const handler of handlers) {
    handler.onKill = () => {
      rig.say(handler, 'ENDED');
      return Promise.resolve();
    };
  }
  rig.monitor.start();
  rig.schedule(...handlers);
  await settle();
  for (const handler of handlers) if (handler.nativeId !== undefined) rig.say(handler, 'RUNNING');
  return [rig, handlers];
}

describe(`${PollingTaskMonitor.name} shutdown`, () => {
  it('withdraws what waits, kills what runs, and reports when all have ended', async () => {
    const [rig, [first, second]] = await running([1, 2], 1);
    const done = rig.monitor.shutdown();
    await rig.clock.advance(ROUND_MS);
    expect(await done).to.deep.equal({ stopped: 1, unfinished: [] });
    expect(first!.kills).to.equal(1);
    expect(second!).to.include({ submits: 0, kills: 0 });
    expect(rig.events.outcomeOf('HELLO (1)')?.kind).to.equal('killed');
    expect(rig.events.outcomeOf('HELLO (2)')?.reason).to.equal('The run ended before the task was submitted');
    expect(rig.clock.timers).to.equal(0);
  });

  it('ends at once where nothing is held', async () => {
    const rig = new MonitorRig();
    expect(await rig.monitor.shutdown()).to.deep.equal({ stopped: 0, unfinished: [] });
    expect(rig.clock.timers).to.equal(0);
  });

  it('withdraws what waits also where it was never started', async () => {
    const rig = new MonitorRig();
    rig.schedule(new FakeTaskHandler(1));
    await rig.monitor.shutdown();
    rig.monitor.start();
    await settle();
    expect(rig.events.of('HELLO (1)')).to.deep.equal(['completed']);
  });

  it('kills a submit in flight and waits for it', async () => {
    const rig = new MonitorRig();
    const task = new FakeTaskHandler(1);
    const sent = new Deferred<void>();
    task.onSubmit = () => sent.promise;
    task.onKill = () => {
      sent.reject(new ShutdownError('killed before it was submitted', { code: 'SHUT_DOWN' }));
      return Promise.resolve();
    };
    rig.monitor.start();
    rig.schedule(task);
    await settle();
    const report = await rig.monitor.shutdown();
    expect(report).to.deep.equal({ stopped: 1, unfinished: [] });
    expect(rig.events.outcomeOf('HELLO (1)')?.kind).to.equal('killed');
    expect(rig.clock.timers).to.equal(0);
  });

  it('gives killed tasks the grace and no more, and reports what did not end', async () => {
    const [rig, [deaf]] = await running([1]);
    deaf!.onKill = () => Promise.resolve();
    let report: unknown;
    const done = rig.monitor.shutdown({ graceMs: 5_000 }).then((value) => (report = value));
    await rig.clock.advance(4_999);
    expect(report).to.equal(undefined);
    await rig.clock.advance(1);
    await done;
    expect(report).to.deep.equal({ stopped: 1, unfinished: [deaf] });
    expect(rig.events.outcomeOf('HELLO (1)')?.reason).to.equal(
      'The run ended first; the end of the task was not seen',
    );
    expect(rig.clock.timers).to.equal(0);
  });

  it('gives 30 seconds of grace where none is said', async () => {
    const [rig, [deaf]] = await running([1]);
    deaf!.onKill = () => Promise.resolve();
    let over = false;
    const done = rig.monitor.shutdown().then(() => (over = true));
    await rig.clock.advance(29_999);
    expect(over).to.equal(false);
    await rig.clock.advance(1);
    await done;
  });

  it('logs a stop that was refused, stops the others, and reports the task as unfinished', async () => {
    const [rig, [refused, fine]] = await running([1, 2]);
    refused!.onKill = () => Promise.reject(new SubmitError('AccessDenied', { code: 'ACCESS_DENIED' }));
    const done = rig.monitor.shutdown({ graceMs: 2_000 });
    await rig.clock.advance(2_000);
    expect(await done).to.deep.equal({ stopped: 1, unfinished: [refused] });
    expect(fine!.killed).to.equal(true);
    const [entry] = rig.logger.entries.filter(({ level }) => level === 'error');
    expect(entry).to.deep.include({
      message: 'Could not stop task HELLO (1): AccessDenied',
      fields: { nativeId: 'native-1' },
    });
  });

  it('tells the progress after each accepted stop and survives a progress that throws', async () => {
    const [rig] = await running([1, 2, 3]);
    const told: string[] = [];
    const done = rig.monitor.shutdown({
      progress: (stopped, total) => {
        told.push(`${stopped}/${total}`);
        throw new Error('screen is gone');
      },
    });
    await rig.clock.advance(ROUND_MS);
    expect(await done).to.deep.equal({ stopped: 3, unfinished: [] });
    expect(told).to.deep.equal(['1/3', '2/3', '3/3']);
  });

  it('leaves running tasks alone when asked, and still completes each handler once', async () => {
    const [rig, [task]] = await running([1]);
    const report = await rig.monitor.shutdown({ leaveRunning: true });
    expect(task!.kills).to.equal(0);
    expect(report).to.deep.equal({ stopped: 0, unfinished: [task] });
    expect(rig.events.of('HELLO (1)')).to.deep.equal(['submitted', 'completed']);
    expect(rig.clock.timers).to.equal(0);
  });

  it('learns what a submit in flight became before it leaves the task running', async () => {
    const rig = new MonitorRig();
    const task = new FakeTaskHandler(1);
    const answer = new Deferred<undefined>();
    task.onSubmit = () => answer.promise;
    rig.monitor.start();
    rig.schedule(task);
    await settle();
    const done = rig.monitor.shutdown({ leaveRunning: true });
    await settle();
    answer.resolve(undefined);
    expect((await done).unfinished).to.deep.equal([task]);
    expect(rig.events.of('HELLO (1)')).to.deep.equal(['submitted', 'completed']);
    expect(rig.clock.timers).to.equal(0);
  });

  it('kills a submit in flight that finds no room once the shutdown leaves tasks running', async () => {
    const rig = new MonitorRig();
    const task = new FakeTaskHandler(1);
    const answer = new Deferred<undefined>();
    const waits = new Deferred<undefined>();
    task.onSubmit = async (turn) => {
      await answer.promise;
      turn?.pass();
      await waits.promise;
    };
    task.onKill = () => {
      waits.reject(new ShutdownError('killed before it was submitted', { code: 'SHUT_DOWN' }));
      return Promise.resolve();
    };
    rig.monitor.start();
    rig.schedule(task);
    await settle();
    const done = rig.monitor.shutdown({ leaveRunning: true });
    await settle();
    expect(task.kills).to.equal(0);
    answer.resolve(undefined);
    expect(await done).to.deep.equal({ stopped: 0, unfinished: [] });
    expect(task.kills).to.equal(1);
    expect(rig.events.outcomeOf('HELLO (1)')?.kind).to.equal('killed');
    expect(rig.clock.timers).to.equal(0);
  });

  it('is idempotent: later calls get the first report and kill nothing twice', async () => {
    const [rig, [task]] = await running([1]);
    const first = rig.monitor.shutdown();
    const second = rig.monitor.shutdown({ leaveRunning: true });
    await rig.clock.advance(ROUND_MS);
    expect(await second).to.equal(await first);
    expect(await rig.monitor.shutdown()).to.equal(await first);
    expect(task!.kills).to.equal(1);
  });

  it('refuses a handler after shutdown began', () => {
    const rig = new MonitorRig();
    const done = rig.monitor.shutdown();
    expect(() => rig.monitor.schedule(new FakeTaskHandler(7)))
      .to.throw(ShutdownError, 'Task HELLO (7) was not scheduled: the executor is shut down.')
      .with.property('code', 'SHUT_DOWN');
    return done;
  });

  it('waits for the round under way before it reports', async () => {
    const [rig] = await running([1]);
    const held = new Deferred<ReadonlyMap<string, FakeState>>();
    rig.onFetch = () => held.promise;
    rig.monitor.signal();
    let over = false;
    const done = rig.monitor.shutdown({ leaveRunning: true }).then(() => (over = true));
    await settle();
    expect(over).to.equal(false);
    held.resolve(new Map());
    await done;
  });
});
