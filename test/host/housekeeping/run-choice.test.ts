import { expect } from 'chai';
import { chooseRuns, type RunWish } from '../../../host/housekeeping/run-choice.js';
import { begun } from '../history/history-folder.js';

const SESSION = '0b000000-0000-4000-8000-000000000002';
const runs = [
  { file: '1', begun: begun(1, { runName: 'one' }) },
  { file: '2', begun: begun(2, { runName: 'two', sessionId: SESSION }) },
  { file: '3', begun: begun(3, { runName: 'three' }) },
  { file: '4', begun: begun(4, { runName: 'four', sessionId: SESSION }) },
  { file: '5', begun: begun(5, { runName: 'five' }) },
];

describe(chooseRuns.name, () => {
  const table: readonly (readonly [string, Partial<RunWish>, string])[] = [
    ['all where nothing is said', {}, '12345'],
    ['the last', { names: ['last'] }, '5'],
    ['those named, in their own order', { names: ['three', 'one', 'one'] }, '13'],
    ['all of a session', { names: [SESSION.slice(0, 8)] }, '24'],
    ['those before one', { before: 'three' }, '12'],
    ['those after one', { after: 'three' }, '45'],
    ['those before the first of a session', { before: SESSION }, '1'],
    ['those after the last of a session', { after: SESSION }, '5'],
    ['those between two', { after: 'one', before: 'last' }, '234'],
    ['all but one', { but: 'last' }, '1234'],
    ['all but those of a session', { but: SESSION }, '135'],
    ['none where nothing is left', { after: 'last' }, ''],
  ];
  for (const [what, wish, expected] of table) {
    it(`takes ${what}`, () => {
      const choice = chooseRuns(runs, { names: [], ...wish });
      expect(choice.kind === 'runs' && choice.runs.map(({ file }) => file).join('')).to.equal(expected);
    });
  }

  it('tells every name that no run goes by', () => {
    expect(chooseRuns(runs, { names: ['six', 'one'], before: 'seven', but: '0b00' })).to.deep.equal({
      kind: 'unknown',
      names: ['six', 'seven', '0b00'],
    });
  });

  it('knows no last run where there is none', () => {
    expect(chooseRuns([], { names: ['last'] })).to.deep.equal({ kind: 'unknown', names: ['last'] });
  });
});
