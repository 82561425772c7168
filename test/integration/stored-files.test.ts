import { createHash } from 'node:crypto';
import { utimes } from 'node:fs/promises';
import { expect } from 'chai';
import { s3ClientSettings } from '../../host/storage/s3-client-settings.js';
import { S3FileStore } from '../../host/storage/s3-file-store.js';
import type { LocalCloud } from '../../local/index.js';
import { useCloud } from './use-cloud.js';
import type { Workspace } from './workspace.js';

const ROOT = 's3://my-bucket/stored';

describe('files in S3', function () {
  this.timeout(30_000);
  let cloud: LocalCloud;
  let store: S3FileStore;
  let workspace: Workspace;

  useCloud((opened) => ({ cloud, workspace } = opened));
  beforeEach(() => {
    store = new S3FileStore(s3ClientSettings(cloud.settings()));
  });
  afterEach(() => store.close());

  async function write(uris: readonly string[], text = 'x'): Promise<void> {
    for (let from = 0; from < uris.length; from += 100)
      await Promise.all(uris.slice(from, from + 100).map((uri) => store.writeText(uri, text)));
  }

  async function listed(prefix: string): Promise<string[]> {
    const uris: string[] = [];
    for await (const { uri } of store.list(prefix)) uris.push(uri);
    return uris;
  }

  it('are listed beyond a page, in the order of their keys, and removed by the thousand', async () => {
    const uris = Array.from({ length: 1500 }, (_none, at) => `${ROOT}/many/${String(at).padStart(4, '0')}`);
    const beside = [`${ROOT}/many`, `${ROOT}/many.txt`, `${ROOT}/manyX`];
    await write([...uris, ...beside]);
    expect(await listed(`${ROOT}/many/`)).to.deep.equal(uris);
    expect(await listed(`${ROOT}/many`)).to.deep.equal([beside[0], beside[1], ...uris, beside[2]]);
    await store.removeAll([...uris, `${ROOT}/was never there`]);
    expect(await listed(`${ROOT}/`)).to.deep.equal(beside);
  });

  it('are listed as they are: names, sizes and times', async () => {
    const before = Date.now();
    const uri = `${ROOT}/a b/ü & <x>+%41.txt`;
    await store.writeText(uri, 'größe');
    const seen = [];
    for await (const file of store.list(`${ROOT}/a b/`)) seen.push(file);
    expect(seen).to.have.lengthOf(1);
    expect(seen[0]).to.include({ uri, size: 7 });
    // S3 tells whole seconds where it answers for one object, and the look must agree with the listing.
    expect(seen[0]?.modifiedAt).to.be.within(before - 1000, Date.now() + 1000);
    expect(await store.look(uri)).to.deep.equal(seen[0]);
  });

  it('are not found where there are none', async () => {
    expect(await store.look(`${ROOT}/none`)).to.equal(undefined);
    expect(await store.digest(`${ROOT}/none`)).to.equal(undefined);
    expect(await store.readVersion(`${ROOT}/none`)).to.equal(undefined);
    expect(await listed(`${ROOT}/none`)).to.deep.equal([]);
    await store.removeAll([]);
  });

  it('have the digest of their bytes', async () => {
    const text = 'ACGT'.repeat(1_000_000);
    await store.writeText(`${ROOT}/big`, text);
    expect(await store.digest(`${ROOT}/big`)).to.equal(createHash('sha256').update(text).digest('hex'));
    await store.writeText(`${ROOT}/empty`, '');
    expect(await store.digest(`${ROOT}/empty`)).to.equal(createHash('sha256').digest('hex'));
  });

  it('have one writer at a time: the first wins', async () => {
    const uri = `${ROOT}/lease.json`;
    const firsts = await Promise.all(['a', 'b', 'c'].map((text) => store.writeVersion(uri, text, undefined)));
    const [first, ...more] = firsts.filter((version) => version !== undefined);
    expect(more).to.deep.equal([]);
    const read = await store.readVersion(uri);
    expect(read?.version).to.equal(first);
    expect(read?.text).to.equal(['a', 'b', 'c'][firsts.findIndex((version) => version !== undefined)]);

    const second = await store.writeVersion(uri, 'second', read?.version);
    expect(second).to.be.a('string').and.not.equal(first);
    expect(await store.writeVersion(uri, 'too late', read?.version)).to.equal(undefined);
    expect((await store.readVersion(uri))?.text).to.equal('second');
  });

  it('are not written anew for who has read one that is gone', async () => {
    const uri = `${ROOT}/gone.json`;
    const version = await store.writeVersion(uri, 'here', undefined);
    await store.removeAll([uri]);
    expect(await store.writeVersion(uri, 'again', version)).to.equal(undefined);
    expect(await store.exists(uri)).to.equal(false);
  });

  it("have an age by the storage's clock", async () => {
    const uri = `${ROOT}/aged.json`;
    await store.writeText(uri, 'x');
    expect((await store.readVersion(uri))?.ageMs).to.be.within(0, 5000);
    const [path = ''] = await workspace.taskFiles('aged.json');
    const hourAgo = Date.now() / 1000 - 3600;
    await utimes(path, hourAgo, hourAgo);
    expect((await store.readVersion(uri))?.ageMs).to.be.within(3_599_000, 3_660_000);
  });
});
