import { expect } from 'chai';
import { didYouMean, nearest } from '../../../cli/arguments/nearest.js';

describe(nearest.name, () => {
  const candidates = ['work-dir', 'config', 'local', 'plugins', 'w', 'c'];
  const cases: [word: string, candidate: string | undefined][] = [
    ['wrok-dir', 'work-dir'],
    ['workdir', 'work-dir'],
    ['conf', 'config'],
    ['locale', 'local'],
    ['plugin', 'plugins'],
    ['lo', 'local'],
    ['x', undefined],
    ['zz', undefined],
    ['completely-else', undefined],
  ];
  for (const [word, candidate] of cases) {
    it(`answers ${String(candidate)} for ${word}`, () =>
      expect(nearest(word, candidates)).to.equal(candidate));
  }

  it('reaches a word of three letters from two of them', () =>
    expect(nearest('rn', ['run', 'local', 'help'])).to.equal('run'));

  it('prefers the closest of several', () => expect(nearest('lokal', ['focal', 'local'])).to.equal('local'));
});

describe(didYouMean.name, () => {
  it('asks only where something is near', () => {
    expect(didYouMean('local', '-')).to.equal('Did you mean -local?');
    expect(didYouMean(undefined, '-')).to.equal('');
  });
});
