import { expect } from 'chai';
import { contentHash, familyOf } from '../../../src/definitions/content-hash.js';
import { Registrations } from '../../../src/definitions/registrations.js';
import { PacedEcsApi } from '../../../src/submit/paced-ecs-api.js';
import { CONTAINER_NAME } from '../../../src/request/task-definition.js';
import { settle } from '../../support/fake-clock.js';
import { fakeSession } from '../../support/fake-session.js';
import { awsEcsConfig, callRepeater, definition, ecsTask, serviceError } from '../aws-builders.js';
import { failureOf, watch } from '../settle-with.js';
import { stubEcsApi } from '../stub-ports.js';

const IMAGE = 'wave.seqera.io/wt/abc/library/ubuntu:latest';
const REGISTERED = Date.UTC(2026, 6, 1);

/** What ECS keeps of one of our definitions. */
function content(image = IMAGE, name: string = CONTAINER_NAME): Record<string, unknown> {
  return { containerDefinitions: [{ name, image }] };
}

const ownFamily = (seed: string, image = IMAGE): string =>
  familyOf(image, { containerDefinitions: [{ name: seed }] });

class Rig {
  readonly session = fakeSession();
  readonly ecs = stubEcsApi();
  /** Content by family; each has one revision. */
  readonly families = new Map<string, Record<string, unknown>>();
  readonly registrations: Registrations;

  constructor() {
    const paced = new PacedEcsApi(this.ecs, this.session.clock);
    this.registrations = new Registrations(paced, awsEcsConfig(), callRepeater(this.session));
    this.ecs.listTaskDefinitionFamilies.callsFake((prefix, from) => {
      const names = [...this.families.keys()].filter((name) => name.startsWith(prefix)).sort();
      const start = from === undefined ? 0 : Number(from);
      const next = start + 100 < names.length ? { next: String(start + 100) } : {};
      return Promise.resolve({ names: names.slice(start, start + 100), ...next });
    });
    this.ecs.listTaskDefinitions.callsFake((family) =>
      Promise.resolve({ names: [definition(family, {}).arn] }),
    );
    this.ecs.describeTaskDefinition.callsFake((arn) => {
      const family = arn.replace(/^.*\//, '').replace(/:\d+$/, '');
      const found = definition(family, this.families.get(family) ?? {});
      return Promise.resolve({ ...found, registeredAt: REGISTERED });
    });
  }

  async names(): Promise<string[]> {
    const names: string[] = [];
    const read = async (): Promise<void> => {
      for await (const { name } of this.registrations.list()) names.push(name);
    };
    const reading = watch(read());
    await settle();
    while (!reading.done) await this.session.clock.advance(1_000);
    expect(reading.error).to.equal(undefined);
    return names;
  }
}

describe(Registrations.name, () => {
  it('has the revisions of our own families alone', async () => {
    const rig = new Rig();
    const own = ownFamily('one');
    rig.families.set(own, content());
    rig.families.set(`nf-${contentHash({ containerDefinitions: [] })}`, content());
    rig.families.set('nf-web', content());
    // The name of ours, with what is not: another image, another container, none.
    rig.families.set(ownFamily('two'), content('ubuntu:latest'));
    rig.families.set(ownFamily('three'), content(IMAGE, 'app'));
    rig.families.set(ownFamily('four'), {});
    rig.families.set(ownFamily('five'), {
      containerDefinitions: [
        { name: CONTAINER_NAME, image: IMAGE },
        { name: 'sidecar', image: IMAGE },
      ],
    });
    expect(await rig.names()).to.deep.equal([`${own}:1`]);
  });

  it('tells when each was registered, and whether a task of the cluster uses it', async () => {
    const rig = new Rig();
    const [used, idle] = [ownFamily('used'), ownFamily('idle')];
    for (const family of [used, idle]) rig.families.set(family, content());
    const { arn } = definition(used, {});
    rig.ecs.listTasks.onCall(0).resolves({ arns: ['task-1'], next: 'more' });
    rig.ecs.listTasks.onCall(1).resolves({ arns: [] });
    const task = ecsTask({ arn: 'task-1', definition: arn });
    rig.ecs.describeTasks.resolves(new Map([['task-1', { kind: 'found', task }]]));
    const found = [];
    for await (const registration of rig.registrations.list()) found.push(registration);
    expect(found.find(({ id }) => id === arn)).to.deep.equal({
      id: arn,
      name: `${used}:1`,
      registeredAt: REGISTERED,
      inUse: true,
    });
    expect(found.filter(({ inUse }) => inUse)).to.have.length(1);
    expect(found).to.have.length(2);
    expect(rig.ecs.listTasks.args).to.deep.equal([
      ['nextflow-cluster', {}, undefined],
      ['nextflow-cluster', {}, 'more'],
    ]);
    expect(rig.ecs.describeTasks.callCount).to.equal(1);
  });

  it('reads a thousand families by eleven pages and two looks at each', async () => {
    const rig = new Rig();
    for (let n = 0; n < 1_001; n++) rig.families.set(ownFamily(String(n)), content());
    expect(await rig.names()).to.have.length(1_001);
    expect(rig.ecs.listTaskDefinitionFamilies.callCount).to.equal(11);
    expect(rig.ecs.listTaskDefinitions.callCount).to.equal(1_001);
    expect(rig.ecs.describeTaskDefinition.callCount).to.equal(1_001);
  });

  it('takes fifty back by fifty calls, one a second once AWS’s burst is spent', async () => {
    const rig = new Rig();
    const began = rig.session.clock.now();
    const taken: number[] = [];
    rig.ecs.deregisterTaskDefinition.callsFake(() => {
      taken.push(rig.session.clock.now() - began);
      return Promise.resolve();
    });
    const all = Promise.all(Array.from({ length: 50 }, (_, n) => rig.registrations.deregister(`arn-${n}`)));
    await settle();
    const burst = taken.length;
    expect(burst).to.be.at.most(20);
    for (let second = 1; second <= 50 - burst; second++) {
      await rig.session.clock.advance(1_000);
      expect(taken.length, `after ${second} s`).to.equal(burst + second);
    }
    await all;
    expect(rig.ecs.deregisterTaskDefinition.args.flat()).to.have.members(
      Array.from({ length: 50 }, (_, n) => `arn-${n}`),
    );
  });

  it('tells what AWS refuses', async () => {
    const rig = new Rig();
    rig.ecs.deregisterTaskDefinition.rejects(serviceError('denied'));
    expect(await failureOf(rig.registrations.deregister('arn-1'))).to.have.property('kind', 'denied');
  });
});
