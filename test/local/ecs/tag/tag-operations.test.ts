import { expect } from 'chai';
import { tagOperations } from '../../../../local/ecs/tag/tag-operations.js';
import { type EcsTag } from '../../../../local/ecs/tag-rules.js';
import { cluster, EcsFixture, region } from '../ecs-fixture.js';

const arn = (resource: string): string => `arn:aws:ecs:us-east-1:123456789012:${resource}`;
const clusterArn = arn(`cluster/${cluster}`);

const many = (count: number, prefix = 'k'): EcsTag[] =>
  Array.from({ length: count }, (_, index) => ({ key: `${prefix}${index}`, value: '' }));

describe(tagOperations.name, () => {
  let fixture: EcsFixture;
  beforeEach(() => (fixture = new EcsFixture()));
  afterEach(() => fixture.ecs.close());
  const tag = (resourceArn: string, tags: readonly object[]): ReturnType<EcsFixture['call']> =>
    fixture.call('TagResource', { resourceArn, tags });
  const untag = (resourceArn: string, tagKeys: readonly string[]): ReturnType<EcsFixture['call']> =>
    fixture.call('UntagResource', { resourceArn, tagKeys });
  const list = async (resourceArn: string): Promise<readonly EcsTag[]> =>
    (await fixture.call('ListTagsForResource', { resourceArn })).tags;

  const resources: readonly { readonly kind: string; readonly make: () => Promise<string> }[] = [
    { kind: 'cluster', make: () => Promise.resolve(clusterArn) },
    { kind: 'capacity provider', make: () => Promise.resolve(arn('capacity-provider/MANAGED_INSTANCES')) },
    {
      kind: 'task definition',
      make: async () => (await fixture.register()).taskDefinition.taskDefinitionArn,
    },
    { kind: 'task', make: () => fixture.launch() },
    {
      kind: 'stopped task',
      make: async () => {
        const task = await fixture.launch();
        await fixture.call('StopTask', { cluster, task });
        await fixture.clock.advance(60_000);
        return task;
      },
    },
  ];
  for (const { kind, make } of resources) {
    it(`adds, changes, lists and removes tags of a ${kind} [CLU-4]`, async () => {
      const resource = await make();
      await tag(resource, [
        { key: 'a', value: '1' },
        { key: 'b', value: '2' },
      ]);
      await tag(resource, [{ key: 'a', value: '3' }]);
      expect(await list(resource)).to.have.deep.members([
        { key: 'b', value: '2' },
        { key: 'a', value: '3' },
      ]);
      await untag(resource, ['b', 'never-there']);
      expect(await list(resource)).to.deep.equal([{ key: 'a', value: '3' }]);
    });
  }

  it('finds container instances where their keeper does', async () => {
    let tags: readonly EcsTag[] = [];
    const known = arn('container-instance/c/1');
    fixture = new EcsFixture();
    fixture.fleets.tagHolder = (_region, wanted) =>
      wanted === known ? { tags, setTags: (next: readonly EcsTag[]) => (tags = next) } : undefined;
    expect((await tag(known, [{ key: 'k', value: 'v' }])).status).to.equal(200);
    expect(tags).to.deep.equal([{ key: 'k', value: 'v' }]);
    expect((await tag(arn('container-instance/c/2'), many(1))).__type).to.equal('ResourceNotFoundException');
  });

  it('shows with TAGS what a task was tagged with [3a.10]', async () => {
    const task = await fixture.launch();
    await tag(task, [{ key: 'k', value: 'v' }]);
    await fixture.clock.advance(2000);
    expect((await fixture.describe(task, ['TAGS'])).tags).to.deep.equal([{ key: 'k', value: 'v' }]);
  });

  it('keeps a resource at fifty tags, AWS’s own not counted [3a.10]', async () => {
    await tag(clusterArn, many(50));
    expect((await tag(clusterArn, [{ key: 'k1', value: 'new' }])).status).to.equal(200);
    const over = await tag(clusterArn, [{ key: 'x', value: '' }]);
    expect(over).to.include({ __type: 'LimitExceededException' });
    expect(over.message).to.match(/would have 51 tags: at most 50/);
    const task = await fixture.launch({ enableECSManagedTags: true });
    expect((await tag(task, many(50))).status).to.equal(200);
    expect(await list(task)).to.have.length(51);
  });

  const wrong: readonly { readonly tags: readonly object[]; readonly message: RegExp }[] = [
    { tags: [], message: /tags cannot be empty/ },
    { tags: many(51), message: /51 tags: at most 50/ },
    { tags: [{ key: '', value: '' }], message: /0 characters: 1 to 128/ },
    { tags: [{ key: 'k'.repeat(129), value: '' }], message: /129 characters: 1 to 128/ },
    { tags: [{ key: 'k', value: 'v'.repeat(257) }], message: /257 characters: at most 256/ },
    { tags: [{ key: 'k;', value: '' }], message: /other than letters/ },
    { tags: [{ key: 'k', value: 'a*b' }], message: /other than letters/ },
    { tags: [{ key: 'AWS:k', value: '' }], message: /key 'AWS:k' begins with aws:/ },
    { tags: [{ key: 'k', value: 'aws:v' }], message: /the value of 'k' begins with aws:/ },
    { tags: [...many(1), ...many(1)], message: /'k0' is given twice/ },
  ];
  for (const { tags, message } of wrong) {
    it(`refuses tags: ${message.source} [3a.10]`, async () => {
      const answer = await tag(clusterArn, tags);
      expect(answer.__type).to.equal('InvalidParameterException');
      expect(answer.message).to.match(message);
      expect(await list(clusterArn)).to.deep.equal([]);
    });
  }

  it('counts characters, not their parts in memory [3a.10]', async () => {
    // A letter outside the basic plane is two units in a JavaScript string.
    expect((await tag(clusterArn, [{ key: '𝒂'.repeat(128), value: '𝒃'.repeat(256) }])).status).to.equal(200);
  });

  it('removes no tag of AWS’s own, and demands keys', async () => {
    expect((await untag(clusterArn, ['aws:ecs:clusterName'])).message).to.match(
      /AWS's own cannot be removed/,
    );
    expect((await untag(clusterArn, [])).message).to.match(/tagKeys cannot be empty/);
  });

  const nowhere: readonly { readonly resource: string; readonly type: string; readonly message: RegExp }[] = [
    { resource: '', type: 'InvalidParameterException', message: /^Invalid resource ARN/ },
    { resource: 'nextflow-cluster', type: 'InvalidParameterException', message: /is not the ARN/ },
    { resource: 'arn:aws:s3:::b', type: 'InvalidParameterException', message: /is not the ARN/ },
    {
      resource: clusterArn.replace('us-east-1', 'eu-west-1'),
      type: 'InvalidParameterException',
      message: /not of account 123456789012 in us-east-1/,
    },
    {
      resource: arn('cluster/nope'),
      type: 'InvalidParameterException',
      message: /^The specified cluster is inactive\. Specify an active cluster and try again\.$/,
    },
    { resource: arn('capacity-provider/nope'), type: 'ResourceNotFoundException', message: /not found/ },
    { resource: arn('task-definition/nope:1'), type: 'ResourceNotFoundException', message: /not found/ },
    { resource: arn(`task/${cluster}/nope`), type: 'ResourceNotFoundException', message: /not found/ },
    { resource: arn('service/c/s'), type: 'ResourceNotFoundException', message: /not found/ },
    { resource: arn('constructor/x'), type: 'ResourceNotFoundException', message: /not found/ },
  ];
  for (const { resource, type, message } of nowhere) {
    it(`does not find ${resource === '' ? 'nothing' : resource}`, async () => {
      const answer = await fixture.call('ListTagsForResource', { resourceArn: resource });
      expect(answer.__type).to.equal(type);
      expect(answer.message).to.match(message);
    });
  }

  it('does not find the tags of what has been deleted', async () => {
    fixture.ecs.createCluster(region, 'old');
    await fixture.call('DeleteCluster', { cluster: 'old' });
    expect((await tag(arn('cluster/old'), many(1))).message).to.match(/cluster is inactive/);
  });
});
