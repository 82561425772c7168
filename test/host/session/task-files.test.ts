import { expect } from 'chai';
import { readTaskFiles, type TaskFiles } from '../../../host/session/task-files.js';
import { refusalOf } from '../refusal-of.js';
import { SessionHarness } from './session-harness.js';

/** What a program in JavaScript may hand in. */
const read = (files: object): TaskFiles => readTaskFiles(files, 'process A');
const problems = (files: object): string[] =>
  read(files).problems.map(({ path, message }) => `${path}: ${message}`);

describe(readTaskFiles.name, () => {
  it('names inputs by the last part of their URIs unless they are given a name', () => {
    const inputs = ['s3://data/run/reads.fq', 's3://data/index/', { uri: 's3://data/x', stageAs: 'in/x.fq' }];
    expect(read({ inputs, outputs: ['out.bam', 'logs/', '*.txt', 'out.bam'] })).to.deep.equal({
      inputs: [
        { uri: 's3://data/run/reads.fq', stageAs: 'reads.fq' },
        { uri: 's3://data/index/', stageAs: 'index' },
        { uri: 's3://data/x', stageAs: 'in/x.fq' },
      ],
      outputs: ['out.bam', 'logs/', '*.txt'],
      problems: [],
    });
  });

  it('has nothing of a task without files', () => {
    expect(read({})).to.deep.equal({ inputs: [], outputs: [], problems: [] });
    expect(read({ inputs: undefined, outputs: [] })).to.deep.equal({ inputs: [], outputs: [], problems: [] });
  });

  for (const [files, expected] of [
    [{ inputs: 's3://data/x' }, 'process A, inputs: must be a list'],
    [{ inputs: [5] }, 'process A, inputs[0]: must be a URI, or an object with a uri'],
    [{ inputs: [{}] }, 'process A, inputs[0]: must be a URI, or an object with a uri'],
    [{ inputs: new Array(1) }, 'process A, inputs[0]: must be a URI, or an object with a uri'],
    [{ inputs: ['/data/x'] }, 'process A, inputs[0]: is not of the form s3://bucket/path'],
    [{ inputs: ['s3://data/a/../b'] }, 'process A, inputs[0]: has "." or ".." as a path segment'],
    [
      { inputs: ['s3://data/x', 's3://more/x'] },
      'process A, inputs[1], stageAs: is the name of another input',
    ],
    [{ inputs: [{ uri: 's3://data/x', stageAs: '../x' }] }, 'process A, inputs[0], stageAs: has "." or ".."'],
    [{ inputs: [{ uri: 's3://data/x', stageAs: 5 }] }, 'process A, inputs[0], stageAs: must be a path from'],
    [{ inputs: ['s3://data/.exitcode'] }, 'inputs[0], stageAs: is a name of the files that run the task'],
    [{ outputs: 'x' }, 'process A, outputs: must be a list'],
    [{ outputs: [null] }, 'process A, outputs[0]: must be a path from the work dir'],
    [{ outputs: ['x', '/x'] }, 'process A, outputs[1]: begins with a slash'],
  ] as const) {
    it(`refuses ${JSON.stringify(files)}`, () => {
      expect(problems(files)).to.have.lengthOf(1);
      expect(problems(files)[0]).to.contain(expected);
    });
  }

  it('lists all that is wrong', () => {
    expect(problems({ inputs: ['x', 's3://data/x', 's3://b/x'], outputs: ['', 'y', '..'] })).to.have.lengthOf(
      4,
    );
  });

  describe('in a session', () => {
    let harness: SessionHarness;
    beforeEach(async () => (harness = await SessionHarness.create()));
    afterEach(() => harness.remove());

    it('is refused with all else that is wrong with a task', async () => {
      const session = await harness.open();
      const spec = { process: 'A', script: '', inputs: ['x'], outputs: ['/y'], cache: 'always' as 'deep' };
      const error = await refusalOf(session.run(spec));
      expect(error.problems.map(({ path }) => path)).to.have.members([
        'process A, script',
        'process A, inputs[0]',
        'process A, outputs[0]',
        'process A, directive cache',
      ]);
    });
  });
});
