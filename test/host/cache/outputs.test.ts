import { expect } from 'chai';
import { missingOutputs } from '../../../host/cache/outputs.js';
import { MemoryStore } from '../engine/memory-store.js';

const WORK_DIR = 's3://bucket/work/ab/cdef';

function missing(
  left: readonly string[],
  outputs: readonly string[],
  inputs: readonly string[] = [],
): unknown {
  const store = new MemoryStore();
  for (const path of left) store.files.set(`${WORK_DIR}/${path}`, 'x');
  // Another task's, whose work dir begins alike.
  store.files.set(`${WORK_DIR}99/result.txt`, 'x');
  const staged = inputs.map((stageAs) => ({ uri: 's3://data/x', stageAs }));
  return missingOutputs(WORK_DIR, outputs, store, staged);
}

describe(missingOutputs.name, () => {
  const found: readonly (readonly [left: string, output: string])[] = [
    ['result.txt', 'result.txt'],
    ['a/b.txt', 'a/b.txt'],
    ['folder/x', 'folder'],
    ['folder/x/y', 'folder/'],
    ['.hidden', '.hidden'],
    ['a.bam', '*.bam'],
    ['out/a.bam', 'out/*.bam'],
    ['out_1/a.bam', 'out_*'],
    ['out_1/a.bam', 'out_*/a.bam'],
    ['a.bai', '*.{bam,bai}'],
    ['b.txt', '[!a].txt'],
    ['a1.txt', 'a?.txt'],
    ['deep/er/a.txt', '**.txt'],
    ['a.txt', '**/*.txt'],
    ['deep/er/a.txt', 'deep/**'],
    ['.command.log', '.command.l*'],
    ['a(1)+$.txt', 'a(1)+$*'],
    ['!important', '!imp*'],
    ['[x]', '[x]'.replaceAll('[', '?').replaceAll(']', '?')],
  ];
  for (const [left, output] of found) {
    it(`finds ${left} for ${output}`, async () => expect(await missing([left], [output])).to.deep.equal([]));
  }

  const lacking: readonly (readonly [left: string, output: string])[] = [
    ['result.txt.gz', 'result.txt'],
    ['file', 'file/'],
    ['.hidden', '*'],
    ['sub/.hidden', 'sub/*'],
    ['sub/a.bam', '*.bam'],
    ['a.txt', '[!a].txt'],
    ['dir.txt/b', '**.txt'],
    ['a1b', 'a(1)*'],
    ['a', '!b*'],
  ];
  for (const [left, output] of lacking) {
    it(`finds nothing in ${left} for ${output}`, async () =>
      expect(await missing([left], [output])).to.deep.equal([output]));
  }

  it('names all that is missing, in the order declared', async () => {
    expect(await missing(['b.txt'], ['c.txt', 'b.txt', '*.bam'])).to.deep.equal(['c.txt', '*.bam']);
    expect(await missing([], [])).to.deep.equal([]);
  });

  it('takes no input for what a pattern finds, nor what lies below one', async () => {
    expect(await missing(['a.txt', 'index/i'], ['*', '*.txt', 'index/*'], ['a.txt', 'index'])).to.deep.equal([
      '*',
      '*.txt',
      'index/*',
    ]);
    expect(await missing(['a.txt', 'b.txt'], ['*.txt'], ['a.txt'])).to.deep.equal([]);
    expect(await missing(['a.txt'], ['a.txt'], ['a.txt'])).to.deep.equal([]);
  });
});
