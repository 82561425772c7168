import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { expect } from 'chai';
import { systemClock } from '../../host/index.js';
import type { LocalCloud } from '../../local/index.js';
import type { Executor, TaskLog } from '../../spi/index.js';
import { SdkLogsApi } from '../../src/aws/logs-api.js';
import { logStreamOf } from '../../src/logs/log-stream.js';
import { readTail } from '../../src/logs/read-tail.js';
import { plugin } from '../../src/plugin.js';
import { fakeSession } from '../support/fake-session.js';
import { useCloud } from './use-cloud.js';
import { eventually } from './within.js';

const GROUP = '/aws/ecs/nextflow';
const TASK_ARN = 'arn:aws:ecs:us-east-1:123456789012:task/nextflow-cluster/0123456789abcdef';
const STREAM = logStreamOf(TASK_ARN, GROUP);
const LINES = Array.from({ length: 3_000 }, (_, line) => `line ${line}`);

describe('logs of the local cloud, whose pages are short or empty as AWS’s can be', function () {
  this.timeout(30_000);
  let cloud: LocalCloud;
  let client: CloudWatchLogsClient;
  let executor: Executor;
  let log: TaskLog | undefined;
  useCloud((opened) => ({ cloud } = opened));

  beforeEach(async () => {
    const { endpoint, region, credentials } = cloud;
    client = new CloudWatchLogsClient({ endpoint, region, credentials });
    await client.send(new CreateLogGroupCommand({ logGroupName: GROUP }));
    const { aws, wave, fusion } = cloud.settings();
    const role = { executionRole: 'arn:aws:iam::123456789012:role/ecsTaskExecutionRole' };
    const ecs = { ...aws.ecs, ...role, cluster: 'nextflow-cluster', logsGroup: GROUP };
    const config = {
      aws: { ...aws, ecs },
      wave: { ...wave, enabled: true },
      fusion: { ...fusion, enabled: true },
    };
    executor = plugin.createExecutor('awsecs', { ...fakeSession({ config }), clock: systemClock });
    log = executor.openLog?.(TASK_ARN);
  });

  afterEach(async () => {
    client.destroy();
    await executor.shutdown();
  });

  async function print(texts: readonly string[]): Promise<void> {
    const names = { logGroupName: GROUP, logStreamName: STREAM.name };
    await client.send(new CreateLogStreamCommand(names));
    const timestamp = Date.now();
    const logEvents = texts.map((message) => ({ timestamp, message }));
    await client.send(new PutLogEventsCommand({ ...names, logEvents }));
    // What has only just arrived is not readable yet, as on AWS.
    await eventually(
      async () => ((await tailOf(1)).at(-1) === texts.at(-1) ? true : undefined),
      () => 'the last line does not arrive',
    );
  }

  async function tailOf(lines: number): Promise<readonly string[]> {
    const logs = new SdkLogsApi(client);
    return (await readTail(STREAM, lines, (request) => logs.readPage(request))).map(({ text }) => text);
  }

  it('gives every line once and in order, and ends with a task that ECS no longer knows', async () => {
    await print(LINES);
    const read: string[] = [];
    for (let state = 'more'; state === 'more';) {
      const part = await log?.read();
      read.push(...(part?.lines ?? []).map(({ text }) => text));
      state = part?.state ?? 'none';
      if (state !== 'more') expect(state).to.equal('ended');
    }
    expect(read).to.deep.equal(LINES);
    expect(cloud.calls.count('logs', 'GetLogEvents')).to.be.greaterThan(1);
    expect(cloud.calls.count('ecs', 'DescribeTasks')).to.equal(1);
  });

  it('ends with nothing where a task printed nothing', async () => {
    expect(await log?.read()).to.deep.equal({ lines: [], state: 'ended' });
  });

  it('has the last lines from the end of a stream', async () => {
    await print(LINES);
    expect(await tailOf(50)).to.deep.equal(LINES.slice(-50));
  });
});
