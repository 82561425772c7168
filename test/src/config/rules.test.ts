import { expect } from 'chai';
import type { AwsEcsOptions, OptionName } from '../../../src/config/options.js';
import { brokenRules } from '../../../src/config/rules.js';
import type { SessionOptions } from '../../../src/config/session-options.js';

const CLUSTER = 'arn:aws:ecs:eu-west-3:123456789012:cluster/c';

function broken(
  own: Partial<AwsEcsOptions>,
  shared: Partial<SessionOptions> = {},
  given: readonly OptionName[] = [],
): string[] {
  return brokenRules(own as AwsEcsOptions, shared as SessionOptions, new Set(given)).map(
    ({ path, message }) => `${path} ${message}`,
  );
}

describe(brokenRules.name, () => {
  it('has nothing against what goes together', () => {
    expect(broken({ cluster: CLUSTER }, { 'aws.region': 'eu-west-3' })).to.deep.equal([]);
    expect(broken({ cluster: CLUSTER })).to.deep.equal([]);
    expect(broken({ cluster: 'c' }, { 'aws.region': 'eu-west-3' })).to.deep.equal([]);
    expect(broken({ networkMode: 'awsvpc' }, {}, ['subnets'])).to.deep.equal([]);
    expect(broken({ networkMode: 'host' }, {}, ['logsGroup'])).to.deep.equal([]);
    expect(broken({}, { 'aws.accessKey': 'a', 'aws.secretKey': 'b' })).to.deep.equal([]);
  });

  it('names a cluster of another region, subnets and groups in host mode, and half a pair of keys', () => {
    const own = { cluster: CLUSTER, networkMode: 'host' } as const;
    const shared = { 'aws.region': 'us-east-1', 'aws.accessKey': 'a' };
    expect(broken(own, shared, ['subnets', 'securityGroups'])).to.deep.equal([
      'aws.ecs.cluster lies in eu-west-3, but aws.region is us-east-1',
      "aws.ecs.subnets has no meaning with networkMode = 'host'",
      "aws.ecs.securityGroups has no meaning with networkMode = 'host'",
      'aws.secretKey is missing where the other half is set',
    ]);
    expect(broken({}, { 'aws.secretKey': 'b' })).to.deep.equal([
      'aws.accessKey is missing where the other half is set',
    ]);
  });
});
