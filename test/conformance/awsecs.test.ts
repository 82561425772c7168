import { testExecutor } from '../../conformance/index.js';
import { awsecsKit, awsecsManifest, config } from './awsecs/awsecs-kit.js';
import { loadPlugin } from './load-plugin.js';

const plugin = await loadPlugin(awsecsManifest, config);

describe('awsecs, loaded by plugin.json, on the local cloud', function () {
  // A hundred tasks are a hundred HTTP calls and more.
  this.timeout(60_000);
  testExecutor(awsecsKit({ describe, it }, plugin));
});
