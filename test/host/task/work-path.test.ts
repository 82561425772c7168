import { expect } from 'chai';
import { inputUriFault, outputFault, stageNameClash, stageNameFault } from '../../../host/task/work-path.js';

describe(stageNameFault.name, () => {
  for (const name of ['reads.fq', 'a/b.txt', '-rf', "it's", '$x', 'ü', '.hidden', 'exitcode', 'a\\b'])
    it(`finds nothing wrong with ${name}`, () => expect(stageNameFault(name)).to.equal(undefined));
  for (const name of [
    ...[
      '',
      '/a',
      'a/',
      'a//b',
      '.',
      '..',
      'a/../b',
      './a',
      's3://b/k',
      'a\nb',
      'a\0b',
      '*',
      'a?',
      'x'.repeat(256),
    ],
    ...['.command.run', '.command.new', '.exitcode', '.fusion.symlinks', '.command.d/x'],
  ])
    it(`refuses ${JSON.stringify(name)}`, () => expect(stageNameFault(name)).to.be.a('string'));
});

describe(outputFault.name, () => {
  for (const output of ['a.txt', '*.txt', 'a/**', 'folder/', '.command.log', '{a,b}'])
    it(`finds nothing wrong with ${output}`, () => expect(outputFault(output)).to.equal(undefined));
  for (const output of ['', '/', '/a', '../a', 'a/./b', 'a//', 'a\\*', 's3://bucket/a', 'a\u007f'])
    it(`refuses ${JSON.stringify(output)}`, () => expect(outputFault(output)).to.be.a('string'));
});

describe(inputUriFault.name, () => {
  for (const uri of ['s3://data/a', 's3://data/a/', 's3://data/', 's3://data/a b/ü.txt', 's3://data/a*?'])
    it(`finds nothing wrong with ${uri}`, () => expect(inputUriFault(uri)).to.equal(undefined));
  for (const uri of [
    '',
    'data/a',
    'https://x/y',
    's3://data',
    's3://UP/a',
    's3://data/a/../b',
    's3://data/a//',
    's3://data//a',
    's3://data/a\nb',
  ])
    it(`refuses ${JSON.stringify(uri)}`, () => expect(inputUriFault(uri)).to.be.a('string'));
});

describe(stageNameClash.name, () => {
  it('tells names that cannot stand side by side', () => {
    expect(stageNameClash('a', ['a'])).to.equal('is the name of another input');
    expect(stageNameClash('a/b', ['x', 'a'])).to.contain("lies in 'a'");
    expect(stageNameClash('a', ['a/b'])).to.contain("is the folder of 'a/b'");
  });

  it('lets names stand that only begin alike', () => {
    expect(stageNameClash('a/c', ['a/b', 'ab', 'a.txt'])).to.equal(undefined);
  });
});
