import { expect } from 'chai';
import { filterPattern } from '../../../local/logs/filter-pattern.js';
import { groupName, streamName } from '../../../local/logs/log-names.js';
import { admitEvents } from '../../../local/logs/put-rules.js';

describe(filterPattern.name, () => {
  const cases: [pattern: string | undefined, message: string, matches: boolean][] = [
    [undefined, 'anything', true],
    ['', 'anything', true],
    ['ERROR', 'an ERROR here', true],
    ['ERROR', 'an error here', false],
    ['one two', 'two and one', true],
    ['one two', 'one', false],
    ['"one two"', 'one two', true],
    ['"one two"', 'two one', false],
    ['?a ?b', 'xbx', true],
    ['?a ?b', 'xyx', false],
    ['one -two', 'one', true],
    ['one -two', 'one two', false],
  ];
  for (const [pattern, message, matches] of cases) {
    it(`${matches ? 'finds' : 'does not find'} ${String(pattern)} in '${message}'`, () => {
      expect(filterPattern(pattern)(message)).to.equal(matches);
    });
  }

  for (const pattern of ['{ $.level = "ERROR" }', '[ip, user]', '%regex%']) {
    it(`refuses ${pattern} by name`, () => {
      expect(() => filterPattern(pattern)).to.throw(/matches terms only/);
    });
  }
});

describe(groupName.name, () => {
  it('takes a name or an ARN', () => {
    expect(groupName('/aws/ecs/nextflow')).to.equal('/aws/ecs/nextflow');
    expect(groupName(undefined, 'arn:aws:logs:us-east-1:123456789012:log-group:/aws/x:*')).to.equal('/aws/x');
  });

  it('refuses none, two, and characters CloudWatch does not have', () => {
    expect(() => groupName(undefined)).to.throw(/missing/);
    expect(() => groupName('a', 'b')).to.throw(/not both/);
    expect(() => groupName('a b')).to.throw(/'a b'/);
    expect(() => groupName('x'.repeat(513))).to.throw(/1 to 512/);
  });
});

describe(streamName.name, () => {
  it('refuses colons and stars', () => {
    expect(streamName('nf/main/0a')).to.equal('nf/main/0a');
    expect(() => streamName('a:b')).to.throw(/'a:b'/);
    expect(() => streamName('*')).to.throw(/without/);
  });
});

describe(admitEvents.name, () => {
  const day = 24 * 3_600_000;
  const now = 100 * day;

  it('refuses none, too many, too much, disorder and gaps', () => {
    expect(() => admitEvents([], now)).to.throw(/0 events/);
    expect(() =>
      admitEvents(
        Array.from({ length: 10_001 }, () => ({})),
        now,
      ),
    ).to.throw(/10001 events/);
    expect(() => admitEvents([{ timestamp: now, message: 'x'.repeat(1_048_576) }], now)).to.throw(
      /Upload too large/,
    );
    const backwards = [
      { timestamp: now, message: 'a' },
      { timestamp: now - 1, message: 'b' },
    ];
    expect(() => admitEvents(backwards, now)).to.throw(/chronological/);
    expect(() => admitEvents([{ timestamp: now }], now)).to.throw(/logEvents\[0\]/);
  });

  it('leaves out events too old or too new and says which', () => {
    const at = (timestamp: number): { timestamp: number; message: string } => ({ timestamp, message: 'm' });
    const events = [at(now - 15 * day), at(now), at(now + day)];
    expect(admitEvents(events, now)).to.deep.equal({
      accepted: [at(now)],
      rejectedLogEventsInfo: { tooOldLogEventEndIndex: 1, tooNewLogEventStartIndex: 2 },
    });
  });
});
