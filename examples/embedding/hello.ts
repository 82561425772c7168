import { openSession } from 'nf-awsecs/host';
import { startLocalCloud } from 'nf-awsecs/local';

const executionRole = 'arn:aws:iam::123456789012:role/ecsTaskExecutionRole';
await using cloud = await startLocalCloud({ dataDir: '.nf-awsecs/local' });
await using session = await openSession({
  plugins: ['nf-awsecs'],
  workDir: 's3://my-bucket/work',
  config: [
    { wave: { enabled: true }, fusion: { enabled: true } },
    { aws: { ecs: { cluster: 'nextflow-cluster', executionRole } } },
    cloud.settings(),
  ],
});
const script = 'echo "Hello from $(hostname)"';
const { outcome, stdout } = await session.run({ process: 'HELLO', container: 'ubuntu:latest', script });
console.log(outcome.kind, stdout);
