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
});
