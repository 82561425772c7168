import { expect } from 'chai';
import { InputFingerprints, type InputFingerprint } from '../../../host/cache/input-fingerprints.js';
import type { CacheMode } from '../../../host/cache/cache-mode.js';
import { isExecutorError, type ExecutorError } from '../../../spi/index.js';
import { MemoryStore } from '../engine/memory-store.js';

const READS = { uri: 's3://data/reads.fq', stageAs: 'reads.fq' };
const INDEX = { uri: 's3://data/index/', stageAs: 'index' };
const modes: readonly CacheMode[] = ['standard', 'lenient', 'deep', 'off'];

function storeOf(files: Readonly<Record<string, string>>, time = 1000): MemoryStore {
  const store = new MemoryStore();
  for (const [uri, text] of Object.entries(files)) {
    store.files.set(uri, text);
    store.times.set(uri, time);
  }
  return store;
}

const data = { 's3://data/reads.fq': 'ACGT', 's3://data/index/a': 'one', 's3://data/index/sub/b': 'two' };

function taken(store: MemoryStore, mode: CacheMode): Promise<readonly InputFingerprint[]> {
  return new InputFingerprints(store).of([READS, INDEX], mode);
}

describe(InputFingerprints.name, () => {
  for (const mode of modes) {
    it(`are the same for the same inputs in any order: ${mode}`, async () => {
      const store = storeOf(data);
      const other = await new InputFingerprints(store).of([INDEX, READS], mode);
      expect(await taken(store, mode)).to.deep.equal(other);
      expect(other.map(({ stageAs }) => stageAs)).to.deep.equal(['index', 'reads.fq']);
      for (const { digest } of other) expect(digest).to.match(/^[0-9a-f]{64}$/);
    });
  }

  /** Which modes take the inputs for others once this has happened. */
  const changes: readonly (readonly [what: string, change: (store: MemoryStore) => void, CacheMode[]])[] = [
    ['a file is written again', (store) => store.times.set('s3://data/reads.fq', 2000), ['standard', 'off']],
    [
      'a file of a folder is written again',
      (store) => store.times.set('s3://data/index/sub/b', 2000),
      ['standard', 'off'],
    ],
    ['a file holds other bytes', (store) => store.files.set('s3://data/reads.fq', 'ACGA'), ['deep']],
    [
      'a file of a folder holds other bytes',
      (store) => store.files.set('s3://data/index/a', 'eno'),
      ['deep'],
    ],
    ['a file is longer', (store) => store.files.set('s3://data/reads.fq', 'ACGTA'), [...modes]],
    ['a folder has one more', (store) => store.files.set('s3://data/index/z', ''), [...modes]],
    [
      'a file of a folder has another name',
      (store) => {
        store.files.delete('s3://data/index/a');
        store.files.set('s3://data/index/b', 'one');
        store.times.set('s3://data/index/b', 1000);
      },
      [...modes],
    ],
  ];
  for (const [what, change, expected] of changes) {
    it(`tell others where ${what}, in the modes that look at it`, async () => {
      const told: CacheMode[] = [];
      for (const mode of modes) {
        const store = storeOf(data);
        const before = await taken(store, mode);
        change(store);
        if (JSON.stringify(await taken(store, mode)) !== JSON.stringify(before)) told.push(mode);
      }
      expect(told).to.have.members(expected);
    });
  }

  it('are of the content alone where that is read, wherever the file lies', async () => {
    const store = storeOf({ ...data, 's3://other/copy.fq': 'ACGT' }, 5);
    const fingerprints = new InputFingerprints(store);
    const copy = [{ uri: 's3://other/copy.fq', stageAs: 'reads.fq' }];
    expect(await fingerprints.of(copy, 'deep')).to.deep.equal(await fingerprints.of([READS], 'deep'));
    expect(await fingerprints.of(copy, 'lenient')).to.not.deep.equal(
      await fingerprints.of([READS], 'lenient'),
    );
  });

  it('keep the name in the work dir apart', async () => {
    const fingerprints = new InputFingerprints(storeOf(data));
    const renamed = await fingerprints.of([{ ...READS, stageAs: 'x.fq' }], 'deep');
    expect(renamed).to.not.deep.equal(await fingerprints.of([READS], 'deep'));
  });

  it('read a file once for all tasks that have it, and again where it was written since', async () => {
    const store = storeOf(data);
    const read: string[] = [];
    const digest = store.digest.bind(store);
    store.digest = (uri) => (read.push(uri), digest(uri));
    const fingerprints = new InputFingerprints(store);
    await Promise.all([1, 2, 3].map(() => fingerprints.of([READS], 'deep')));
    expect(read).to.deep.equal([READS.uri]);
    store.files.set(READS.uri, 'TTTT');
    store.times.set(READS.uri, 2000);
    await fingerprints.of([READS], 'deep');
    expect(read).to.have.lengthOf(2);
  });

  it('ask again after a read that failed', async () => {
    const store = storeOf(data);
    const digest = store.digest.bind(store);
    store.digest = () => Promise.reject(new Error('reset'));
    const fingerprints = new InputFingerprints(store);
    const failed = await fingerprints.of([READS], 'deep').catch((error: unknown) => error);
    expect(failed).to.be.an('error').with.property('message', 'reset');
    store.digest = digest;
    expect(await fingerprints.of([READS], 'deep')).to.have.lengthOf(1);
  });

  it('look at no more than 16 files at once', async () => {
    const store = storeOf({});
    const inputs = Array.from({ length: 100 }, (_none, at) => ({ uri: `s3://data/${at}`, stageAs: `${at}` }));
    let [now, most] = [0, 0];
    store.look = async (uri) => {
      most = Math.max(most, (now += 1));
      await Promise.resolve();
      now -= 1;
      return { uri, size: 1, modifiedAt: 1 };
    };
    expect(await new InputFingerprints(store).of(inputs, 'standard')).to.have.lengthOf(100);
    expect(most).to.equal(16);
  });

  it('are of all files of a folder of any size, in their order', async () => {
    const many = Array.from(
      { length: 1201 },
      (_none, at) => [`s3://data/index/${1000 + at}`, `${at}`] as const,
    );
    const fingerprint = async (files: readonly (readonly [string, string])[]): Promise<unknown> =>
      new InputFingerprints(storeOf(Object.fromEntries(files))).of([INDEX], 'deep');
    const whole = await fingerprint(many);
    expect(await fingerprint([...many].reverse())).to.deep.equal(whole);
    for (const at of [0, 499, 500, 1200]) {
      const changed = many.map(([uri, text], index) => [uri, index === at ? `-${text}` : text] as const);
      expect(await fingerprint(changed), `file ${at}`).to.not.deep.equal(whole);
    }
  });

  it('name every input that is not there', async () => {
    const error = await refused(storeOf({ 's3://data/index': 'a file, no folder' }));
    expect(error.code).to.equal('INPUT_MISSING');
    expect(error.problems.map(({ path, found, message }) => [path, found, message])).to.deep.equal([
      ['input reads.fq', 's3://data/reads.fq', 'is not there'],
      ['input index', 's3://data/index/', 'holds no file'],
    ]);
  });
});

async function refused(store: MemoryStore): Promise<ExecutorError> {
  try {
    await taken(store, 'standard');
  } catch (error) {
    if (isExecutorError(error)) return error;
    throw error;
  }
  throw new Error('It was accepted.');
}
