// What an engine of somebody else does with the plugin: loads it, makes an executor and shuts it down again.
import process from 'node:process';
import { plugin } from 'nf-awsecs';
import 'nf-awsecs/spi';
import 'nf-awsecs/conformance';

const silent = () => undefined;
const session = {
  id: '00000000-0000-4000-8000-000000000001',
  runName: 'happy_stranger',
  workDir: 's3://my-bucket/work',
  config: {
    aws: {
      region: 'us-east-1',
      ecs: {
        cluster: 'nextflow-cluster',
        executionRole: 'arn:aws:iam::123456789012:role/ecsTaskExecutionRole',
      },
    },
    wave: { enabled: true },
    fusion: { enabled: true },
  },
  resolvesContainers: true,
  events: { submitted: silent, running: silent, completed: silent },
  logger: { debug: silent, info: silent, warn: silent, error: silent },
  clock: { now: () => 0, after: () => ({ cancel: silent }) },
  random: () => 0.5,
};
const executor = plugin.createExecutor('awsecs', session);
executor.createTaskMonitor();
await executor.shutdown();
process.stdout.write(`executor ${executor.name}, ${JSON.stringify(executor.capabilities)}\n`);
