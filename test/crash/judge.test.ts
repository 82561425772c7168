import { expect } from 'chai';
import type { TaskOnRecord } from './cloud-record.js';
import { type Evidence, judge } from './judge.js';

const expected = { output: ['ONE says 0'], failures: { ONE: 0 } };

function task(over: Partial<TaskOnRecord> = {}, tags: Readonly<Record<string, string>> = {}): TaskOnRecord {
  return {
    arn: 'arn:aws:ecs:us-east-1:123456789012:task/crash-1/0123456789abcdef',
    createdAt: 1,
    status: 'STOPPED',
    stopCode: 'EssentialContainerExited',
    exitCode: 0,
    family: 'nf-ubuntu',
    ...over,
    tags: {
      'nextflow.io/processName': 'ONE',
      'nextflow.io/taskName': 'ONE',
      'nextflow.io/taskHash': '0123456789ab',
      'nextflow.io/workDir': 's3://my-bucket/work/01/23',
      'nextflow.io/n': '0',
      ...tags,
    },
  };
}

function evidence(over: Partial<Evidence> = {}): Evidence {
  return {
    tasks: [task()],
    output: ['ONE says 0'],
    ledger: { ONE: ['begun', 'done'] },
    revisions: new Map([['nf-ubuntu', 1]]),
    leases: [],
    interrupted: false,
    ...over,
  };
}

const elsewhere = { 'nextflow.io/workDir': 's3://my-bucket/work/45/67' };
const stopped = { stopCode: 'UserInitiated', exitCode: 143 };

describe(judge.name, () => {
  it('finds nothing where every task ran once', () => {
    expect(judge(evidence(), expected)).to.deep.equal([]);
  });

  it('takes the tasks that a Ctrl-C stopped for what they are', () => {
    const tasks = [task(stopped), task({}, elsewhere)];
    expect(judge(evidence({ tasks, interrupted: true }), expected)).to.deep.equal([]);
  });

  it('counts a command that had come to its end when its task was stopped', () => {
    const tasks = [task({ ...stopped, exitCode: 0 })];
    expect(judge(evidence({ tasks, interrupted: true }), expected)).to.deep.equal([]);
    const again = [...tasks, task({}, elsewhere)];
    expect(judge(evidence({ tasks: again, interrupted: true }), expected)[0]).to.match(/succeeded 2 times/);
  });

  it('takes a stop for the reason that a command has not failed as it does by itself', () => {
    const tasks = [task(stopped), task({}, elsewhere)];
    const failing = { ...expected, failures: { ONE: 1 } };
    expect(judge(evidence({ tasks, interrupted: true }), failing)).to.deep.equal([]);
    expect(judge(evidence(), failing)[0]).to.match(/^ONE: failed 0 times/);
  });

  for (const [what, over, problem] of [
    ['a task that still runs', { tasks: [task({ status: 'RUNNING', stopCode: undefined })] }, /^orphan: ONE/],
    ['two tasks of one attempt', { tasks: [task(), task()] }, /^double: ONE .* and ONE /],
    ['a task that succeeded twice', { tasks: [task(), task({}, elsewhere)] }, /^ONE: succeeded 2 times/],
    ['a task that never ran', { tasks: [], ledger: {} }, /^ONE: succeeded 0 times/],
    [
      'a failure that is not the command’s',
      { tasks: [task({ exitCode: 1 }), task({}, elsewhere)] },
      /^ONE: failed 1/,
    ],
    ['a stop that nobody asked for', { tasks: [task(stopped), task({}, elsewhere)] }, /^ONE: was stopped 1/],
    [
      'a command that ran twice',
      { ledger: { ONE: ['begun', 'done', 'begun', 'done'] } },
      /^ONE: its command was done 2/,
    ],
    [
      'a task of no process',
      { tasks: [task(), task({}, { ...elsewhere, 'nextflow.io/processName': 'TWO' })] },
      /belongs to no task/,
    ],
    ['other output', { output: [] }, /^the output differs: 0 lines where 1/],
    [
      'a definition registered twice',
      { revisions: new Map([['nf-ubuntu', 2]]) },
      /^definition nf-ubuntu was registered 2/,
    ],
    ['a lease that was left', { leases: ['abc.json'] }, /^lease abc\.json was left/],
  ] as const) {
    it(`finds ${what}`, () => {
      const problems = judge(evidence(over), expected);
      expect(
        problems.find((found) => problem.test(found)),
        problems.join('\n'),
      ).to.be.a('string');
    });
  }
});
