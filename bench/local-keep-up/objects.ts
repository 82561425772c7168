import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Caller } from '../measure/caller.js';
import { print, since } from '../measure/figures.js';

/** Objects of bucket `listed` as files, a thousand a folder: what tasks write lies there without any put. */
export async function makeFiles(dataDir: string, count: number): Promise<void> {
  for (let first = 0; first < count; first += 1000) {
    const folder = join(dataDir, 's3', 'listed', `folder-${first / 1000}`);
    await mkdir(folder, { recursive: true });
    const names = Array.from({ length: Math.min(1000, count - first) }, (_, index) => `object-${index}`);
    await Promise.all(names.map((name) => writeFile(join(folder, name), '')));
  }
}

/** All at once, over as many connections; each must be there afterwards. */
export async function putMany(endpoint: string, count: number): Promise<void> {
  const caller = new Caller(endpoint, count);
  try {
    const begin = performance.now();
    const puts = Array.from({ length: count }, (_, index) => caller.s3('PUT', `/puts/${index}`, `${index}`));
    await Promise.all(puts);
    print('S3 puts at once', `${count} in ${since(begin)}`);
    assert.equal(await caller.s3('GET', `/puts/${count - 1}`), `${count - 1}`);
    assert.equal((await keysOf(caller, 'puts')).size, count);
  } finally {
    caller.close();
  }
}

/** Twice, as the second may be told from what the first has learnt. */
export async function listMany(endpoint: string, count: number): Promise<void> {
  const caller = new Caller(endpoint);
  try {
    for (const which of ['first', 'second']) {
      const begin = performance.now();
      assert.equal((await keysOf(caller, 'listed')).size, count);
      print(`S3 listing, the ${which}`, `${count} keys in pages of 1000 in ${since(begin)}`);
    }
  } finally {
    caller.close();
  }
}

/** Every key of a bucket, page by page. */
async function keysOf(caller: Caller, bucket: string): Promise<ReadonlySet<string>> {
  const keys = new Set<string>();
  for (let after = ''; ;) {
    const query = new URLSearchParams({ 'list-type': '2', 'start-after': after });
    const page = await caller.s3('GET', `/${bucket}?${query.toString()}`);
    const found = [...page.matchAll(/<Key>([^<]+)<\/Key>/g)].map(([, key = '']) => key);
    for (const key of found) keys.add(key);
    if (!page.includes('<IsTruncated>true</IsTruncated>')) return keys;
    const last = found.at(-1);
    assert(last !== undefined && last !== after, 'a page that goes on holds keys');
    after = last;
  }
}
