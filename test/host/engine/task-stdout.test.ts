import { expect } from 'chai';
import { READS_AT_ONCE, SHOWN_BYTES, StdoutReader } from '../../../host/engine/task-stdout.js';
import { Deferred } from '../../support/deferred.js';
import { settle } from '../../support/fake-clock.js';
import { MemoryStore } from './memory-store.js';

const workDir = 's3://my-bucket/work/ab/cdef';
const file = `${workDir}/.command.out`;

describe(StdoutReader.name, () => {
  let store: MemoryStore;
  let reader: StdoutReader;

  beforeEach(() => {
    store = new MemoryStore();
    reader = new StdoutReader(store);
  });

  it('gives all of an output that is not too long', async () => {
    const text = 'x'.repeat(SHOWN_BYTES);
    store.files.set(file, text);
    const stdout = await reader.read(workDir);
    expect(Object.keys(stdout)).to.deep.equal(['text', 'size']);
    expect('text' in stdout && stdout.text === text).to.equal(true);
  });

  it('says how to see all of one that is', async () => {
    store.files.set(file, 'x'.repeat(SHOWN_BYTES + 1));
    expect(await reader.read(workDir))
      .to.have.property('cut')
      .that.contains(`10 MB of ${SHOWN_BYTES + 1} bytes`)
      .and.contains(`aws s3 cp ${file} -`);
  });

  it('names the folder where the files of a work dir lie, once it is told', async () => {
    reader = new StdoutReader(store, (uri) => uri.replace('s3://my-bucket', '/data'));
    store.files.set(file, 'x'.repeat(SHOWN_BYTES + 1));
    expect(await reader.read(workDir))
      .to.have.property('cut')
      .that.matches(/See all of it in \/data\/work\/ab\/cdef\/\.command\.out$/);
  });

  it('tells what is missing or cannot be read', async () => {
    const missing = { problem: `there is no ${file}` };
    expect([await reader.read(workDir), await reader.find(workDir)]).to.deep.equal([missing, missing]);
    store.readFailure = new Error('no access');
    const problem = { problem: 'no access' };
    expect([await reader.read(workDir), await reader.find(workDir)]).to.deep.equal([problem, problem]);
  });

  it('holds the output of a few tasks at once, however many end together', async () => {
    const gate = new Deferred<void>();
    store.files.set(file, 'x');
    store.reading = gate.promise;
    const reads = Array.from({ length: 3 * READS_AT_ONCE }, () => reader.read(workDir));
    await settle();
    expect(store.heads.now).to.equal(READS_AT_ONCE);
    gate.resolve();
    expect(await Promise.all(reads)).to.have.length(3 * READS_AT_ONCE);
    expect(store.heads.most).to.equal(READS_AT_ONCE);
  });
});
