import { expect } from 'chai';
import { DefinitionRegistry } from '../../../../local/ecs/definition/definition-registry.js';
import { type Json, type StateBook } from '../../../../local/state/state-book.js';
import { FakeClock } from '../../../support/fake-clock.js';

const place = { region: 'us-east-1', account: '123456789012' };
const minute = 60_000;

/** A book that is read again as it was written. */
class MemoryBook implements StateBook {
  readonly records = new Map<string, Map<string, () => Json>>();
  all(kind: string): ReadonlyMap<string, Json> {
    const found = [...(this.records.get(kind) ?? [])];
    return new Map(found.map(([key, snapshot]) => [key, JSON.parse(JSON.stringify(snapshot())) as Json]));
  }
  note(kind: string, key: string, snapshot: () => Json): void {
    this.records.set(kind, (this.records.get(kind) ?? new Map<string, () => Json>()).set(key, snapshot));
  }
  drop(kind: string, key: string): void {
    this.records.get(kind)?.delete(key);
  }
}

class Fixture {
  readonly clock = new FakeClock();
  readonly book = new MemoryBook();
  readonly lines: string[] = [];
  registry = this.started();

  started(region = 'us-east-1'): DefinitionRegistry {
    const keeping = { state: this.book, log: (line: string): void => void this.lines.push(line) };
    return new DefinitionRegistry({ ...place, region }, () => this.clock.now(), keeping);
  }

  add(family = 'f'): ReturnType<DefinitionRegistry['add']> {
    return this.registry.add({ family, containerDefinitions: [{ name: 'main', image: 'x' }] }, []);
  }

  /** Adds, deregisters and deletes a revision. */
  addDeleted(family = 'f'): ReturnType<DefinitionRegistry['add']> {
    const definition = this.add(family);
    this.registry.deregister(definition);
    this.registry.delete(definition);
    return definition;
  }
}

const none = (): ReadonlySet<string> => new Set();

describe(DefinitionRegistry.name, () => {
  it('gives numbers that are never used again, not even after deletion [1d.1] [1d.4]', async () => {
    const fixture = new Fixture();
    fixture.add();
    fixture.addDeleted();
    await fixture.clock.advance(minute);
    fixture.registry.removeDeleted(none);
    expect(fixture.registry.find('f:2')).to.equal(undefined);
    expect(fixture.add().revision).to.equal(3);
    expect(fixture.registry.find('f')?.revision).to.equal(3);
  });

  it('gives no number past a million [1d.1]', () => {
    const fixture = new Fixture();
    fixture.book.note('definition-family', 'us-east-1/f', () => ({ last: 999_999 }));
    fixture.registry = fixture.started();
    expect(fixture.add().revision).to.equal(1_000_000);
    expect(() => fixture.add()).to.throw("family 'f' has had 1000000 revisions");
  });

  it('takes the bare name of a family for its latest ACTIVE revision [3a.14]', () => {
    const fixture = new Fixture();
    const revisions = [fixture.add(), fixture.add(), fixture.add()];
    fixture.registry.deregister(revisions[2]!);
    fixture.registry.deregister(revisions[0]!);
    expect(fixture.registry.find('f')).to.equal(revisions[1]);
    fixture.registry.deregister(revisions[1]!);
    expect(fixture.registry.find('f')).to.equal(undefined);
  });

  it('lets an INACTIVE revision be used for ten minutes more [1d.5]', async () => {
    const fixture = new Fixture();
    const definition = fixture.add();
    fixture.registry.deregister(definition);
    await fixture.clock.advance(10 * minute - 1);
    expect(fixture.registry.usable(definition)).to.equal(true);
    await fixture.clock.advance(1);
    expect(fixture.registry.usable(definition)).to.equal(false);
  });

  it('lets no revision be used whose deletion has begun [1d.6]', () => {
    const fixture = new Fixture();
    expect(fixture.registry.usable(fixture.addDeleted())).to.equal(false);
  });

  it('keeps a deleted revision while tasks use it [1d.6]', async () => {
    const fixture = new Fixture();
    const { arn } = fixture.addDeleted();
    await fixture.clock.advance(minute);
    fixture.registry.removeDeleted(() => new Set([arn]));
    expect(fixture.registry.find(arn)?.status).to.equal('DELETE_IN_PROGRESS');
    await fixture.clock.advance(minute);
    fixture.registry.removeDeleted(none);
    expect(fixture.registry.find(arn)).to.equal(undefined);
  });

  it('looks for what to remove once a minute, and only where there is something', async () => {
    const fixture = new Fixture();
    let looks = 0;
    const used = (): ReadonlySet<string> => {
      looks++;
      return new Set();
    };
    fixture.registry.removeDeleted(used);
    fixture.addDeleted();
    for (let second = 0; second < 120; second++) {
      fixture.registry.removeDeleted(used);
      await fixture.clock.advance(1000);
    }
    expect(looks).to.equal(2);
  });

  it('does not delete what is ACTIVE, nor deregister twice', async () => {
    const fixture = new Fixture();
    const definition = fixture.add();
    fixture.registry.delete(definition);
    expect(definition.status).to.equal('ACTIVE');
    fixture.registry.deregister(definition);
    const first = definition.deregisteredAt;
    await fixture.clock.advance(1);
    fixture.registry.deregister(definition);
    expect(definition.deregisteredAt).to.equal(first);
  });
});

describe('kept task definitions', () => {
  it('are found again with status, tags, times and content', async () => {
    const fixture = new Fixture();
    const definition = fixture.add();
    fixture.registry.retag(definition, [{ key: 'a', value: 'b' }]);
    fixture.add();
    await fixture.clock.advance(5);
    fixture.registry.deregister(definition);
    const restarted = fixture.started();
    expect(restarted.find('f:1')).to.deep.equal(definition);
    expect(restarted.find('f')?.revision).to.equal(2);
  });

  it('stay apart by region', () => {
    const fixture = new Fixture();
    fixture.add();
    expect(fixture.started('eu-west-1').find('f')).to.equal(undefined);
  });

  it('keep the last number of a family of which nothing is left', async () => {
    const fixture = new Fixture();
    fixture.addDeleted();
    await fixture.clock.advance(minute);
    fixture.registry.removeDeleted(none);
    fixture.registry = fixture.started();
    expect(fixture.registry.find('f:1')).to.equal(undefined);
    expect(fixture.add().revision).to.equal(2);
  });

  it('go on being deleted', async () => {
    const fixture = new Fixture();
    fixture.addDeleted();
    fixture.registry = fixture.started();
    await fixture.clock.advance(minute);
    fixture.registry.removeDeleted(none);
    expect(fixture.registry.find('f:1')).to.equal(undefined);
  });

  const broken: { name: string; key: string; record: Json }[] = [
    { name: 'content is no structure', key: 'us-east-1/g:1', record: { content: 'x' } },
    {
      name: 'status is unknown',
      key: 'us-east-1/g:1',
      record: { content: { containerDefinitions: [] }, status: 'NEW', registeredAt: 1 },
    },
    {
      name: 'key is no revision',
      key: 'us-east-1/g',
      record: { content: { containerDefinitions: [] }, status: 'ACTIVE', registeredAt: 1 },
    },
  ];
  for (const { name, key, record } of broken) {
    it(`are left out, with a line in the log, where their ${name}`, () => {
      const fixture = new Fixture();
      fixture.add();
      fixture.book.note('definition', key, () => record);
      const restarted = fixture.started();
      expect(restarted.find('f')).not.to.equal(undefined);
      expect(restarted.find('g:1')).to.equal(undefined);
      expect(fixture.lines).to.have.length(1);
      expect(fixture.lines[0]).to.include(`kept record definition ${key} is left out`);
    });
  }
});
