import { expect } from 'chai';
import { stripVTControlCharacters } from 'node:util';
import { renderProgress } from '../../../cli/progress/render-progress.js';
import { createStyle } from '../../../cli/progress/style.js';
import { progressOf } from '../fake-services.js';

const plain = createStyle(false);

describe(renderProgress.name, () => {
  it('draws nothing before there is a process', () => {
    expect(renderProgress({ processes: [] }, plain)).to.deep.equal([]);
  });

  const { lastHash, ...unsubmitted } = progressOf();
  const cases: [says: string, progress: ReturnType<typeof progressOf>, line: string][] = [
    ['a process with nothing submitted', unsubmitted, '[-        ] HELLO | 0 of 1'],
    ['a running process', progressOf({ running: 1 }), '[ab/cdef01] HELLO | 0 of 1'],
    ['a succeeded process', progressOf({ succeeded: 1 }), '[ab/cdef01] HELLO | 1 of 1 ✔'],
    ['a process half done', progressOf({ total: 2, succeeded: 1 }), '[ab/cdef01] HELLO | 1 of 2'],
    ['a failed process', progressOf({ failed: 1 }), '[ab/cdef01] HELLO | 1 of 1, failed: 1 ✘'],
    ['an aborted process', progressOf({ aborted: 1 }), '[ab/cdef01] HELLO | 1 of 1, aborted: 1 ✘'],
    ['a process without a task', progressOf({ ignored: 1 }), '[ab/cdef01] HELLO | 1 of 1, ignored: 1 ✔'],
    [
      'a process whose task is retried',
      progressOf({ retried: 3, running: 1 }),
      '[ab/cdef01] HELLO | 0 of 1, retries: 3',
    ],
    [
      'a process whose tasks were done before',
      progressOf({ total: 2, cached: 2 }),
      '[ab/cdef01] HELLO | 2 of 2, cached: 2 ✔',
    ],
    [
      'a process whose task went again',
      progressOf({ resubmitted: 2, succeeded: 1 }),
      '[ab/cdef01] HELLO | 1 of 1, resubmitted: 2 ✔',
    ],
  ];
  for (const [says, progress, line] of cases) {
    it(`draws ${says}`, () => {
      expect(renderProgress({ processes: [progress] }, plain)[1]).to.equal(line);
      expect(lastHash).to.equal('ab/cdef01');
    });
  }

  it('counts the tasks of each executor and aligns the names', () => {
    const processes = [
      progressOf({ total: 3, succeeded: 3, resubmitted: 1 }),
      progressOf({ process: 'LONG_NAME', total: 2 }),
      progressOf({ process: 'OTHER', executor: 'second' }),
    ];
    expect(renderProgress({ processes }, plain)).to.deep.equal([
      'executor >  awsecs (6)',
      'executor >  second (1)',
      '[ab/cdef01] HELLO     | 3 of 3, resubmitted: 1 ✔',
      '[ab/cdef01] LONG_NAME | 0 of 2',
      '[ab/cdef01] OTHER     | 0 of 1',
    ]);
  });

  it('ends with how far the stopping is', () => {
    const state = { processes: [progressOf()], stopping: { stopped: 1, total: 3 } };
    expect(renderProgress(state, plain).at(-1)).to.equal('stopping: 1 of 3 tasks');
  });

  it('paints the marks where colour is on, and changes no letter by it', () => {
    const state = { processes: [progressOf({ succeeded: 1 })] };
    const painted = renderProgress(state, createStyle(true));
    expect(painted[1]).to.equal('[\u001B[34mab/cdef01\u001B[39m] HELLO | 1 of 1 \u001B[32m✔\u001B[39m');
    expect(painted.map(stripVTControlCharacters)).to.deep.equal(renderProgress(state, plain));
  });
});
