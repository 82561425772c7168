import { expect } from 'chai';
import { Fleets } from '../../../../local/ecs/capacity/fleets.js';
import { type Json, type StateBook } from '../../../../local/state/state-book.js';
import { cluster, FleetFixture, provider, region } from './fleet-fixture.js';

/** A book in memory that writes each note at once, as JSON would come back. */
class MemoryBook implements StateBook {
  readonly kinds = new Map<string, Map<string, Json>>();

  all(kind: string): ReadonlyMap<string, Json> {
    return this.kinds.get(kind) ?? new Map<string, Json>();
  }

  note(kind: string, key: string, snapshot: () => Json): void {
    const records = this.kinds.get(kind) ?? new Map<string, Json>();
    this.kinds.set(kind, records.set(key, JSON.parse(JSON.stringify(snapshot())) as Json));
  }

  drop(kind: string, key: string): void {
    this.kinds.get(kind)?.delete(key);
  }
}

describe(`${Fleets.name} over restarts`, () => {
  it('knows the instances of the last start as ended, for an hour', async () => {
    const book = new MemoryBook();
    const before = new FleetFixture(book);
    const tags = [{ key: 'team', value: 'genomics' }];
    const task = before.run({ provider: provider({ tags, option: 'SPOT' }) });
    await before.launched();
    before.fleets.close();

    const after = new FleetFixture(book);
    const store = after.fleets.instances(region, cluster);
    const [found] = store.all;
    expect(found?.facts).to.deep.equal(before.living[0]?.facts);
    expect(found).to.deep.include({ status: 'INACTIVE', endedAt: after.clock.now(), tags });
    expect(found?.registeredAt).to.equal(before.living[0]?.registeredAt);
    const holder = after.fleets.tagHolder(region, task.placed?.arn ?? '');
    expect(holder?.tags).to.deep.equal(tags);
    holder?.setTags([]);
    expect(new FleetFixture(book).fleets.instances(region, cluster).all[0]?.tags).to.deep.equal([]);
    expect(after.fleets.inUse(region, cluster, 'mi')).to.equal(false);
    await after.clock.advance(3_600_000);
    expect(store.all).to.deep.equal([]);
    expect([...book.all('container-instance').keys()]).to.deep.equal([]);
  });

  it('leaves out a record it cannot read, and says so', () => {
    const book = new MemoryBook();
    for (const [key, record] of Object.entries({ a: 1, b: { id: 'x' }, c: null })) {
      book.note('container-instance', key, () => record);
    }
    const { lines, fleets } = new FleetFixture(book);
    expect(fleets.instances(region, cluster).all).to.deep.equal([]);
    expect(lines).to.have.length(3);
    expect(lines[0]).to.equal('The kept record of container instance a cannot be read; it is left out.');
    expect(book.all('container-instance').size).to.equal(0);
  });
});
