import { testExecutor } from '../../conformance/index.js';
import { awsecsKit } from './awsecs/awsecs-kit.js';
import { loadAwsecs } from './awsecs/load-plugin.js';

const plugin = await loadAwsecs();

describe('awsecs, loaded by plugin.json, on the local cloud', function () {
  // A hundred tasks are a hundred HTTP calls and more.
  this.timeout(60_000);
  testExecutor(awsecsKit({ describe, it }, plugin));
});
