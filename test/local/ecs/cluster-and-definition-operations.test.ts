import { expect } from 'chai';
import { definitionOperations } from '../../../local/ecs/definition/definition-operations.js';
import { EcsFixture } from './ecs-fixture.js';

describe(definitionOperations.name, () => {
  it('gives every registration a new revision, also of the same content', async () => {
    const fixture = new EcsFixture();
    const revisions = [await fixture.register(), await fixture.register()].map(
      (answer) => answer.taskDefinition.revision,
    );
    expect(revisions).to.deep.equal([1, 2]);
  });

  it('takes a family for its latest ACTIVE revision, and never uses a number again', async () => {
    const fixture = new EcsFixture();
    await fixture.register();
    await fixture.register();
    await fixture.call('DeregisterTaskDefinition', { taskDefinition: 'nf-ubuntu:2' });
    const describe = async (taskDefinition: string): Promise<unknown> =>
      (await fixture.call('DescribeTaskDefinition', { taskDefinition })).taskDefinition;
    expect(await describe('nf-ubuntu')).to.include({ revision: 1, status: 'ACTIVE' });
    expect(await describe('nf-ubuntu:2')).to.include({ revision: 2, status: 'INACTIVE' });
    const arn = 'arn:aws:ecs:us-east-1:123456789012:task-definition/nf-ubuntu:1';
    expect(await describe(arn)).to.include({ taskDefinitionArn: arn });
    expect((await fixture.register()).taskDefinition.revision).to.equal(3);
  });

  it('cannot describe what there is not', async () => {
    const fixture = new EcsFixture();
    for (const taskDefinition of ['nope', 'nope:1', 'nf-ubuntu:x']) {
      const answer = await fixture.call('DescribeTaskDefinition', { taskDefinition });
      expect(answer).to.include({
        __type: 'ClientException',
        message: 'Unable to describe task definition.',
      });
    }
  });

  it('refuses to deregister a family without a revision', async () => {
    const fixture = new EcsFixture();
    const answer = await fixture.call('DeregisterTaskDefinition', { taskDefinition: 'nf-ubuntu' });
    expect(answer.message).to.match(/names no revision/);
  });

  it('lists by status and whole family name, in pages and both orders', async () => {
    const fixture = new EcsFixture();
    for (const family of ['b', 'a', 'a', 'ab']) await fixture.register({ family });
    await fixture.call('DeregisterTaskDefinition', { taskDefinition: 'a:1' });
    const list = async (input: object): Promise<string[]> =>
      (await fixture.call('ListTaskDefinitions', { ...input })).taskDefinitionArns.map(
        (arn) => arn.split('/')[1] ?? '',
      );
    expect(await list({})).to.deep.equal(['a:2', 'ab:1', 'b:1']);
    expect(await list({ sort: 'DESC' })).to.deep.equal(['b:1', 'ab:1', 'a:2']);
    expect(await list({ familyPrefix: 'a' })).to.deep.equal(['a:2']);
    expect(await list({ status: 'INACTIVE' })).to.deep.equal(['a:1']);
    const first = await fixture.call('ListTaskDefinitions', { maxResults: 2 });
    expect(await list({ nextToken: first.nextToken })).to.deep.equal(['b:1']);
  });

  for (const [member, value] of [
    ['sort', 'UP'],
    ['status', 'OLD'],
  ] as const) {
    it(`refuses to list by ${member} ${value}`, async () => {
      const answer = await new EcsFixture().call('ListTaskDefinitions', { [member]: value });
      expect(answer.message).to.include(`${member} '${value}' must be one of`);
    });
  }

  it('refuses a definition with one error that lists every problem', async () => {
    const fixture = new EcsFixture();
    const answer = await fixture.register({ networkMode: 'bridge', cpu: '1' });
    expect(answer).to.include({ __type: 'ClientException', status: 400 });
    expect(answer.message).to.match(/networkMode 'bridge'.*; Invalid 'cpu' setting/);
  });
});
