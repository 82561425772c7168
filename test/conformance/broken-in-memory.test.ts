import { expect } from 'chai';
import { testExecutor } from '../../conformance/index.js';
import { brokenExecutors } from './memory/broken-executors.js';
import { memoryKit } from './memory/memory-kit.js';
import { failures, RecordingRunner } from './recording-runner.js';

describe('the kit on broken in-memory executors', () => {
  it('finds nothing wrong with the sound one', async () => {
    const runner = new RecordingRunner();
    testExecutor(memoryKit(runner));
    const report = await runner.run();
    expect(failures(report)).to.deep.equal([]);
    expect(report.passed.length).to.be.at.least(60);
  });

  for (const { name, source, caughtBy, make, check } of brokenExecutors) {
    it(`catches that ${name}`, async () => {
      const runner = new RecordingRunner();
      const kit = memoryKit(runner, ({ session }, backend) => make(session, backend));
      const { plugin } = kit;
      if (plugin === undefined) throw new Error('the kit has the plugin of the example');
      testExecutor({ ...kit, plugin: { ...plugin, plugin: { ...plugin.plugin, ...(check && { check }) } } });
      const report = await runner.run();
      expect(failures(report), `as in ${source}`).to.have.members(caughtBy);
    });
  }
});
