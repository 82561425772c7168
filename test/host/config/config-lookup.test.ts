import { expect } from 'chai';
import { lookup, lookupBoolean, lookupScope, lookupString } from '../../../host/config/config-lookup.js';
import { ConfigError } from '../../../spi/index.js';

const config = {
  aws: { region: 'us-east-1', profile: null, ecs: { subnets: ['a'] } },
  executor: { queueSize: 100 },
  wave: { enabled: false },
};

describe(lookup.name, () => {
  it('follows a dotted path', () => {
    expect(lookup(config, 'aws.ecs.subnets')).to.deep.equal(['a']);
    expect(lookup(config, 'wave.enabled')).to.equal(false);
  });

  for (const path of [
    'aws.profile',
    'aws.x',
    'x.y',
    'aws.region.length',
    'aws.ecs.subnets.0',
    'toString',
    '__proto__',
  ]) {
    it(`takes ${path} as not set`, () => expect(lookup(config, path)).to.equal(undefined));
  }
});

describe('the typed lookups', () => {
  it('give values of their type', () => {
    expect(lookupString(config, 'aws.region')).to.equal('us-east-1');
    expect(lookupBoolean(config, 'wave.enabled')).to.equal(false);
    expect(lookupScope(config, 'aws.ecs')).to.deep.equal({ subnets: ['a'] });
  });

  it('give nothing where nothing is set', () => {
    const values = [lookupString, lookupBoolean].map((find) => find(config, 'a.b'));
    expect(values).to.deep.equal([undefined, undefined]);
    expect(lookupScope(config, 'a.b')).to.deep.equal({});
  });

  it('refuse another type without showing the value', () => {
    for (const find of [lookupBoolean, lookupScope]) {
      expect(() => find(config, 'aws.region'))
        .to.throw(ConfigError, /aws\.region: must be/)
        .that.satisfies(
          (error: ConfigError) => !JSON.stringify([error.message, error.problems]).includes('us-east-1'),
        );
    }
    expect(() => lookupString(config, 'executor.queueSize')).to.throw(ConfigError, 'must be a string');
  });
});
