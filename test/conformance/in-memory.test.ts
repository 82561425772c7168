import { expect } from 'chai';
import { fileURLToPath } from 'node:url';
import { testExecutor } from '../../conformance/index.js';
import { readManifest } from '../../host/plugin/plugin-manifest.js';
import { memoryKit, memoryManifest } from './memory/memory-kit.js';

describe('the in-memory executor', () => {
  it('has a plugin.json that the engine takes', async () => {
    const { executors } = await readManifest(fileURLToPath(memoryManifest));
    expect(executors).to.deep.equal(['memory']);
  });

  testExecutor(memoryKit({ describe, it }));
});
