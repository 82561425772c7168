import { expect } from 'chai';
import { UsageError } from '../../../cli/arguments/usage-error.js';
import { describeError, exitCodeOf } from '../../../cli/problems/describe-error.js';
import { createStyle } from '../../../cli/progress/style.js';
import { ConfigError } from '../../../spi/index.js';

const plain = createStyle(false);
const problems = [
  { path: 'aws.ecs.cluster', message: 'is missing', fix: "aws.ecs.cluster = 'nextflow-cluster'" },
  { path: 'aws.ecs.maxSpotAttempts', found: '-1', message: 'must be 0 or more' },
];

describe(describeError.name, () => {
  it('says a single usage problem in a line, and where help is', () => {
    const error = new UsageError(['Unknown option -x.'], 'nf-awsecs run');
    expect(describeError(error, plain, false)).to.equal('ERROR: Unknown option -x.\nSee nf-awsecs run -help');
  });

  it('lists several usage problems', () => {
    const error = new UsageError(['One.', 'Two.'], 'nf-awsecs run');
    expect(describeError(error, plain, false)).to.equal(
      'ERROR:\n  - One.\n  - Two.\nSee nf-awsecs run -help',
    );
  });

  it('lists every problem of an error of ours with its mend and its code', () => {
    const error = new ConfigError('The settings are wrong:', { code: 'CONFIG_INVALID', problems });
    expect(describeError(error, plain, false)).to.equal(
      [
        'ERROR: The settings are wrong:',
        '  - aws.ecs.cluster: is missing',
        "      aws.ecs.cluster = 'nextflow-cluster'",
        '  - aws.ecs.maxSpotAttempts: must be 0 or more (found: -1)',
        '[CONFIG_INVALID] Read more: nf-awsecs help CONFIG_INVALID',
      ].join('\n'),
    );
  });

  it('calls an unexpected error a bug and shows its stack only while debugging', () => {
    const error = new TypeError('x is not a function');
    const quiet = describeError(error, plain, false);
    expect(quiet).to.include('Unexpected failure: x is not a function');
    expect(quiet).to.include('bug in nf-awsecs').and.include('NXF_DEBUG=1');
    expect(quiet).to.not.include('describe-error.test');
    expect(describeError(error, plain, true)).to.include('describe-error.test');
  });

  it('copes with what is no error', () => expect(describeError('oops', plain, false)).to.include('oops'));

  it('paints its first word red', () => {
    const text = describeError(new Error('x'), createStyle(true), false);
    expect(text.startsWith('\u001B[31mERROR:\u001B[39m ')).to.equal(true);
  });
});

describe(exitCodeOf.name, () => {
  it('is 2 for a wrong command line and 1 for everything else', () => {
    expect(exitCodeOf(new UsageError(['x'], 'nf-awsecs'))).to.equal(2);
    expect(exitCodeOf(new ConfigError('x', { code: 'CONFIG_INVALID' }))).to.equal(1);
    expect(exitCodeOf(new Error('x'))).to.equal(1);
  });
});
