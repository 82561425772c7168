import { expect } from 'chai';
import { PollingTaskMonitor, SubmitError } from '../../spi/index.js';
import { Deferred } from '../support/deferred.js';
import { settle } from '../support/fake-clock.js';
import { FakeTaskHandler, type FakeState } from '../support/fake-task-handler.js';
import { MonitorRig, ROUND_MS } from './monitor-rig.js';

function handlers(count: number): FakeTaskHandler[] {
  return Array.from({ length: count }, (_, index) => new FakeTaskHandler(index + 1));
}

describe(PollingTaskMonitor.name, () => {
  it('brings a task from schedule to completed, each event once and in order', async () => {
    const rig = new MonitorRig();
    const [task] = handlers(1) as [FakeTaskHandler];
    rig.monitor.start();
    rig.schedule(task);
    await settle();
    rig.say(task, 'RUNNING');
    await rig.clock.advance(ROUND_MS);
    rig.say(task, 'ENDED');
    await rig.clock.advance(3 * ROUND_MS);
    expect(rig.events.of('HELLO (1)')).to.deep.equal(['submitted', 'running', 'completed']);
    expect(rig.events.outcomeOf('HELLO (1)')?.kind).to.equal('completed');
    expect(rig.clock.timers).to.equal(0);
  });

  it('prepares the work files once, before the submit', async () => {
    const order: string[] = [];
    const rig = new MonitorRig();
    const task = new FakeTaskHandler(1, {
      prepare: () => {
        order.push('prepare');
        return Promise.resolve();
      },
    });
    task.onSubmit = () => {
      order.push('submit');
      return Promise.resolve();
    };
    rig.monitor.start();
    rig.schedule(task);
    await settle();
    expect(order).to.deep.equal(['prepare', 'submit']);
    await rig.monitor.shutdown({ graceMs: 0, leaveRunning: true });
  });

  it('reports running and completed in the one round that first sees a short task ended', async () => {
    const rig = new MonitorRig();
    const task = new FakeTaskHandler(1);
    rig.monitor.start();
    rig.schedule(task);
    await settle();
    rig.say(task, 'ENDED');
    await rig.clock.advance(ROUND_MS);
    expect(rig.events.of('HELLO (1)')).to.deep.equal(['submitted', 'running', 'completed']);
    expect(rig.fetches.length).to.equal(1);
  });

  it('submits nothing before start', async () => {
    const rig = new MonitorRig();
    const task = new FakeTaskHandler(1);
    rig.schedule(task);
    await settle();
    expect(task.submits).to.equal(0);
    rig.monitor.start();
    await settle();
    expect(task.submits).to.equal(1);
    await rig.monitor.shutdown({ leaveRunning: true });
  });

  it('takes a handler that is scheduled twice as one task', async () => {
    const rig = new MonitorRig({ queueSize: 1 });
    const [twice, next] = handlers(2) as [FakeTaskHandler, FakeTaskHandler];
    rig.monitor.start();
    rig.schedule(twice, twice, next);
    await settle();
    rig.schedule(twice);
    rig.say(twice, 'ENDED');
    await rig.clock.advance(2 * ROUND_MS);
    expect(twice.submits).to.equal(1);
    expect(next.submits).to.equal(1);
    expect(rig.events.of('HELLO (1)')).to.deep.equal(['submitted', 'running', 'completed']);
    await rig.monitor.shutdown({ leaveRunning: true });
  });

  it('holds at most the queue size on the backend and goes on when a slot is free', async () => {
    const rig = new MonitorRig({ queueSize: 2 });
    const tasks = handlers(5);
    rig.monitor.start();
    rig.schedule(...tasks);
    await settle();
    expect(tasks.map(({ submits }) => submits)).to.deep.equal([1, 1, 0, 0, 0]);
    rig.say(tasks[1]!, 'ENDED');
    await rig.clock.advance(ROUND_MS);
    expect(tasks.map(({ submits }) => submits)).to.deep.equal([1, 1, 1, 0, 0]);
    await rig.monitor.shutdown({ leaveRunning: true });
  });

  it('has at most as many submits in flight as allowed, and no slow one holds up the rest', async () => {
    const rig = new MonitorRig({ submitConcurrency: 2 });
    const tasks = handlers(5);
    const slow = new Deferred<void>();
    tasks[0]!.onSubmit = () => slow.promise;
    rig.monitor.start();
    rig.schedule(...tasks);
    await settle();
    expect(tasks.map(({ submits }) => submits)).to.deep.equal([1, 1, 1, 1, 1]);
    expect(rig.events.of('HELLO (1)')).to.deep.equal([]);
    slow.resolve();
    await settle();
    expect(rig.events.of('HELLO (1)')).to.deep.equal(['submitted']);
    await rig.monitor.shutdown({ leaveRunning: true });
  });

  it('ends a task whose submit failed with the reason, without submitted, and frees its slot', async () => {
    const rig = new MonitorRig({ queueSize: 1 });
    const [bad, good] = handlers(2) as [FakeTaskHandler, FakeTaskHandler];
    bad.onSubmit = () =>
      Promise.reject(new SubmitError('no room', { code: 'NO_CAPACITY', recoverable: true }));
    rig.monitor.start();
    rig.schedule(bad, good);
    await settle();
    expect(rig.events.of('HELLO (1)')).to.deep.equal(['completed']);
    expect(rig.events.outcomeOf('HELLO (1)')).to.deep.include({
      kind: 'not-submitted',
      reason: 'no room',
      retry: { class: 'counted' },
    });
    expect(rig.events.of('HELLO (2)')).to.deep.equal(['submitted']);
    await rig.monitor.shutdown({ leaveRunning: true });
  });

  it('ends a task whose work files cannot be written, without a submit', async () => {
    const rig = new MonitorRig();
    const task = new FakeTaskHandler(1, { prepare: () => Promise.reject(new Error('disk full')) });
    rig.monitor.start();
    rig.schedule(task);
    await settle();
    expect(task.submits).to.equal(0);
    expect(rig.events.outcomeOf('HELLO (1)')).to.deep.include({ kind: 'not-submitted', reason: 'disk full' });
  });

  it('asks the backend ceil(N / 100) times a round', async () => {
    const rig = new MonitorRig({ queueSize: Infinity, submitConcurrency: 300 });
    const tasks = handlers(250);
    rig.monitor.start();
    rig.schedule(...tasks);
    await settle();
    for (const task of tasks) rig.say(task, 'PENDING');
    await rig.clock.advance(ROUND_MS);
    expect(rig.fetches.map(({ length }) => length)).to.deep.equal([100, 100, 50]);
    expect(new Set(rig.fetches.flat()).size).to.equal(250);
    await rig.monitor.shutdown({ leaveRunning: true });
  });

  it('keeps polling while tasks are submitted faster than the interval', async () => {
    const rig = new MonitorRig({ queueSize: Infinity });
    rig.monitor.start();
    for (const task of handlers(50)) {
      rig.schedule(task);
      await rig.clock.advance(ROUND_MS / 4);
    }
    expect(rig.fetches.length).to.be.greaterThan(5);
    await rig.monitor.shutdown({ leaveRunning: true });
  });

  it('loses nothing to a failing fetch and warns once of each kind of cause', async () => {
    const rig = new MonitorRig();
    const task = new FakeTaskHandler(1);
    rig.monitor.start();
    rig.schedule(task);
    await settle();
    rig.say(task, 'RUNNING');
    const works = rig.onFetch;
    rig.onFetch = () => Promise.reject(new Error('throttled'));
    await rig.clock.advance(5 * ROUND_MS);
    expect(rig.logger.messages('warn')).to.deep.equal([
      'The state of tasks cannot be read; asking again, no task is given up. throttled',
    ]);
    rig.onFetch = () => Promise.reject(new TypeError('no route'));
    await rig.clock.advance(2 * ROUND_MS);
    expect(rig.logger.messages('warn').length).to.equal(2);
    expect(rig.events.of('HELLO (1)')).to.deep.equal(['submitted']);
    rig.onFetch = works;
    await rig.clock.advance(120 * ROUND_MS);
    expect(rig.logger.messages('info')).to.deep.equal(['The state of tasks can be read again.']);
    rig.say(task, 'ENDED');
    await rig.clock.advance(ROUND_MS);
    expect(rig.events.of('HELLO (1)')).to.deep.equal(['submitted', 'running', 'completed']);
  });

  it('asks a handler again whose check or batch threw, and lets the others be', async () => {
    const rig = new MonitorRig();
    const [sick, well] = handlers(2) as [FakeTaskHandler, FakeTaskHandler];
    rig.monitor.start();
    rig.schedule(sick, well);
    await settle();
    rig.say(sick, 'ENDED');
    rig.say(well, 'ENDED');
    const check = sick.checkIfCompleted.bind(sick);
    sick.checkIfCompleted = () => Promise.reject(new Error('S3 is away'));
    await rig.clock.advance(ROUND_MS);
    expect(rig.events.of('HELLO (2)')).to.deep.equal(['submitted', 'running', 'completed']);
    sick.checkIfCompleted = check;
    const batch = sick.batch.bind(sick);
    sick.batch = () => {
      throw new Error('no ids');
    };
    await rig.clock.advance(ROUND_MS);
    sick.batch = batch;
    await rig.clock.advance(ROUND_MS);
    expect(rig.events.of('HELLO (1)')).to.deep.equal(['submitted', 'running', 'completed']);
  });

  it('ends a task that completed without an outcome as one whose end was not seen', async () => {
    const rig = new MonitorRig();
    const task = new FakeTaskHandler(1);
    task.checkIfCompleted = () => Promise.resolve(true);
    rig.monitor.start();
    rig.schedule(task);
    await rig.clock.advance(ROUND_MS);
    expect(rig.events.outcomeOf('HELLO (1)')).to.deep.include({
      kind: 'lost',
      reason: 'The executor gave no outcome; the end of the task was not seen',
    });
  });

  it('serves a signal during a round by one more round, never by two at once', async () => {
    const rig = new MonitorRig();
    const task = new FakeTaskHandler(1);
    rig.monitor.start();
    rig.schedule(task);
    await settle();
    const held = new Deferred<ReadonlyMap<string, FakeState>>();
    rig.onFetch = () => held.promise;
    rig.monitor.signal();
    rig.monitor.signal();
    rig.monitor.signal();
    await rig.clock.advance(10 * ROUND_MS);
    expect(rig.fetches.length).to.equal(1);
    rig.onFetch = () => Promise.resolve(new Map());
    held.resolve(new Map());
    await settle();
    expect(rig.fetches.length).to.equal(2);
    await rig.monitor.shutdown({ leaveRunning: true });
  });

  it('makes no call for a signal while nothing runs', async () => {
    const rig = new MonitorRig();
    rig.monitor.start();
    rig.monitor.signal();
    await settle();
    expect(rig.fetches).to.deep.equal([]);
  });

  it('tells the delay hook how quiet it is and how many are watched', async () => {
    const asked: (readonly [number, number])[] = [];
    const rig = new MonitorRig({
      pollDelay: (quiet, watched) => {
        asked.push([quiet, watched]);
        return ROUND_MS;
      },
    });
    const tasks = handlers(2);
    rig.monitor.start();
    rig.schedule(...tasks);
    await rig.clock.advance(2 * ROUND_MS);
    rig.say(tasks[0]!, 'ENDED');
    await rig.clock.advance(ROUND_MS);
    expect(asked.at(-3)).to.deep.equal([1, 2]);
    expect(asked.at(-2)).to.deep.equal([2, 2]);
    expect(asked.at(-1)).to.deep.equal([0, 1]);
    await rig.monitor.shutdown({ leaveRunning: true });
  });

  it('lets go of an evicted handler, also while it is submitted, and reports nothing of it', async () => {
    const rig = new MonitorRig({ queueSize: 1 });
    const [first, second] = handlers(2) as [FakeTaskHandler, FakeTaskHandler];
    const slow = new Deferred<void>();
    first.onSubmit = () => slow.promise;
    rig.monitor.start();
    rig.schedule(first, second);
    await settle();
    expect(rig.monitor.evict(first)).to.equal(true);
    expect(rig.monitor.evict(first)).to.equal(false);
    slow.resolve();
    await settle();
    expect(second.submits).to.equal(1);
    expect(rig.events.of('HELLO (1)')).to.deep.equal([]);
    await rig.monitor.shutdown({ leaveRunning: true });
  });

  it('goes on when the engine throws on every kind of news', async () => {
    const rig = new MonitorRig({
      events: {
        submitted: () => {
          throw new Error('submitted');
        },
        running: () => {
          throw new Error('running');
        },
        completed: () => {
          throw new Error('completed');
        },
      },
      queueSize: 1,
    });
    const [first, second] = handlers(2) as [FakeTaskHandler, FakeTaskHandler];
    rig.monitor.start();
    rig.schedule(first, second);
    await settle();
    rig.say(first, 'ENDED');
    await rig.clock.advance(ROUND_MS);
    expect(second.submits).to.equal(1);
    expect(rig.logger.messages('error')).to.deep.equal(
      ['submitted', 'running', 'completed', 'submitted'].map(
        (what) => `The engine failed on news of a task: ${what}`,
      ),
    );
    await rig.monitor.shutdown({ leaveRunning: true });
  });
});
