import { expect } from 'chai';
import { describeCapacityProviders } from '../../../../local/ecs/cluster/describe-providers.js';
import { cluster, EcsFixture, type Json, provider, region } from '../ecs-fixture.js';

const arn = (name: string): string => `arn:aws:ecs:us-east-1:123456789012:capacity-provider/${name}`;

describe(describeCapacityProviders.name, () => {
  let fixture: EcsFixture;
  beforeEach(() => (fixture = new EcsFixture()));
  const ask = (input: Json = {}): ReturnType<EcsFixture['call']> =>
    fixture.call('DescribeCapacityProviders', input);
  const names = async (input: Json = {}): Promise<string[]> =>
    (await ask(input)).capacityProviders.map(({ name }) => name);

  it('gives those of a cluster, ten a page at most [2b.1]', async () => {
    for (let index = 10; index < 21; index++) {
      fixture.ecs.createProvider(region, cluster, `p${index}`, provider());
    }
    fixture.ecs.createCluster(region, 'two');
    fixture.ecs.createProvider(region, 'two', 'other', provider());
    const first = await ask({ cluster });
    expect(first.capacityProviders).to.have.length(10);
    const second = await ask({ cluster, nextToken: first.nextToken });
    expect(second.capacityProviders.map(({ name }) => name)).to.deep.equal(['p19', 'p20']);
    expect(second).not.to.have.property('nextToken');
    for (const maxResults of [0, 11]) {
      expect((await ask({ cluster, maxResults })).message).to.match(/1 to 10/);
    }
    expect(await names({ cluster, maxResults: 2 })).to.deep.equal(['MANAGED_INSTANCES', 'p10']);
  });

  it('gives all of the account without a cluster, AWS’s own among them', async () => {
    fixture.ecs.createCluster(region, 'two');
    fixture.ecs.createProvider(region, 'two', 'MANAGED_INSTANCES', provider());
    expect(await names()).to.deep.equal([
      'FARGATE',
      'FARGATE_SPOT',
      'MANAGED_INSTANCES',
      'MANAGED_INSTANCES',
    ]);
    const { capacityProviders } = await ask({ capacityProviders: [arn('FARGATE')] });
    expect(capacityProviders[0]).to.include({ type: 'FARGATE', status: 'ACTIVE' });
  });

  it('gives AWS’s own of a cluster where they are associated', async () => {
    await fixture.call('PutClusterCapacityProviders', {
      cluster,
      capacityProviders: ['FARGATE_SPOT'],
      defaultCapacityProviderStrategy: [],
    });
    expect(await names({ cluster })).to.deep.equal(['FARGATE_SPOT', 'MANAGED_INSTANCES']);
  });

  it('finds by name and ARN, and answers unknown ones as failures [2b.2]', async () => {
    const answer = await ask({ cluster, capacityProviders: [arn('MANAGED_INSTANCES'), 'nope'] });
    expect(answer.capacityProviders).to.have.length(1);
    expect(answer.failures).to.deep.equal([{ arn: arn('nope'), reason: 'MISSING' }]);
    const other = arn('x').replace('us-east-1', 'eu-west-1');
    expect((await ask({ capacityProviders: [other] })).message).to.match(/^Invalid identifier/);
  });

  it('takes at most a hundred names [2b.1]', async () => {
    const capacityProviders = Array<string>(101).fill('x');
    expect((await ask({ cluster, capacityProviders })).message).to.match(/at most 100/);
  });

  it('tells tags only when asked [2b.1]', async () => {
    const tags = [{ key: 'k', value: 'v' }];
    await fixture.call('TagResource', { resourceArn: arn('MANAGED_INSTANCES'), tags });
    expect((await ask({ cluster })).capacityProviders[0]?.['tags']).to.deep.equal([]);
    expect((await ask({ cluster, include: ['TAGS'] })).capacityProviders[0]?.['tags']).to.deep.equal(tags);
  });
});
