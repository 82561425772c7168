import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
  StartQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { expect } from 'chai';
import { CallRecord } from '../../../local/http/call-record.js';
import { LocalServer } from '../../../local/http/server.js';
import { createLogsService, type LogsService } from '../../../local/logs/logs-service.js';
import { FakeClock } from '../../support/fake-clock.js';

const region = 'us-east-1';
const logGroupName = '/aws/ecs/nextflow';

/** The real client on a real socket: what it can read is what AWS sends. */
describe(createLogsService.name, () => {
  let clock: FakeClock;
  let logs: LogsService;
  let server: LocalServer;
  let client: CloudWatchLogsClient;
  let endpoint: string;

  beforeEach(async () => {
    clock = new FakeClock();
    const log = (): void => undefined;
    logs = createLogsService({ clock, log, account: '123456789012' });
    server = new LocalServer({
      services: new Map([['logs', logs]]),
      calls: new CallRecord(),
      now: () => clock.now(),
      random: () => 0.5,
      log,
    });
    endpoint = `http://127.0.0.1:${await server.listen()}`;
    client = new CloudWatchLogsClient({
      region,
      endpoint,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 1,
    });
  });
  afterEach(async () => {
    client.destroy();
    await server.close();
    await logs.close();
  });

  const failure = async (call: Promise<unknown>): Promise<Error> =>
    call.then(
      () => new Error('it worked'),
      (error: unknown) => error as Error,
    );

  it('creates groups and streams once', async () => {
    await client.send(new CreateLogGroupCommand({ logGroupName }));
    const again = await failure(client.send(new CreateLogGroupCommand({ logGroupName })));
    expect(again.name).to.equal('ResourceAlreadyExistsException');
    const stream = { logGroupName, logStreamName: 'a' };
    await client.send(new CreateLogStreamCommand(stream));
    expect((await failure(client.send(new CreateLogStreamCommand(stream)))).name).to.equal(
      'ResourceAlreadyExistsException',
    );
    const missing = await failure(
      client.send(new CreateLogStreamCommand({ ...stream, logGroupName: 'other' })),
    );
    expect(missing.name).to.equal('ResourceNotFoundException');
  });

  it('lists groups and streams by prefix, in pages', async () => {
    for (const name of ['/b', '/a', '/a/1']) logs.ensureGroup(region, name);
    const first = await client.send(new DescribeLogGroupsCommand({ limit: 2 }));
    expect(first.logGroups?.map((group) => group.logGroupName)).to.deep.equal(['/a', '/a/1']);
    const next = await client.send(new DescribeLogGroupsCommand({ limit: 2, nextToken: first.nextToken }));
    expect(next.logGroups?.map((group) => group.logGroupName)).to.deep.equal(['/b']);
    expect(next.nextToken).to.equal(undefined);
    const some = await client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: '/a' }));
    expect(some.logGroups?.[0]?.arn).to.equal('arn:aws:logs:us-east-1:123456789012:log-group:/a:*');
    for (const stream of ['nf/main/2', 'nf/main/1', 'other']) logs.append(region, '/a', stream, 'x');
    const streams = await client.send(
      new DescribeLogStreamsCommand({ logGroupName: '/a', logStreamNamePrefix: 'nf/', descending: true }),
    );
    expect(streams.logStreams?.map((stream) => stream.logStreamName)).to.deep.equal([
      'nf/main/2',
      'nf/main/1',
    ]);
    expect(streams.logStreams?.[0]?.lastEventTimestamp).to.equal(clock.now());
  });

  it('has a stream from its first line on, and gives back what was put and written [6a.8] [LOG-1]', async () => {
    logs.ensureGroup(region, logGroupName);
    const stream = { logGroupName, logStreamName: 's' };
    const unwritten = await failure(client.send(new GetLogEventsCommand(stream)));
    expect(unwritten.name).to.equal('ResourceNotFoundException');
    await client.send(new CreateLogStreamCommand(stream));
    const logEvents = [{ timestamp: clock.now(), message: 'put ü' }];
    await client.send(new PutLogEventsCommand({ ...stream, logEvents }));
    logs.append(region, logGroupName, 's', 'written');
    logs.append(region, logGroupName, 's', '');
    const page = await client.send(new GetLogEventsCommand({ ...stream, startFromHead: true }));
    expect(page.events?.map(({ message }) => message)).to.deep.equal(['put ü', 'written']);
    const end = await client.send(
      new GetLogEventsCommand({ ...stream, startFromHead: true, nextToken: page.nextForwardToken }),
    );
    expect(end.events).to.deep.equal([]);
    expect(end.nextForwardToken).to.equal(page.nextForwardToken);
  });

  it('refuses a limit past 10000', async () => {
    logs.ensureGroup(region, logGroupName);
    logs.append(region, logGroupName, 's', 'x');
    const error = await failure(
      client.send(new GetLogEventsCommand({ logGroupName, logStreamName: 's', limit: 10_001 })),
    );
    expect(error.name).to.equal('InvalidParameterException');
    expect(error.message).to.match(/limit is 10001/);
  });

  it('filters over streams in order of time, in pages that end without a token [6b.3] [LOG-4]', async () => {
    logs.ensureGroup(region, logGroupName);
    for (const [stream, message] of [
      ['a', 'one ok'],
      ['b', 'two ok'],
      ['a', 'three bad'],
      ['a', 'four ok'],
    ] as const) {
      logs.append(region, logGroupName, stream, message);
      await clock.advance(1);
    }
    const request = { logGroupName, filterPattern: 'ok', limit: 2 };
    const first = await client.send(new FilterLogEventsCommand(request));
    expect(first.events?.map(({ message }) => message)).to.deep.equal(['one ok', 'two ok']);
    const second = await client.send(new FilterLogEventsCommand({ ...request, nextToken: first.nextToken }));
    expect(second.events?.map(({ message }) => message)).to.deep.equal(['four ok']);
    expect(second.nextToken).to.equal(undefined);
    const named = await client.send(new FilterLogEventsCommand({ logGroupName, logStreamNames: ['b'] }));
    expect(named.events?.map(({ logStreamName }) => logStreamName)).to.deep.equal(['b']);
    const both = await failure(
      client.send(
        new FilterLogEventsCommand({ logGroupName, logStreamNames: ['b'], logStreamNamePrefix: 'a' }),
      ),
    );
    expect(both.name).to.equal('InvalidParameterException');
  });

  it('keeps regions apart', () => {
    logs.ensureGroup('eu-west-1', '/x');
    expect(logs.hasGroup('eu-west-1', '/x')).to.equal(true);
    expect(logs.hasGroup(region, '/x')).to.equal(false);
  });

  it('names an operation it does not serve, and why there is no live tail', async () => {
    const error = await failure(
      client.send(new StartQueryCommand({ startTime: 0, endTime: 1, queryString: 'x' })),
    );
    expect(error.name).to.equal('UnknownOperationException');
    expect(error.message).to.match(/StartQuery: AWS has this operation, the local cloud does not serve it/);
    // No SDK reaches it: it puts streaming-logs. before the host.
    const answer = await fetch(endpoint, {
      method: 'POST',
      headers: {
        authorization: 'AWS4-HMAC-SHA256 Credential=AK/20260101/us-east-1/logs/aws4_request, Signature=0',
        'x-amz-target': 'Logs_20140328.StartLiveTail',
      },
      body: '{}',
    });
    expect(await answer.text()).to.match(/event stream at a host of its own.*Poll FilterLogEvents/);
  });

  it('refuses a member it would not heed', async () => {
    const error = await failure(client.send(new CreateLogGroupCommand({ logGroupName, kmsKeyId: 'k' })));
    expect(error.message).to.match(/CreateLogGroup: the local cloud does not serve kmsKeyId/);
  });
});
