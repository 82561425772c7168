import { expect } from 'chai';
import { readSettings } from '../../../examples/in-memory-executor/index.js';
import { ConfigError, type ConfigMap } from '../../../spi/index.js';

describe('the settings of the in-memory executor', () => {
  function problemsOf(config: ConfigMap): readonly string[] {
    try {
      readSettings({ config });
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      return error.problems.map(({ path, found, message }) => `${path}: ${message} (${found ?? ''})`);
    }
    return [];
  }

  it('have defaults', () => {
    expect(readSettings({ config: {} })).to.deep.equal({
      lostAfter: 60_000,
      queueSize: 100,
      pollInterval: 5_000,
    });
  });

  it('leave at least one slot: without one every task would wait for ever', () => {
    expect(
      problemsOf({ executor: { queueSize: 0, pollInterval: 0 }, memory: { lostAfter: 0 } }),
    ).to.deep.equal([
      'executor.queueSize: must be a whole number from 1 (0)',
      'executor.pollInterval: must be a whole number from 1 (0)',
    ]);
  });

  it('are told of together, without what may be a secret', () => {
    const key = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
    const problems = problemsOf({ memory: { lostAfter: key, size: 1 } });
    expect(problems.map((problem) => problem.split(':')[0])).to.deep.equal([
      'memory.size',
      'memory.lostAfter',
    ]);
    expect(problems.join()).not.to.contain(key);
  });
});
