import { expect } from 'chai';
import { LOOKS_AT_ONCE } from '../../../host/cache/attempt-walk.js';
import { TaskPlaces, type AttemptPlace } from '../../../host/cache/task-places.js';
import { newTask } from '../../../host/engine/live-task.js';
import type { TaskOrder } from '../../../host/engine/task-order.js';
import type { StoredFile } from '../../../host/storage/stored-files.js';
import type { VersionedFile } from '../../../host/storage/versioned-files.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { MemoryStore } from '../engine/memory-store.js';
import { newPlaces } from '../engine/new-places.js';
import { refusalOf } from '../refusal-of.js';

/** Counts what is looked at, and how much of it at the same time. */
class CountingStore extends MemoryStore {
  looks = 0;
  most = 0;
  private under = 0;

  override exists(uri: string): Promise<boolean> {
    return this.count(() => super.exists(uri));
  }

  override look(uri: string): Promise<StoredFile | undefined> {
    return this.count(() => super.look(uri));
  }

  override readVersion(uri: string): Promise<VersionedFile | undefined> {
    return this.count(() => super.readVersion(uri));
  }

  private async count<T>(act: () => Promise<T>): Promise<T> {
    this.looks += 1;
    this.under += 1;
    this.most = Math.max(this.most, this.under);
    return act().finally(() => (this.under -= 1));
  }
}

function orderOf(changes: Partial<TaskOrder> & { readonly process?: string } = {}): TaskOrder {
  const { process = 'HELLO', ...more } = changes;
  return {
    definition: { name: process, directives: { others: {} } },
    executor: 'fake',
    script: 'true',
    ...more,
  };
}

async function placesOf(places: TaskPlaces, orders: readonly TaskOrder[]): Promise<AttemptPlace[]> {
  return Promise.all(orders.map(async (order) => places.place(newTask(order))));
}

describe(TaskPlaces.name, () => {
  let store: CountingStore;

  beforeEach(() => {
    store = new CountingStore();
  });

  function leave({ workDir }: AttemptPlace, files: Readonly<Record<string, string>> = {}): void {
    store.files.set(`${workDir}/.command.run`, '');
    for (const [name, content] of Object.entries(files)) store.files.set(`${workDir}/${name}`, content);
  }

  it('gives a new session its places at once, one after the other, and looks at nothing', async () => {
    const places = newPlaces(store);
    const task = newTask(orderOf());
    const first = places.place(task);
    const second = places.place(task);
    expect(first).to.not.be.an.instanceOf(Promise);
    expect(await second).to.include({ kind: 'new' });
    expect((await first).hash).to.not.equal((await second).hash);
    expect(store.looks).to.equal(0);
  });

  it('finds the places of one session again from nothing but its id', async () => {
    const orders = [orderOf(), orderOf(), orderOf({ script: 'false' }), orderOf({ process: 'OTHER' })];
    const first = await placesOf(newPlaces(store), orders);
    expect(new Set(first.map(({ hash }) => hash)).size).to.equal(4);
    const again = await placesOf(newPlaces(store, { resumes: true }), orders);
    expect(again).to.deep.equal(first);
    const other = newPlaces(store, { sessionId: '00000000-0000-4000-8000-000000000001' });
    const elsewhere = await placesOf(other, orders);
    expect(elsewhere.some(({ hash }) => first.some((place) => place.hash === hash))).to.equal(false);
  });

  it('takes each of several equal tasks once, whichever of them had come to its end', async () => {
    const orders = [orderOf(), orderOf(), orderOf()];
    const [, done, failed] = await placesOf(newPlaces(store), orders);
    if (done === undefined || failed === undefined) throw new Error('There are three places.');
    leave(done, { '.exitcode': '0' });
    leave(failed, { '.exitcode': '1' });
    const again = await placesOf(newPlaces(store, { resumes: true }), orders);
    expect(again.map(({ kind }) => kind)).to.deep.equal(['new', 'cached', 'new']);
    expect(again[1]).to.include({ workDir: done.workDir });
    expect(again[2]?.workDir).to.not.equal(failed.workDir);
  });

  it('goes on behind the last attempt that was begun, and says why', async () => {
    const places = newPlaces(store);
    const task = newTask(orderOf());
    const first = await places.place(task);
    const second = await places.place(task);
    const third = await places.place(task);
    leave(first, { '.exitcode': '1' });
    leave(second, { '.exitcode': '137\n' });
    const logger = new RecordingLogger();
    const resumed = newPlaces(store, { resumes: true, logger });
    const live = newTask(orderOf());
    expect(await resumed.place(live)).to.deep.equal(third);
    expect(logger.messages('debug').slice(-1)).to.deep.equal([
      'Task HELLO runs again: of its last attempt, it exited 137.',
    ]);
    leave(third);
    // The attempt that was just placed has failed: what comes is behind it.
    expect((await resumed.place(live)).hash).to.not.equal(third.hash);
  });

  it('lets an attempt go on as itself where its executor takes it over, also with a torn exit file', async () => {
    const [place] = await placesOf(newPlaces(store), [orderOf()]);
    if (place === undefined) throw new Error('There is a place.');
    leave(place, { '.exitcode': '' });
    const adopts = (executor: string): boolean => executor === 'fake';
    const [resumed] = await placesOf(newPlaces(store, { resumes: true, adopts }), [orderOf()]);
    expect(resumed).to.deep.equal({ ...place, kind: 'resumed' });
    const [anew] = await placesOf(newPlaces(store, { resumes: true }), [orderOf()]);
    expect(anew).to.include({ kind: 'new' });
    expect(anew?.hash).to.not.equal(place.hash);
  });

  it('begins anew where earlier runs may have submitted something that a backend remembers', async () => {
    const adopts = (executor: string): boolean => executor === 'fake';
    const [removed, failed, living, done] = [1, 2, 3, 4].map((n) => orderOf({ script: `exit ${n}` }));
    const orders = [removed, failed, living, done] as TaskOrder[];
    const places = await placesOf(newPlaces(store, { adopts }), orders);
    expect(places.map(({ anew }) => anew)).to.deep.equal([undefined, undefined, undefined, undefined]);
    const [, before, running, cached] = places as [AttemptPlace, AttemptPlace, AttemptPlace, AttemptPlace];
    leave(before, { '.exitcode': '2' });
    leave(running);
    leave(cached, { '.exitcode': '0' });
    const again = await placesOf(newPlaces(store, { resumes: true, adopts }), orders);
    expect(again.map(({ kind, anew }) => [kind, anew])).to.deep.equal([
      ['new', true],
      ['new', true],
      ['resumed', undefined],
      ['cached', undefined],
    ]);
    const others = await placesOf(newPlaces(store, { resumes: true }), orders);
    expect(others.map(({ anew }) => anew)).to.deep.equal([undefined, undefined, undefined, undefined]);
  });

  it('takes the results of inputs that look as they did, and of none that do not', async () => {
    const uri = 's3://my-bucket/reads.fastq';
    store.files.set(uri, 'AAAA');
    const order = orderOf({ inputs: [{ uri, stageAs: 'reads.fastq' }] });
    const [place] = await placesOf(newPlaces(store), [order]);
    if (place === undefined) throw new Error('There is a place.');
    leave(place, { '.exitcode': '0' });
    const kind = async (cache: TaskOrder['cache'] = 'standard'): Promise<string | undefined> =>
      (await placesOf(newPlaces(store, { resumes: true }), [{ ...order, cache }]))[0]?.kind;
    expect([await kind(), await kind('off'), await kind('deep')]).to.deep.equal(['cached', 'new', 'new']);
    store.times.set(uri, 5000);
    expect(await kind()).to.equal('new');
  });

  it('names an input that is not there', async () => {
    const inputs = [{ uri: 's3://my-bucket/none.txt', stageAs: 'none.txt' }];
    const error = await refusalOf(Promise.resolve(newPlaces(store).place(newTask(orderOf({ inputs })))));
    expect(error).to.include({ code: 'INPUT_MISSING', recoverable: false });
  });

  it('looks at four things of each of ten thousand tasks that were done, fifty at once', async () => {
    const orders = Array.from({ length: 10_000 }, (_, index) =>
      orderOf({ script: `echo ${index}`, outputsStdout: true }),
    );
    const done = await placesOf(newPlaces(store), orders);
    for (const place of done) leave(place, { '.exitcode': '0', '.command.out': '' });
    const again = await placesOf(newPlaces(store, { resumes: true }), orders);
    expect(again.every(({ kind }) => kind === 'cached')).to.equal(true);
    expect(store.looks).to.equal(40_000);
    expect(store.most).to.equal(LOOKS_AT_ONCE);
  });

  it('looks at nothing more once it is closed', async () => {
    const places = newPlaces(store, { resumes: true });
    places.close();
    const error = await refusalOf(Promise.resolve(places.place(newTask(orderOf()))));
    expect([error.code, store.looks]).to.deep.equal(['SHUT_DOWN', 0]);
  });

  it('says what the key of each task is made of, for who compares two runs', async () => {
    const said = async (changes: Partial<TaskOrder>): Promise<readonly string[]> => {
      const logger = new RecordingLogger();
      await placesOf(newPlaces(store, { logger }), [orderOf(changes)]);
      return (
        logger
          .messages('debug')[0]
          ?.replace(/^Key of task HELLO: |\.$/g, '')
          .split(', ') ?? []
      );
    };
    const one = await said({});
    const other = await said({ environment: { A: '1' } });
    expect(one.map((part) => part.split(' ')[0])).to.deep.equal(
      'sessionId process script inputs outputs environment directives'.split(' '),
    );
    expect(other.filter((part) => !one.includes(part)).map((part) => part.split(' ')[0])).to.deep.equal([
      'environment',
    ]);
  });
});
