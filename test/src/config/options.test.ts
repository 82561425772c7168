import { expect } from 'chai';
import type { ConfigValue } from '../../../spi/index.js';
import type { Option } from '../../../src/config/option.js';
import { options } from '../../../src/config/options.js';
import { exampleValue } from '../../../src/config/settings-docs.js';

describe('options', () => {
  it('declare the quickstart’s eight settings with its names, defaults and required ones', () => {
    const { cluster, executionRole, taskRole, subnets, securityGroups } = options;
    expect(cluster.required && executionRole.required).to.equal(true);
    for (const option of [taskRole, subnets, securityGroups]) {
      expect(option).to.include({ required: false, fallback: undefined });
    }
    expect(options.logsGroup.fallback).to.equal('/aws/ecs/nextflow');
    expect(options.maxSpotAttempts.fallback).to.equal(5);
    expect(options.assignPublicIp.fallback).to.equal(true);
  });

  for (const [name, option] of Object.entries<Option<unknown>>(options)) {
    it(`show an example of ${name} that the setting itself takes`, () => {
      expect(option.read(exampleValue(option))).not.to.equal(undefined);
      expect(option.help).to.match(/\.$/);
    });
  }

  const refused: readonly (readonly [keyof typeof options, ConfigValue])[] = [
    ['subnets', 'vpc-1'],
    ['subnets', Array.from({ length: 17 }, (_, n) => `subnet-${n}`)],
    ['securityGroups', ['sg-1', 'subnet-1']],
    ['securityGroups', Array.from({ length: 6 }, (_, n) => `sg-${n}`)],
    ['capacityProvider', Array.from({ length: 21 }, (_, n) => `p${n}`)],
    ['logsGroup', 'has space'],
    ['logsGroup', 'x'.repeat(513)],
    ['maxSpotAttempts', -1],
    ['maxSpotAttempts', 1.5],
    ['assignPublicIp', 'yes'],
    ['networkMode', 'bridge'],
    ['resourcesIn', 'tags'],
    ['endpoint', '127.0.0.1:4566'],
    ['endpoint', 'ftp://127.0.0.1'],
    ['tags', 'team'],
    ['tags', ['team']],
    ['tags', { team: 7 }],
    ['tags', { '': 'x' }],
    ['tags', { ['x'.repeat(129)]: 'x' }],
    ['tags', { team: 'x'.repeat(257) }],
    ['tags', { 'AWS:team': 'x' }],
    ['tags', { team: 'aws:x' }],
    ['tags', { 'nextflow.io/team': 'x' }],
    ['tags', { AmazonECSManaged: 'x' }],
    ['tags', { team: 'a#b' }],
    ['tags', Object.fromEntries(Array.from({ length: 41 }, (_, n) => [`t${n}`, 'x']))],
    ['secrets', { MY_TOKEN: 'hunter2' }],
    ['secrets', { 'my-token': 'arn:aws:ssm:us-east-1:123456789012:parameter/x' }],
    ['secrets', { MY_TOKEN: 'arn:aws:s3:::bucket/x' }],
  ];
  for (const [name, value] of refused) {
    it(`refuse ${name} = ${JSON.stringify(value).slice(0, 40)}`, () => {
      expect((options[name] as Option<unknown>).read(value)).to.equal(undefined);
    });
  }

  it('take tags of every letter, and secrets of both stores, frozen', () => {
    const tags = { 'Team größe:/@+-=._ 1': '', AmazonECSManagedBy: 'ßaws:' };
    expect(options.tags.read(tags)).to.deep.equal(tags).and.satisfy(Object.isFrozen);
    const secrets = {
      MY_TOKEN: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:my-token-AbCdEf:key::',
      _db: 'arn:aws-cn:ssm:cn-north-1:123456789012:parameter/db/password',
    };
    expect(options.secrets.read(secrets)).to.deep.equal(secrets);
    expect(options.tags.read({})).to.deep.equal({});
  });
});
