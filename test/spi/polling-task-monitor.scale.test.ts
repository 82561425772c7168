import { expect } from 'chai';
import { PollingTaskMonitor } from '../../spi/index.js';
import { settle } from '../support/fake-clock.js';
import { FakeTaskHandler } from '../support/fake-task-handler.js';
import { MonitorRig, ROUND_MS } from './monitor-rig.js';

describe(`${PollingTaskMonitor.name} scale`, () => {
  it('brings 100,000 instant tasks to their end within the time of any other test', async () => {
    const rig = new MonitorRig({ queueSize: 50_000, submitConcurrency: 50 });
    const handlers = Array.from({ length: 100_000 }, (_, index) => new FakeTaskHandler(index + 1));
    rig.onFetch = (ids) => Promise.resolve(new Map(ids.map((id) => [id, 'ENDED' as const])));
    rig.monitor.start();
    rig.schedule(...handlers);
    for (let round = 0; round < 10 && rig.events.entries.length < 300_000; round++) {
      await rig.clock.advance(ROUND_MS);
      // Submits follow one another by promises alone.
      while (rig.clock.timers === 0 && rig.events.entries.length < 300_000) await settle();
    }
    const completed = rig.events.entries.filter(({ kind }) => kind === 'completed');
    expect(completed.length).to.equal(100_000);
    expect(handlers.every(({ submits }) => submits === 1)).to.equal(true);
    await rig.monitor.shutdown();
  });

  it('brings the news of one status call before it makes the next', async () => {
    const rig = new MonitorRig({ queueSize: 300, submitConcurrency: 300, batchSize: 100 });
    const handlers = Array.from({ length: 250 }, (_, index) => new FakeTaskHandler(index + 1));
    rig.monitor.start();
    rig.schedule(...handlers);
    await settle();
    const running: number[] = [];
    rig.onFetch = (ids) => {
      running.push(rig.events.entries.filter(({ kind }) => kind === 'running').length);
      return Promise.resolve(new Map(ids.map((id) => [id, 'RUNNING' as const])));
    };
    await rig.clock.advance(ROUND_MS);
    expect(running).to.deep.equal([0, 100, 200]);
    expect(rig.fetches.map(({ length }) => length)).to.deep.equal([100, 100, 50]);
    await rig.monitor.shutdown({ leaveRunning: true });
  });

  it('asks once about what many handlers share', async () => {
    const rig = new MonitorRig({ queueSize: 300, submitConcurrency: 300, batchSize: 100 });
    const handlers = Array.from({ length: 250 }, (_, index) => new FakeTaskHandler(index + 1));
    for (const handler of handlers) handler.batch = (context) => context.collect('array');
    rig.monitor.start();
    rig.schedule(...handlers);
    await rig.clock.advance(ROUND_MS);
    expect(rig.fetches).to.deep.equal([['array']]);
    await rig.monitor.shutdown({ leaveRunning: true });
  });

  it('asks no more about a handler that was let go of while others were asked about', async () => {
    const rig = new MonitorRig({ queueSize: 300, submitConcurrency: 300, batchSize: 1 });
    const [first, second] = [new FakeTaskHandler(1), new FakeTaskHandler(2)];
    rig.monitor.start();
    rig.schedule(first, second);
    await settle();
    rig.onFetch = () => {
      rig.monitor.evict(second);
      return Promise.resolve(new Map());
    };
    await rig.clock.advance(ROUND_MS);
    expect(rig.fetches).to.deep.equal([['native-1']]);
    await rig.monitor.shutdown({ leaveRunning: true });
  });
});
