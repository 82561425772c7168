import { expect } from 'chai';
import type { Problem, TaskOutcome } from '../../spi/index.js';
import { headlineFaults, logFaults, outcomeFaults, problemFaults, textFaults } from './grammar.js';

const problem: Problem = { path: 'aws.ecs.cluster', message: 'is required', fix: "Add cluster = 'x'." };
const failed: TaskOutcome = {
  kind: 'image-pull-failed',
  reason: 'CannotPullContainerError: manifest unknown',
  advice: 'Check that the image exists.',
  evidence: {},
  retry: { class: 'never' },
};

describe(textFaults.name, () => {
  const bad: readonly (readonly [text: string, fault: string])[] = [
    ['Cannot read undefined.', 'says undefined'],
    ['Cannot read [object Object].', 'shows an object as [object ...]'],
    ['Cannot wait NaN ms.', 'says NaN'],
    ['It failed.\n    at Object.run (file.js:1:2)', 'shows a stack'],
    ['It failed: {"a":{"b":1}}', 'shows a blob of JSON'],
    ['It failed: AWS said so.. Run again.', 'has two full stops'],
    ['It failed: no.: why', 'joins two marks'],
    ['It  failed.', 'has a stray space'],
    ['It failed .', 'has a stray space'],
    ['It failed () here.', 'has empty or ragged parentheses'],
    ['The key AKIAIOSFODNN7EXAMPLE is wrong.', 'shows an access key'],
    ['It \u001B[31mfailed.', 'holds a control character'],
    ['It is is wrong.', 'says "is" twice'],
    [`It failed: ${'word '.repeat(59)}word`, 'has a sentence of 62 words'],
  ];
  for (const [text, fault] of bad) {
    it(`finds that a text ${fault}`, () => expect(textFaults(text)).to.include(fault));
  }

  it('finds a secret', () => expect(textFaults('Not s3cret.', ['s3cret'])).to.deep.equal(['shows a secret']));

  it('leaves values in quotes, paths, ellipses and commands alone', () => {
    const text =
      "Cannot use 'undefined..', ../x or s3://a/b ({ ... }): it is 'no no'. Run: aws s3 ls s3://a/";
    expect(textFaults(text)).to.deep.equal([]);
  });
});

describe(headlineFaults.name, () => {
  const good = [
    'Cannot read main.nf: it does not exist. Give the path of a script.',
    "ECS cluster 'x' was not found: there is none. Create it: aws ecs create-cluster --cluster-name x",
    'ecs:RunTask failed: AccessDenied: no. Allow ecs:RunTask in the IAM policy.',
    'Cannot run mian.nf: there is no such file. Did you mean main.nf?',
  ];
  for (const headline of good) {
    it(`finds nothing in: ${headline}`, () => expect(headlineFaults(headline, [])).to.deep.equal([]));
  }

  const bad: readonly (readonly [headline: string, fault: string])[] = [
    ['cannot read main.nf: why. Give another.', 'does not begin with a capital'],
    ['Failed: why. Give another.', 'does not name what failed'],
    ['Cannot read main.nf. Give another.', 'does not say why'],
    ['Cannot read main.nf: it is gone.', 'does not say what to do'],
    ['Cannot read main.nf: it is gone. Give another', 'does not end with a full stop or a command'],
  ];
  for (const [headline, fault] of bad) {
    it(`finds that this ${fault}: ${headline}`, () => expect(headlineFaults(headline, [])).to.include(fault));
  }

  it('takes why and what to do from the problems, where each has a mend', () => {
    expect(headlineFaults('The executor cannot start.', [problem])).to.deep.equal([]);
    const mute = { path: 'a.b', message: 'is odd' };
    expect(headlineFaults('The executor cannot start.', [problem, mute])).to.deep.equal([
      'does not say what to do',
    ]);
  });
});

describe(problemFaults.name, () => {
  it('finds nothing in a problem with path and mend, or that says what must be', () => {
    expect(problemFaults(problem)).to.deep.equal([]);
    expect(problemFaults({ path: 'aws.ecs.x', message: 'must be 1 or more', found: '0' })).to.deep.equal([]);
  });

  const bad: readonly (readonly [problem: Problem, fault: string])[] = [
    [{ ...problem, path: '' }, 'names no path'],
    [{ ...problem, message: '' }, 'does not say what is wrong'],
    [{ ...problem, message: 'Is required' }, 'begins with a capital behind its path'],
    [{ path: 'a', message: 'is missing' }, 'does not say what to do'],
    [{ ...problem, fix: 'Set it to undefined.' }, 'says undefined'],
  ];
  for (const [wrong, fault] of bad) {
    it(`finds that a problem ${fault}`, () => expect(problemFaults(wrong)).to.include(fault));
  }
});

describe(outcomeFaults.name, () => {
  it('finds nothing in AWS’s words with advice, nor in ends that ask for nothing', () => {
    expect(outcomeFaults(failed)).to.deep.equal([]);
    expect(
      outcomeFaults({
        kind: 'completed',
        reason: 'The command exited 0',
        evidence: {},
        retry: { class: 'never' },
      }),
    ).to.deep.equal([]);
  });

  it('finds an advice that is missing, no instruction or unfinished', () => {
    const { kind, reason, evidence, retry } = failed;
    expect(outcomeFaults({ kind, reason, evidence, retry })).to.deep.equal(['does not say what to do']);
    expect(outcomeFaults({ ...failed, advice: 'The image is gone.' })).to.deep.equal([
      'gives an advice that does not begin with what to do',
    ]);
    expect(outcomeFaults({ ...failed, advice: 'Check the image' })).to.deep.equal([
      'does not end with a full stop or a command',
    ]);
    expect(outcomeFaults({ ...failed, reason: 'killed' })).to.deep.equal(['does not begin with a capital']);
  });
});

describe(logFaults.name, () => {
  it('finds what does not begin or end as a sentence', () => {
    expect(logFaults('Tasks go on.')).to.deep.equal([]);
    expect(logFaults('tasks go on')).to.deep.equal([
      'does not begin with a capital',
      'does not end with a full stop or a command',
    ]);
  });
});
