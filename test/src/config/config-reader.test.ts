import { expect } from 'chai';
import { ConfigReader, show } from '../../../src/config/config-reader.js';

const CONFIG = {
  aws: {
    region: 'us-east-1',
    ecs: { cluster: 'c', nothing: null },
    list: ['a'],
    count: 3,
    on: true,
    empty: '',
  },
};

describe(ConfigReader.name, () => {
  it('finds values by dotted path and nothing where any part is absent', () => {
    const reader = new ConfigReader(CONFIG);
    expect(reader.value('aws.ecs.cluster')).to.equal('c');
    for (const path of ['aws.ecs.nothing', 'aws.ecs.x', 'x.y', 'aws.region.x', 'aws.list.0']) {
      expect(reader.value(path), path).to.equal(undefined);
    }
    expect(reader.problems).to.deep.equal([]);
  });

  it('lists the names of a scope, and refuses a value in its place', () => {
    const reader = new ConfigReader(CONFIG);
    expect(reader.names('aws.ecs')).to.deep.equal(['cluster', 'nothing']);
    expect(reader.names('azure')).to.deep.equal([]);
    expect(reader.problems).to.deep.equal([]);
    expect(reader.names('aws.list')).to.deep.equal([]);
    expect(reader.problems).to.deep.equal([
      { path: 'aws.list', message: 'must be a block of settings', found: "['a']" },
    ]);
  });

  it('reads what has the right type without a problem', () => {
    const reader = new ConfigReader(CONFIG);
    expect(reader.text('aws.region')).to.equal('us-east-1');
    expect(reader.secret('aws.region')).to.equal('us-east-1');
    expect(reader.flag('aws.on', false)).to.equal(true);
    expect(reader.count('aws.count', 'a count')).to.equal(3);
    expect(reader.text('aws.x')).to.equal(undefined);
    expect(reader.flag('aws.x', true)).to.equal(true);
    expect(reader.count('aws.x', 'a count')).to.equal(undefined);
    expect(new ConfigReader({ n: 1 }).count('n', 'a count')).to.equal(1);
    expect(reader.problems).to.deep.equal([]);
  });

  it('refuses an empty secret', () => {
    const reader = new ConfigReader(CONFIG);
    expect(reader.secret('aws.empty')).to.equal(undefined);
    expect(reader.problems.map(({ path }) => path)).to.deep.equal(['aws.empty']);
  });

  it('gathers every wrong value with its path, and never shows a secret', () => {
    const reader = new ConfigReader(CONFIG);
    expect(reader.text('aws.empty')).to.equal(undefined);
    expect(reader.secret('aws.count')).to.equal(undefined);
    expect(reader.flag('aws.region', true)).to.equal(true);
    expect(reader.count('aws.on', 'a count')).to.equal(undefined);
    expect(reader.problems).to.deep.equal([
      { path: 'aws.empty', message: 'must be a string that is not empty', found: "''" },
      { path: 'aws.count', message: 'must be a string that is not empty' },
      { path: 'aws.region', message: 'must be `true` or `false`', found: "'us-east-1'" },
      { path: 'aws.on', message: 'must be a count, a whole number of at least 1', found: 'true' },
    ]);
  });

  for (const value of [0, -1, 1.5, Number.NaN, Infinity, '3']) {
    it(`refuses ${String(value)} as a count`, () => {
      const reader = new ConfigReader({ n: value });
      expect(reader.count('n', 'a count')).to.equal(undefined);
      expect(reader.problems.length).to.equal(1);
    });
  }
});

describe(show.name, () => {
  it('writes values as the user would, and only the names of a scope', () => {
    expect(show('a')).to.equal("'a'");
    expect(show(['a', 1, true])).to.equal("['a', 1, true]");
    expect(show({ secretKey: 'hidden', region: 'x' })).to.equal('{ secretKey, region }');
    expect(show(null)).to.equal('null');
  });
});
