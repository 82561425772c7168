import { expect } from 'chai';
import { type Failure, LogsCalls } from './logs-calls.js';

const arn = 'arn:aws:logs:us-east-1:123456789012:log-group:g';

describe('log groups and streams', () => {
  let logs: LogsCalls;
  const call = <T = Record<string, unknown>>(operation: string, input: object): Promise<T> =>
    logs.call<T>(operation, input);
  const refusal = async (operation: string, input: object): Promise<Failure> =>
    call<Failure>(operation, input);
  beforeEach(async () => {
    logs = new LogsCalls({ throttle: 'off' });
    await call('CreateLogGroup', { logGroupName: 'g' });
  });

  it('deletes a group with all in it, and what containers write then is nobody’s [LOG-11]', async () => {
    logs.service.append('us-east-1', 'g', 's', 'x');
    await call('DeleteLogGroup', { logGroupName: 'g' });
    expect((await refusal('DeleteLogGroup', { logGroupName: 'g' })).__type).to.equal(
      'ResourceNotFoundException',
    );
    logs.service.append('us-east-1', 'g', 's', 'x');
    expect(logs.service.hasGroup('us-east-1', 'g')).to.equal(false);
    await call('CreateLogGroup', { logGroupName: 'g' });
    expect(await call('DescribeLogStreams', { logGroupName: 'g' })).to.deep.equal({ logStreams: [] });
  });

  it('deletes a stream [LOG-11]', async () => {
    logs.service.append('us-east-1', 'g', 's', 'x');
    await call('DeleteLogStream', { logGroupName: 'g', logStreamName: 's' });
    const gone = await refusal('GetLogEvents', { logGroupName: 'g', logStreamName: 's' });
    expect(gone).to.deep.equal({
      __type: 'ResourceNotFoundException',
      message: 'The specified log stream does not exist.',
    });
    expect((await call<{ logGroups: unknown[] }>('DescribeLogGroups', {})).logGroups[0]).to.include({
      storedBytes: 0,
    });
  });

  it('tags groups, to fifty tags of AWS’s characters [LOG-12]', async () => {
    await call('TagResource', { resourceArn: `${arn}:*`, tags: { a: '1', b: '2' } });
    await call('UntagResource', { resourceArn: arn, tagKeys: ['a', 'none'] });
    expect(await call('ListTagsForResource', { resourceArn: arn })).to.deep.equal({ tags: { b: '2' } });
    const tags = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`k${index}`, 'v']));
    expect((await refusal('TagResource', { resourceArn: arn, tags })).__type).to.equal(
      'TooManyTagsException',
    );
    const bad = await refusal('TagResource', { resourceArn: arn, tags: { 'aws:x': '1', y: '\u0000' } });
    expect(bad.message).to.match(/key 'aws:x'.*; the value of 'y'/);
    const other = await refusal('ListTagsForResource', { resourceArn: 'arn:aws:ecs:us-east-1:1:cluster/x' });
    expect(other.message).to.match(/the ARN of a log group is expected/);
  });

  it('tells retention and stored bytes of a group', async () => {
    logs.service.append('us-east-1', 'g', 's', '1234');
    await call('PutRetentionPolicy', { logGroupName: 'g', retentionInDays: 30 });
    const { logGroups } = await call<{ logGroups: object[] }>('DescribeLogGroups', {});
    expect(logGroups[0]).to.include({
      logGroupName: 'g',
      retentionInDays: 30,
      storedBytes: 30,
      logGroupArn: arn,
    });
  });

  it('orders streams by name, or by the time of their last event, in pages', async () => {
    for (const name of ['b', 'c', 'a']) {
      logs.service.append('us-east-1', 'g', name, 'x');
      await logs.clock.advance(1);
    }
    const names = async (input: object): Promise<string[]> => {
      const answer = await call<{ logStreams: { logStreamName: string }[] }>('DescribeLogStreams', {
        logGroupName: 'g',
        ...input,
      });
      return answer.logStreams.map(({ logStreamName }) => logStreamName);
    };
    expect(await names({})).to.deep.equal(['a', 'b', 'c']);
    expect(await names({ orderBy: 'LastEventTime', descending: true })).to.deep.equal(['a', 'c', 'b']);
    expect(await names({ logStreamNamePrefix: 'b' })).to.deep.equal(['b']);
    const input = { logGroupName: 'g', limit: 2 };
    const { nextToken } = await call<{ nextToken: string }>('DescribeLogStreams', input);
    expect(await names({ limit: 2, nextToken })).to.deep.equal(['c']);
  });

  it('refuses orders, classes and searches CloudWatch has not', async () => {
    const by = { logGroupName: 'g', orderBy: 'LastEventTime', logStreamNamePrefix: 'a' };
    expect((await refusal('DescribeLogStreams', by)).message).to.match(/Cannot order by LastEventTime/);
    const order = { logGroupName: 'g', orderBy: 'Size' };
    expect((await refusal('DescribeLogStreams', order)).message).to.match(/orderBy is 'Size'/);
    const both = { logGroupNamePrefix: 'a', logGroupNamePattern: 'b' };
    expect((await refusal('DescribeLogGroups', both)).message).to.match(/cannot be given together/);
    const group = { logGroupName: 'h', logGroupClass: 'DELIVERY' };
    expect((await refusal('CreateLogGroup', group)).message).to.match(
      /'DELIVERY': the local cloud serves STANDARD/,
    );
  });
});
