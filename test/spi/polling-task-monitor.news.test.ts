import { expect } from 'chai';
import sinon from 'sinon';
import { PollingTaskMonitor } from '../../spi/index.js';
import { Deferred } from '../support/deferred.js';
import { settle } from '../support/fake-clock.js';
import { FakeTaskHandler, type FakeState } from '../support/fake-task-handler.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { MonitorRig, ROUND_MS } from './monitor-rig.js';

/** A rig with two tasks on the backend. */
async function two(
  changes: ConstructorParameters<typeof MonitorRig>[0] = {},
): Promise<[MonitorRig, FakeTaskHandler, FakeTaskHandler]> {
  const rig = new MonitorRig(changes);
  const [first, second] = [new FakeTaskHandler(1), new FakeTaskHandler(2)];
  rig.monitor.start();
  rig.schedule(first, second);
  await settle();
  rig.say(first, 'RUNNING');
  rig.say(second, 'RUNNING');
  return [rig, first, second];
}

describe(`${PollingTaskMonitor.name} news`, () => {
  it('of one task does not wait for a check of another that never answers', async () => {
    const [rig, slow, quick] = await two();
    const check = sinon.stub<[], Promise<boolean>>().returns(new Deferred<boolean>().promise);
    slow.checkIfCompleted = check;
    await rig.clock.advance(3 * ROUND_MS);
    rig.say(quick, 'ENDED');
    await rig.clock.advance(ROUND_MS);
    expect(rig.events.of('HELLO (2)')).to.deep.equal(['submitted', 'running', 'completed']);
    expect(rig.events.of('HELLO (1)')).to.deep.equal(['submitted', 'running']);
    // Never two checks at once; what is being judged needs no snapshot.
    expect(check.callCount).to.equal(1);
    expect(rig.fetches.at(-1)).to.deep.equal(['native-2']);
    await rig.monitor.shutdown({ leaveRunning: true });
  });

  it('that a task has ended comes whenever its check answers, and frees its slot', async () => {
    const [rig, slow] = await two({ queueSize: 2 });
    const answer = new Deferred<boolean>();
    slow.checkIfCompleted = () => answer.promise;
    const third = new FakeTaskHandler(3);
    rig.schedule(third);
    await rig.clock.advance(5 * ROUND_MS);
    answer.resolve(true);
    await settle();
    expect(rig.events.of('HELLO (1)').at(-1)).to.equal('completed');
    expect(third.submits).to.equal(1);
    await rig.monitor.shutdown({ leaveRunning: true });
  });

  it('that a task runs does not come once it was evicted during the fetch', async () => {
    const [rig, gone] = await two();
    const held = new Deferred<ReadonlyMap<string, FakeState>>();
    rig.onFetch = () => held.promise;
    await rig.clock.advance(ROUND_MS);
    rig.monitor.evict(gone);
    held.resolve(new Map(rig.backend));
    await settle();
    expect(gone.status).to.equal('RUNNING');
    expect(rig.events.of('HELLO (1)')).to.deep.equal(['submitted']);
    expect(rig.events.of('HELLO (2)')).to.deep.equal(['submitted', 'running']);
    await rig.monitor.shutdown({ leaveRunning: true });
  });

  it('that a task has ended does not come once it was evicted while it was judged', async () => {
    const [rig, gone] = await two();
    const judged = new Deferred<boolean>();
    gone.checkIfCompleted = () => judged.promise;
    await rig.clock.advance(ROUND_MS);
    expect(rig.monitor.evict(gone)).to.equal(true);
    judged.resolve(true);
    await settle();
    expect(rig.events.of('HELLO (1)')).to.not.include('completed');
    await rig.monitor.shutdown({ leaveRunning: true });
  });

  it('that a task has ended brings the next round at the shortest interval', async () => {
    const asked: (readonly [number, number])[] = [];
    const pollDelay = (quiet: number, watched: number): number => {
      asked.push([quiet, watched]);
      return ROUND_MS;
    };
    const [rig, first] = await two({ pollDelay });
    await rig.clock.advance(5 * ROUND_MS);
    expect(asked.at(-1)?.[0]).to.be.greaterThan(2);
    rig.say(first, 'ENDED');
    await rig.clock.advance(ROUND_MS);
    expect(asked.at(-1)).to.deep.equal([0, 1]);
    await rig.monitor.shutdown({ leaveRunning: true });
  });

  it('that cannot be had are warned of once, however many rounds a check throws', async () => {
    const [rig, sick] = await two();
    sick.checkIfCompleted = () => Promise.reject(new Error('S3 is away'));
    await rig.clock.advance(10 * ROUND_MS);
    expect(rig.logger.messages('warn')).to.deep.equal([
      'The state of tasks cannot be read; asking again, no task is given up. S3 is away',
    ]);
    await rig.monitor.shutdown({ leaveRunning: true });
  });

  it('go on coming when the logger throws', async () => {
    const logger = new RecordingLogger();
    const broken = sinon.stub(logger);
    for (const level of ['debug', 'info', 'warn', 'error'] as const) broken[level].throws(new Error('full'));
    const [rig, sick, well] = await two({ logger });
    const works = rig.onFetch;
    rig.onFetch = () => Promise.reject(new Error('throttled'));
    const check = sick.checkIfCompleted.bind(sick);
    sick.checkIfCompleted = () => Promise.reject(new Error('S3 is away'));
    await rig.clock.advance(2 * ROUND_MS);
    rig.onFetch = works;
    rig.say(sick, 'ENDED');
    rig.say(well, 'ENDED');
    await rig.clock.advance(2 * ROUND_MS);
    expect(rig.events.of('HELLO (2)')).to.deep.equal(['submitted', 'running', 'completed']);
    sick.checkIfCompleted = check;
    await rig.clock.advance(ROUND_MS);
    expect(rig.events.of('HELLO (1)')).to.deep.equal(['submitted', 'running', 'completed']);
    expect(broken.warn.callCount).to.be.greaterThan(0);
  });

  it('go on coming when the engine and the logger both throw, and no slot is lost', async () => {
    const logger = new RecordingLogger();
    const error = sinon.stub(logger, 'error').throws(new Error('full'));
    const fail = (): never => {
      throw new Error('screen is gone');
    };
    const events = { submitted: fail, running: fail, completed: fail };
    const [rig, first, second] = await two({ logger, events, queueSize: 1 });
    rig.say(first, 'ENDED');
    await rig.clock.advance(ROUND_MS);
    expect(second.submits).to.equal(1);
    expect(error.callCount).to.equal(4);
    await rig.monitor.shutdown({ leaveRunning: true });
  });

  it('go on coming when pollDelay throws', async () => {
    let broken = true;
    const pollDelay = (): number => {
      if (broken) throw new Error('no delay');
      return ROUND_MS;
    };
    const [rig, first] = await two({ pollDelay });
    await rig.clock.advance(60_000);
    expect(rig.events.of('HELLO (1)')).to.deep.equal(['submitted', 'running']);
    broken = false;
    rig.say(first, 'ENDED');
    await rig.clock.advance(60_000);
    expect(rig.events.of('HELLO (1)')).to.deep.equal(['submitted', 'running', 'completed']);
    await rig.monitor.shutdown({ leaveRunning: true });
  });
});
