import { expect } from 'chai';
import { defaultLogBounds } from '../../../local/logs/log-store.js';
import { logsRegions } from '../../../local/logs/logs-region.js';
import { awsPaging, fullPages } from '../../../local/logs/paging-habits.js';
import { logRates } from '../../../local/logs/logs-throttle.js';
import { MemoryBook } from '../memory-book.js';
import { seededRandom } from '../http/running-server.js';
import { type Failure, LogsCalls } from './logs-calls.js';

const region = 'us-east-1';
const day = 24 * 3_600_000;

describe('CloudWatch Logs of the local cloud', () => {
  it('shows an event only after the delay of ingestion, and then without loss [LOG-6]', async () => {
    const logs = new LogsCalls({ ingestionDelay: 1000 });
    logs.service.ensureGroup(region, 'g');
    logs.service.append(region, 'g', 's', 'one');
    expect(await logs.read('g', 's')).to.deep.equal([]);
    await logs.clock.advance(600);
    logs.service.append(region, 'g', 's', 'two');
    await logs.clock.advance(400);
    expect(await logs.read('g', 's')).to.deep.equal(['one']);
    const { events } = await logs.call<{ events: unknown[] }>('FilterLogEvents', { logGroupName: 'g' });
    expect(events).to.have.length(1);
    await logs.clock.advance(600);
    expect(await logs.read('g', 's')).to.deep.equal(['one', 'two']);
  });

  it('gives tokens that it takes again, whatever fractions its clock has [6b.1]', async () => {
    const logs = new LogsCalls();
    await logs.clock.advance(0.25);
    logs.service.ensureGroup(region, 'g');
    logs.service.append(region, 'g', 's', 'one');
    expect(await logs.read('g', 's')).to.deep.equal(['one']);
  });

  it('filters without loss through pages that are partial or empty [6b.3]', async () => {
    for (let seed = 1; seed <= 20; seed++) {
      const habits = { ...awsPaging(seededRandom(seed)), empty: 0.4 };
      const logs = new LogsCalls({ pagingHabits: habits, throttle: 'off' });
      logs.service.ensureGroup(region, 'g');
      for (let index = 0; index < 30; index++) {
        logs.service.append(region, 'g', `s${index % 3}`, `${index % 2 === 0 ? 'even' : 'odd'} ${index}`);
      }
      const seen: string[] = [];
      let nextToken: string | undefined;
      do {
        const page: { events: { message: string }[]; nextToken?: string } = await logs.call(
          'FilterLogEvents',
          {
            logGroupName: 'g',
            filterPattern: 'even',
            limit: 4,
            nextToken,
          },
        );
        seen.push(...page.events.map(({ message }) => message));
        nextToken = page.nextToken;
      } while (nextToken !== undefined);
      expect(seen).to.deep.equal(Array.from({ length: 15 }, (_, index) => `even ${index * 2}`));
    }
  });

  it('answers what it has found when it has looked at enough, with a token to go on [6b.3]', async () => {
    const bounds = { stream: { events: 60_000, bytes: 1e9 }, streamsPerGroup: 10, memory: 1e9 };
    const logs = new LogsCalls({ bounds });
    logs.service.ensureGroup(region, 'g');
    for (let index = 0; index < 50_001; index++)
      logs.service.append(region, 'g', 's', index === 50_000 ? 'last' : 'x');
    const request = { logGroupName: 'g', filterPattern: 'last' };
    const first = await logs.call<{ events: unknown[]; nextToken: string }>('FilterLogEvents', request);
    expect(first.events).to.deep.equal([]);
    const second = await logs.call('FilterLogEvents', { ...request, nextToken: first.nextToken });
    expect(second['events']).to.have.length(1);
    expect(second).not.to.have.property('nextToken');
  });

  it('refuses what filters cannot be', async () => {
    const logs = new LogsCalls();
    logs.service.ensureGroup(region, 'g');
    const refusal = async (input: object): Promise<string> =>
      (await logs.call<Failure>('FilterLogEvents', { logGroupName: 'g', ...input })).message;
    expect(await refusal({ logStreamNames: [] })).to.match(/0 names: 1 to 100/);
    expect(await refusal({ logStreamNames: ['none'] })).to.match(/log stream does not exist/);
    expect(await refusal({ nextToken: 'x' })).to.match(/nextToken is invalid: 'x'/);
    expect(await refusal({ startTime: -1 })).to.match(/startTime and endTime are -1 and absent/);
  });

  const quotas: [id: string, operation: string, region: string, perSecond: number][] = [
    ['[6b.2]', 'GetLogEvents', 'us-east-1', 25],
    ['[6b.2]', 'GetLogEvents', 'eu-west-1', 10],
    ['[6b.2]', 'GetLogEvents', 'eu-west-3', 30],
    ['[6b.3]', 'FilterLogEvents', 'us-west-1', 10],
    ['[6b.3]', 'FilterLogEvents', 'eu-central-1', 5],
    ['[6b.5]', 'CreateLogStream', 'us-east-1', 50],
    ['[6b.6]', 'CreateLogGroup', 'us-east-1', 10],
    ['[6b.6]', 'DescribeLogStreams', 'us-east-1', 25],
  ];
  for (const [id, operation, where, perSecond] of quotas) {
    it(`takes ${perSecond} ${operation} a second in ${where} and throttles the next with status 400 ${id} [THR-2]`, async () => {
      const logs = new LogsCalls();
      const call = async (): Promise<boolean> =>
        (await logs.call<Failure>(operation, {}, where)).__type !== 'ThrottlingException';
      for (let count = 0; count < perSecond; count++) expect(await call()).to.equal(true);
      expect(await call()).to.equal(false);
      expect(logs.status).to.equal(400);
      await logs.clock.advance(1000);
      expect(await call()).to.equal(true);
    });
  }

  it('knows the quota of PutLogEvents, and throttles nothing when told so [6b.6]', async () => {
    expect(logRates['PutLogEvents']).to.deep.equal({ usual: 5000 });
    const logs = new LogsCalls({ throttle: 'off' });
    for (let count = 0; count < 30; count++) {
      expect((await logs.call<Failure>('GetLogEvents', {})).__type).to.equal('InvalidParameterException');
    }
  });

  it('lets a burst of containers leave no CreateLogStream for clients [6b.5]', async () => {
    const logs = new LogsCalls();
    logs.service.ensureGroup(region, 'g');
    for (let index = 0; index < 60; index++) logs.service.append(region, 'g', `nf/main/${index}`, 'x');
    const answer = await logs.call<Failure>('CreateLogStream', { logGroupName: 'g', logStreamName: 'mine' });
    expect(answer.__type).to.equal('ThrottlingException');
    expect(await logs.read('g', 'nf/main/59')).to.deep.equal(['x']);
  });

  it('keeps events for the days of the retention policy, and for ever without one [LOG-9]', async () => {
    const logs = new LogsCalls();
    logs.service.ensureGroup(region, 'g');
    logs.service.append(region, 'g', 's', 'old');
    const bad = await logs.call<Failure>('PutRetentionPolicy', { logGroupName: 'g', retentionInDays: 2 });
    expect(bad.message).to.match(/retentionInDays is 2: 1, 3, 5/);
    await logs.call('PutRetentionPolicy', { logGroupName: 'g', retentionInDays: 1 });
    await logs.clock.advance(day - 1);
    logs.service.append(region, 'g', 's', 'new');
    expect(await logs.read('g', 's')).to.deep.equal(['old', 'new']);
    await logs.clock.advance(2);
    expect(await logs.read('g', 's')).to.deep.equal(['new']);
    await logs.call('DeleteRetentionPolicy', { logGroupName: 'g' });
    await logs.clock.advance(400 * day);
    expect(await logs.read('g', 's')).to.deep.equal(['new']);
    expect(logs.said).to.deep.equal([]);
  });

  it('remembers no more regions than have groups, and a hundred beside', () => {
    const regionOf = logsRegions({
      now: () => 0,
      log: () => undefined,
      bounds: defaultLogBounds,
      state: new MemoryBook(),
      throttled: true,
      habits: fullPages,
      ingestionDelay: 0,
    });
    const [used, empty] = [regionOf('used'), regionOf('made-up')];
    used.store.createGroup('g');
    expect(regionOf('made-up')).to.equal(empty);
    for (let index = 0; index < 100; index++) regionOf(`made-up-${index}`);
    expect(regionOf('used')).to.equal(used);
    expect(regionOf('made-up')).not.to.equal(empty);
  });

  it('finds groups, tags, retention, streams and events again after a start [LOG-10]', async () => {
    const state = new MemoryBook();
    const before = new LogsCalls({ state });
    await before.call('CreateLogGroup', { logGroupName: 'g', tags: { a: '1' } });
    await before.call('PutRetentionPolicy', { logGroupName: 'g', retentionInDays: 7 });
    await before.call('CreateLogStream', { logGroupName: 'g', logStreamName: 'bare' });
    for (let index = 0; index < 600; index++) before.service.append(region, 'g', 's', `m${index}`);
    before.service.ensureGroup(region, 'gone');
    before.service.append(region, 'gone', 's', 'x');
    await before.call('DeleteLogGroup', { logGroupName: 'gone' });
    expect(state.count('logs-events')).to.equal(3);
    const groups = await before.call('DescribeLogGroups', {});
    const streams = await before.call('DescribeLogStreams', { logGroupName: 'g' });
    const filtered = await before.call('FilterLogEvents', { logGroupName: 'g', limit: 1 });

    const after = new LogsCalls({ state: state.reopened(), clock: before.clock });
    expect(await after.call('DescribeLogGroups', {})).to.deep.equal(groups);
    expect(await after.call('DescribeLogStreams', { logGroupName: 'g' })).to.deep.equal(streams);
    expect(await after.call('FilterLogEvents', { logGroupName: 'g', limit: 1 })).to.deep.equal(filtered);
    const arn = 'arn:aws:logs:us-east-1:123456789012:log-group:g';
    expect(await after.call('ListTagsForResource', { resourceArn: arn })).to.deep.equal({ tags: { a: '1' } });
    after.service.append(region, 'g', 's', 'm600');
    expect(await after.read('g', 's')).to.deep.equal(Array.from({ length: 601 }, (_, index) => `m${index}`));
  });

  it('leaves out a broken record, says so, and keeps the rest', async () => {
    const state = new MemoryBook();
    const before = new LogsCalls({ state });
    before.service.ensureGroup(region, 'g');
    before.service.append(region, 'g', 's', 'fine');
    state.note('logs-group', '["us-east-1","broken"]', () => 'x');
    state.note('logs-events', '["us-east-1","g","s",9]', () => [[1, 2, 'no']]);
    state.note('logs-events', 'no key', () => []);
    const after = new LogsCalls({ state: state.reopened() });
    expect(await after.read('g', 's')).to.deep.equal(['fine']);
    expect(after.said).to.have.length(3);
    expect(after.said[0]).to.match(/a record of logs-group is broken and left out/);
  });

  it('drops from the book what memory has no room for', () => {
    const state = new MemoryBook();
    const logs = new LogsCalls({ state });
    logs.service.ensureGroup(region, 'g');
    for (let index = 0; index < 30_000; index++) logs.service.append(region, 'g', 's', 'x');
    expect(state.count('logs-events')).to.be.within(35, 41);
    expect(logs.said).to.have.length(1);
  });
});
