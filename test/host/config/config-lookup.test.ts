import { expect } from 'chai';
import { lookup, lookupBoolean, lookupScope, lookupString } from '../../../host/config/config-lookup.js';
import { ConfigError } from '../../../spi/index.js';

const config = {
  aws: { region: 'us-east-1', profile: null, ecs: { subnets: ['a'] } },
  executor: { name: 5 },
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
    const aws = { client: { s3PathStyleAccess: true } };
    expect(lookupBoolean({ aws }, 'aws.client.s3PathStyleAccess')).to.equal(true);
    expect(lookupScope(config, 'executor')).to.deep.equal({ name: 5 });
  });

  it('give what the setting declares where nothing is set', () => {
    expect(lookupString({}, 'aws.region')).to.equal(undefined);
    expect(lookupBoolean({}, 'aws.client.s3PathStyleAccess')).to.equal(false);
    expect(lookupScope({}, 'process')).to.deep.equal({});
  });

  it('refuse another type without showing the value', () => {
    const wrong = {
      aws: { region: ['hidden'], client: { s3PathStyleAccess: 'hidden' } },
      process: 'hidden',
    };
    const cases: readonly (readonly [() => unknown, string])[] = [
      [() => lookupString(wrong, 'aws.region'), 'aws.region: must be the name of an AWS region'],
      [() => lookupBoolean(wrong, 'aws.client.s3PathStyleAccess'), 'must be `true` or `false`'],
      [() => lookupScope(wrong, 'process'), 'process: must be a scope'],
    ];
    for (const [find, message] of cases) {
      expect(find)
        .to.throw(ConfigError, message)
        .that.satisfies(
          (error: ConfigError) => !JSON.stringify([error.message, error.problems]).includes('hidden'),
        );
    }
  });
});
