import { randomUUID } from 'node:crypto';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { plugin } from 'nf-awsecs';
import { startLocalCloud } from 'nf-awsecs/local';
import type {
  Clock,
  Logger,
  ProcessDefinition,
  Session,
  TaskEvents,
  TaskOutcome,
  TaskRun,
} from 'nf-awsecs/spi';

await using cloud = await startLocalCloud({ dataDir: '.nf-awsecs/local' });
const { endpoint, region, credentials } = cloud;
const s3 = new S3Client({ endpoint, region, credentials, forcePathStyle: true });

// What the plugin takes from an engine: time, a log, the settings, and somebody to tell.
const clock: Clock = {
  now: () => Date.now(),
  after: (ms, action) => {
    const timer = setTimeout(action, ms);
    return { cancel: () => clearTimeout(timer) };
  },
};
const log = (message: string): void => console.error(message);
const logger: Logger = { debug: () => undefined, info: log, warn: log, error: log };

let taskEnded: (outcome: TaskOutcome) => void;
const end = new Promise<TaskOutcome>((resolve) => (taskEnded = resolve));
const events: TaskEvents = {
  submitted: ({ nativeId }) => log(`submitted as ${nativeId ?? ''}`),
  running: ({ task }) => log(`${task.name} runs`),
  completed: (_handler, outcome) => taskEnded(outcome),
};

const session: Session = {
  id: randomUUID(),
  runName: 'by_hand',
  workDir: 's3://my-bucket/work',
  config: {
    wave: { enabled: true },
    fusion: { enabled: true },
    aws: {
      ...cloud.settings().aws,
      ecs: {
        ...cloud.settings().aws.ecs,
        cluster: 'nextflow-cluster',
        executionRole: 'arn:aws:iam::123456789012:role/ecsTaskExecutionRole',
      },
    },
  },
  // True where the images hold Fusion; the local cloud brings a stand-in of its own.
  resolvesContainers: false,
  events,
  logger,
  clock,
  random: Math.random,
};

const hello: ProcessDefinition = {
  name: 'HELLO',
  container: 'ubuntu:latest',
  directives: { cpus: 1, memory: 1024 ** 3, others: {} },
};

// One attempt at one task. Its work dir is its own: the plugin finds the exit status there, in .exitcode.
const hash = randomUUID().replaceAll('-', '');
const key = `work/${hash.slice(0, 2)}/${hash.slice(2)}`;
const wrapper = `#!/bin/bash
cd "\${NXF_FUSION_MOUNT:-/fusion/s3}/my-bucket/${key}"
echo "Hello from $(hostname)" > .command.out
printf '%s' $? > .exitcode
`;
const task: TaskRun = {
  id: 1,
  name: 'HELLO (1)',
  process: hello.name,
  hash,
  attempt: 1,
  interruptions: {},
  workDir: `s3://my-bucket/${key}`,
  container: 'ubuntu:latest',
  directives: hello.directives,
  launch: {
    entryPoint: ['/usr/bin/fusion'],
    command: ['bash', `/fusion/s3/my-bucket/${key}/.command.run`],
    environment: { FUSION_WORK: `/fusion/s3/my-bucket/${key}`, AWS_S3_ENDPOINT: endpoint },
  },
  prepare: async () => {
    await s3.send(new PutObjectCommand({ Bucket: 'my-bucket', Key: `${key}/.command.run`, Body: wrapper }));
  },
};

const problems = plugin.check('awsecs', hello);
if (problems.length > 0)
  throw new Error(problems.map(({ path, message }) => `${path} ${message}`).join('; '));
const executor = plugin.createExecutor('awsecs', session);
try {
  await executor.start([hello]);
  const monitor = executor.createTaskMonitor();
  monitor.start();
  monitor.schedule(executor.createTaskHandler(task));
  const { kind, exitStatus, reason } = await end;
  console.log(kind, exitStatus, reason);
} finally {
  await executor.shutdown();
  s3.destroy();
}
