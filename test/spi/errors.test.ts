import { expect } from 'chai';
import {
  ConfigError,
  ExecutorError,
  PreconditionError,
  RequestError,
  ShutdownError,
  SubmitError,
  describeProblems,
  isExecutorError,
} from '../../spi/index.js';

describe(ExecutorError.name, () => {
  for (const Kind of [ConfigError, PreconditionError, RequestError, SubmitError, ShutdownError]) {
    it(`names ${Kind.name} after its class and is not recoverable unless said so`, () => {
      const error = new Kind('It failed: why. Do this.', { code: 'A_CODE' });
      expect(error).to.be.instanceOf(Error).and.instanceOf(ExecutorError);
      expect(error.name).to.equal(Kind.name);
      expect(error).to.include({ code: 'A_CODE', recoverable: false, uncertain: false });
      expect(error.problems).to.deep.equal([]);
      expect('cause' in error).to.equal(false);
    });
  }

  it('keeps cause, recoverability, uncertainty and problems', () => {
    const cause = new Error('below');
    const problems = [{ path: 'a', message: 'b' }];
    const error = new SubmitError('no', { code: 'X', recoverable: true, uncertain: true, problems, cause });
    expect(error.cause).to.equal(cause);
    expect(error).to.include({ recoverable: true, uncertain: true });
    expect(error.problems).to.equal(problems);
  });

  it('says its problems in the message, so that the message alone says everything', () => {
    const problems = [{ path: 'aws.ecs.cluster', message: 'is required' }];
    expect(new ConfigError('Two things.', { code: 'X', problems }).message).to.equal(
      'Two things.\n  - aws.ecs.cluster: is required',
    );
    expect(new ConfigError('Nothing.', { code: 'X', problems: [] }).message).to.equal('Nothing.');
  });
});

describe(isExecutorError.name, () => {
  it('knows an error of another copy of the module by its brand', async () => {
    const copy = (await import(`${new URL('../../spi/errors.js', import.meta.url).href}?copy`)) as {
      readonly SubmitError: typeof SubmitError;
    };
    const foreign = new copy.SubmitError('no', { code: 'X' });
    expect(foreign).not.to.be.instanceOf(ExecutorError);
    expect(isExecutorError(foreign)).to.equal(true);
  });

  it('knows nothing else', () => {
    for (const other of [new Error('x'), { code: 'X' }, null, undefined, 'x', 3]) {
      expect(isExecutorError(other)).to.equal(false);
    }
  });

  it('does not show the brand where an error is printed or spread', () => {
    expect(
      Object.getOwnPropertySymbols(Object.assign({}, new RequestError('x', { code: 'X' }))),
    ).to.deep.equal([]);
  });
});

describe(describeProblems.name, () => {
  it('renders one problem a line with the value found, the code and the mend below it', () => {
    const text = describeProblems([
      { path: 'aws.ecs.cluster', message: 'is required', fix: 'add it:\naws { }' },
      { path: 'work dir', message: 'must be in S3', found: '/tmp', code: 'WORKDIR_NOT_S3' },
    ]);
    expect(text).to.equal(
      [
        '  - aws.ecs.cluster: is required',
        '      add it:',
        '      aws { }',
        '  - work dir: must be in S3 (found: /tmp) [WORKDIR_NOT_S3]',
      ].join('\n'),
    );
  });

  it('renders nothing of nothing', () => {
    expect(describeProblems([])).to.equal('');
  });

  it('shows fifty, counts the others, and keeps all of them', () => {
    const problems = Array.from({ length: 52 }, (_, index) => ({ path: `p${index}`, message: 'is wrong' }));
    const lines = describeProblems(problems).split('\n');
    expect([lines.length, ...lines.slice(49)]).to.deep.equal([51, '  - p49: is wrong', '  … and 2 more']);
    expect(describeProblems(problems.slice(0, 50)).split('\n')).to.have.length(50);
    expect(new ConfigError('Wrong.', { code: 'CONFIG_INVALID', problems }).problems).to.have.length(52);
  });
});
