import { testExecutor } from '../../conformance/index.js';
import { memoryKit } from './memory/memory-kit.js';

describe('the in-memory executor', () => {
  testExecutor(memoryKit({ describe, it }));
});
