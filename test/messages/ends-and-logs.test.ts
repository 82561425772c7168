import { expect } from 'chai';
import { awsWords, lastWord } from '../../src/outcome/evidence.js';
import { endings } from '../src/outcome/endings/endings.js';
import { logFaults, outcomeFaults } from './grammar.js';
import { logCases, logLines } from './log-cases.js';
import { endingCases, monitorCases } from './outcome-cases.js';

/** AWS writes as it likes: its words and the log's are quoted, not judged. */
const quoted = new Set(
  endings
    .flatMap(({ evidence: { task, lastSeen, output = [] } }) => [
      awsWords(lastWord({ task, lastSeen })),
      ...output,
    ])
    .map((words) => words.replace(/\.+$/, ''))
    .filter((words) => words !== ''),
);

function withoutOthersWords(reason: string): string {
  const words = [...quoted].sort((a, b) => b.length - a.length).find((one) => reason.endsWith(`: ${one}`));
  return words === undefined ? reason : reason.slice(0, -words.length - 2);
}

describe('how tasks are said to have ended', () => {
  for (const { title, outcome } of [...endingCases(), ...monitorCases()]) {
    it(`keeps to the grammar: ${title}`, () => {
      const own = { ...outcome, reason: withoutOthersWords(outcome.reason) };
      expect(outcomeFaults(own), JSON.stringify(outcome)).to.deep.equal([]);
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
