import { expect } from 'chai';
import { readFile } from 'node:fs/promises';
import { endingsFile, renderEndings, renderSnapshot, snapshotFile } from './snapshot.js';

describe('test/messages/messages.md', () => {
  it('holds every message as it is said now (npm run snapshots)', async function () {
    // It raises all of them.
    this.timeout(60_000);
    expect(await renderSnapshot()).to.equal(await readFile(snapshotFile, 'utf8'));
  });
});

describe('test/messages/endings.md', () => {
  it('holds what is said of every ending now (npm run snapshots)', async () => {
    expect(renderEndings()).to.equal(await readFile(endingsFile, 'utf8'));
  });
});
