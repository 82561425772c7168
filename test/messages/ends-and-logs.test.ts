import { expect } from 'chai';
import { rules } from '../../src/outcome/rules/rules.js';
import { logFaults, outcomeFaults } from './grammar.js';
import { logCases, logLines } from './log-cases.js';
import { outcomeCases } from './outcome-cases.js';

describe('how tasks are said to have ended', () => {
  it('is shown for every rule of the plugin', () => {
    const shown = new Set(outcomeCases().flatMap(({ rule }) => rule ?? []));
    expect([...shown].sort()).to.deep.equal(rules.map(({ name }) => name).sort());
  });

  for (const { title, outcome } of outcomeCases()) {
    it(`keeps to the grammar: ${title}`, () => {
      expect(outcomeFaults(outcome), JSON.stringify(outcome)).to.deep.equal([]);
    });
  }
});

describe('what is logged', () => {
  for (const one of logCases()) {
    it(`keeps to the grammar: ${one.title}`, async () => {
      const lines = (await logLines(one)).filter((line) => !line.startsWith('DEBUG: '));
      expect(lines).not.to.have.length(0);
      for (const line of lines) {
        expect(logFaults(line.replace(/^[A-Z]+: /, '')), line).to.deep.equal([]);
      }
    });
  }
});
