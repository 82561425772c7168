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
    ['-"a b"', 'a b', false],
    ['?a b', 'xb', true],
    ['?a b', 'xa', false],
    ['"say \\"x\\""', 'I say "x" now', true],
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

  it('demands quotes around a term that is not only letters and digits [LOG-8]', () => {
    expect(() => filterPattern('ok a/b')).to.throw(/Invalid character\(s\) in term 'a\/b'/);
    expect(() => filterPattern('"open')).to.throw(/Invalid character/);
    expect(() => filterPattern('x'.repeat(1025))).to.throw(/1025 characters/);
  });
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

  it('refuses none, too many, too much, disorder and gaps [LOG-5]', () => {
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

  const at = (timestamp: number): { timestamp: number; message: string } => ({ timestamp, message: 'm' });

  it('leaves out events too old or too new and says which', () => {
    expect(admitEvents([at(now - 14 * day - 1), at(now - 14 * day)], now)).to.deep.equal({
      accepted: [at(now - 14 * day)],
      rejectedLogEventsInfo: { tooOldLogEventEndIndex: 1 },
    });
    expect(admitEvents([at(now), at(now + 3 * 3_600_000)], now)).to.deep.equal({
      accepted: [at(now)],
      rejectedLogEventsInfo: { tooNewLogEventStartIndex: 1 },
    });
  });

  it('leaves out events the group would not keep', () => {
    expect(admitEvents([at(now - day), at(now)], now, now - 1)).to.deep.equal({
      accepted: [at(now)],
      rejectedLogEventsInfo: { expiredLogEventEndIndex: 1 },
    });
  });

  it('refuses a batch that spans more than a day, and times that are none', () => {
    expect(() => admitEvents([at(now - day - 1), at(now)], now)).to.throw(/cannot span more than 24 hours/);
    expect(() => admitEvents([at(1.5)], now)).to.throw(/logEvents\[0\].timestamp is 1.5/);
  });
});
