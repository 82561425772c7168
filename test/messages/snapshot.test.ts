import { expect } from 'chai';
import { readFile } from 'node:fs/promises';
import { renderSnapshot, snapshotFile } from './snapshot.js';

describe('test/messages/messages.md', () => {
  it('holds every message as it is said now (npm run snapshots)', async function () {
    // It raises all of them.
    this.timeout(60_000);
    expect(await renderSnapshot()).to.equal(await readFile(snapshotFile, 'utf8'));
  });
});
