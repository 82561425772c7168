import { expect } from 'chai';
import { familyOf } from '../../../src/definitions/content-hash.js';
import { DefinitionStore } from '../../../src/definitions/definition-store.js';
import { taskDefinition } from '../../../src/request/task-definition.js';
import { fakeSession } from '../../support/fake-session.js';
import { awsEcsConfig, callRepeater, definition, serviceError, taskNeeds } from '../aws-builders.js';
import { failureOf, settledWith, watch } from '../settle-with.js';
import { stubEcsApi } from '../stub-ports.js';

const IMAGE = 'ubuntu:latest';
const CONTENT = taskDefinition(
  {
    needs: taskNeeds({ image: IMAGE }),
    storage: { kind: 'instance' },
    entryPoint: [],
    network: { mode: 'host' },
    region: 'us-east-1',
  },
  awsEcsConfig(),
);
const FAMILY = familyOf(IMAGE, CONTENT);

class StoreRig {
  readonly session = fakeSession();
  readonly ecs = stubEcsApi();
  readonly store = new DefinitionStore(this.ecs, callRepeater(this.session), this.session.logger);

  constructor() {
    let revision = 0;
    this.ecs.registerTaskDefinition.callsFake((input) =>
      Promise.resolve(definition(FAMILY, { ...input }, (revision += 1))),
    );
  }
}

describe(DefinitionStore.name, () => {
  it('looks up and registers once for any number of callers', async () => {
    const rig = new StoreRig();
    const arns = await Promise.all(Array.from({ length: 50 }, () => rig.store.revisionOf(IMAGE, CONTENT)));
    expect(new Set(arns).size).to.equal(1);
    expect(rig.ecs.describeTaskDefinition.args).to.deep.equal([[FAMILY]]);
    expect(rig.ecs.registerTaskDefinition.args).to.deep.equal([[{ family: FAMILY, ...CONTENT }]]);
  });

  it('uses again what an earlier run registered, whatever defaults ECS added', async () => {
    const rig = new StoreRig();
    rig.ecs.describeTaskDefinition.resolves(definition(FAMILY, { ...CONTENT, volumes: [], revision: 7 }, 7));
    expect(await rig.store.revisionOf(IMAGE, CONTENT)).to.match(/:7$/);
    expect(rig.ecs.registerTaskDefinition.callCount).to.equal(0);
  });

  it('registers where the family holds other content or is not active', async () => {
    for (const found of [
      definition(FAMILY, { ...CONTENT, cpu: '512' }),
      { ...definition(FAMILY, { ...CONTENT }), status: 'INACTIVE' },
    ]) {
      const rig = new StoreRig();
      rig.ecs.describeTaskDefinition.resolves(found);
      await rig.store.revisionOf(IMAGE, CONTENT);
      expect(rig.ecs.registerTaskDefinition.callCount).to.equal(1);
    }
  });

  it('keeps different contents apart', async () => {
    const rig = new StoreRig();
    await rig.store.revisionOf(IMAGE, CONTENT);
    await rig.store.revisionOf(IMAGE, { ...CONTENT, cpu: '1024' });
    expect(rig.ecs.registerTaskDefinition.callCount).to.equal(2);
  });

  it('replaces an inactive revision once for all tasks that were told so', async () => {
    const rig = new StoreRig();
    const old = await rig.store.revisionOf(IMAGE, CONTENT);
    const arns = await Promise.all([1, 2, 3].map(() => rig.store.replace(IMAGE, CONTENT, old)));
    expect(arns).to.deep.equal([1, 2, 3].map(() => `${old.slice(0, -1)}2`));
    expect(rig.ecs.registerTaskDefinition.callCount).to.equal(2);
    // Told late of the old one: the new one stands.
    expect(await rig.store.replace(IMAGE, CONTENT, old)).to.equal(arns[0]);
    expect(await rig.store.revisionOf(IMAGE, CONTENT)).to.equal(arns[0]);
    expect(rig.ecs.registerTaskDefinition.callCount).to.equal(2);
  });

  it('forgets a failure, so that the next task tries again', async () => {
    const rig = new StoreRig();
    rig.ecs.registerTaskDefinition.onCall(0).rejects(serviceError('denied'));
    const [first, second] = await Promise.all([
      failureOf(rig.store.revisionOf(IMAGE, CONTENT)),
      failureOf(rig.store.revisionOf(IMAGE, CONTENT)),
    ]);
    expect(first).to.equal(second);
    expect(await rig.store.revisionOf(IMAGE, CONTENT)).to.match(/:\d+$/);
    expect(rig.ecs.registerTaskDefinition.callCount).to.equal(2);
  });

  it('forgets a failed replacement too', async () => {
    const rig = new StoreRig();
    const old = await rig.store.revisionOf(IMAGE, CONTENT);
    rig.ecs.registerTaskDefinition.onCall(1).rejects(serviceError('denied'));
    await failureOf(rig.store.replace(IMAGE, CONTENT, old));
    expect(await rig.store.revisionOf(IMAGE, CONTENT)).not.to.equal(old);
  });

  it('waits out throttles of either call', async () => {
    const rig = new StoreRig();
    rig.ecs.describeTaskDefinition.onCall(0).rejects(serviceError('throttled'));
    rig.ecs.registerTaskDefinition.onCall(0).rejects(serviceError('throttled'));
    const result = await settledWith(rig.session.clock, rig.store.revisionOf(IMAGE, CONTENT));
    expect(result.value).to.match(/:\d+$/);
    expect(rig.session.clock.timers).to.equal(0);
  });

  it('says once for all contents that their registration gets no answer, and once that it works again', async () => {
    const rig = new StoreRig();
    for (let call = 0; call < 5; call++)
      rig.ecs.registerTaskDefinition.onCall(call).rejects(serviceError('unavailable'));
    const contents = ['256', '512', '1024', '2048', '4096'].map((memory) => ({ ...CONTENT, memory }));
    const all = contents.map((content) => rig.store.revisionOf(IMAGE, content));
    await settledWith(rig.session.clock, Promise.all(all));
    expect(rig.session.logger.messages('warn').map((message) => message.split(';')[0])).to.deep.equal([
      'AWS cannot be reached for registering task definitions',
    ]);
    expect(rig.session.logger.messages('info')).to.deep.equal([
      'AWS answers again: registering task definitions.',
    ]);
  });

  it('waits out an hour without an answer to a registration', async () => {
    const rig = new StoreRig();
    rig.ecs.registerTaskDefinition.rejects(serviceError('unavailable'));
    const watched = watch(rig.store.revisionOf(IMAGE, CONTENT));
    await rig.session.clock.advance(3_600_000);
    expect(watched.done).to.equal(false);
    rig.ecs.registerTaskDefinition.resolves({ arn: 'arn:1', status: 'ACTIVE', content: {} });
    await rig.session.clock.advance(60_000);
    expect(watched.value).to.equal('arn:1');
  });
});
