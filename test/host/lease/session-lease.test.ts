import { expect } from 'chai';
import { LEASE_LIFE_MS } from '../../../host/lease/judge-lease.js';
import { parseLease, type LeaseRecord } from '../../../host/lease/lease-record.js';
import { leaseUri, readLease } from '../../../host/lease/read-lease.js';
import type { RunOwner } from '../../../host/lease/run-owner.js';
import { SessionLease, witnessOf } from '../../../host/lease/session-lease.js';
import { ExecutorError } from '../../../spi/index.js';
import { FakeClock, settle } from '../../support/fake-clock.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { MemoryStore } from '../engine/memory-store.js';
import { refusalOf } from '../refusal-of.js';
import { leaseRecord, ownerOn } from './lease-records.js';

const MINUTE = 60_000;
const sessionId = '11111111-1111-4111-8111-111111111111';
const workDir = 's3://my-bucket/work';
const uri = leaseUri(workDir, sessionId);

describe(SessionLease.name, () => {
  let store: MemoryStore;
  let clock: FakeClock;
  let logger: RecordingLogger;
  let overtakers: (LeaseRecord | undefined)[];
  let engines: number;

  beforeEach(() => {
    store = new MemoryStore();
    clock = new FakeClock();
    logger = new RecordingLogger();
    overtakers = [];
    engines = 0;
  });

  afterEach(() => expect(clock.timers).to.equal(0));

  function lease(owner: RunOwner = ownerOn('desk')): SessionLease {
    const holder = { sessionId, engine: `engine-${++engines}`, runName: `run_${engines}` };
    return new SessionLease({ files: store, clock, logger, workDir, owner, holder }, (by) =>
      overtakers.push(by),
    );
  }

  const held = (): LeaseRecord | undefined => parseLease(store.files.get(uri) ?? '');

  async function advance(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= MINUTE) {
      store.now += Math.min(left, MINUTE);
      await clock.advance(Math.min(left, MINUTE));
    }
  }

  it('leaves nothing behind where nothing may still run', async () => {
    const mine = lease();
    await mine.acquire();
    expect(held()).to.include({ engine: 'engine-1', runName: 'run_1', host: 'desk', state: 'held' });
    await mine.release(0);
    expect([...store.files.keys()]).to.deep.equal([]);
  });

  it('says that its engine is through where tasks may still run', async () => {
    const mine = lease();
    await mine.acquire();
    await mine.release(3);
    expect(held()).to.include({ state: 'ended', unfinished: 3 });
    const next = lease(ownerOn('elsewhere'));
    await next.acquire();
    await next.release(0);
  });

  it('is renewed every minute, so that it never looks dead', async () => {
    const mine = lease();
    await mine.acquire();
    for (let minute = 0; minute < 60; minute++) {
      await advance(MINUTE);
      const seen = await readLease(store, uri, witnessOf(ownerOn('elsewhere')));
      expect(seen).to.include({ engine: 'alive', ageMs: 0 });
    }
    expect(held()?.renewal).to.equal(61);
    await mine.release(0);
  });

  it('refuses a second engine, and names the first', async () => {
    const mine = lease();
    await mine.acquire();
    store.now += 5000;
    const error = await refusalOf(lease(ownerOn('elsewhere')).acquire());
    expect(error.code).to.equal('SESSION_IN_USE');
    expect(error.message)
      .to.include('run run_1 of nf-awsecs 0.1.0 has it (process 4711 on desk')
      .and.include('last heard of 5 s ago')
      .and.include(`aws s3 rm ${uri}`);
    await mine.release(0);
  });

  it('refuses a second engine of the same process', async () => {
    const mine = lease();
    await mine.acquire();
    expect((await refusalOf(lease().acquire())).code).to.equal('SESSION_IN_USE');
    await mine.release(0);
    const next = lease();
    await next.acquire();
    await next.release(0);
  });

  it('is taken at once from a process that is dead', async () => {
    const dead = ownerOn('desk', () => false);
    store.files.set(uri, JSON.stringify(leaseRecord({ processSpace: dead.processSpace, pid: 99 })));
    const mine = lease(dead);
    await mine.acquire();
    expect(held()?.engine).to.equal('engine-1');
    await mine.release(0);
  });

  it('is taken from another machine once its time is over', async () => {
    store.files.set(uri, JSON.stringify(leaseRecord()));
    store.now = LEASE_LIFE_MS - 1;
    expect((await refusalOf(lease().acquire())).code).to.equal('SESSION_IN_USE');
    store.now += 1;
    const mine = lease();
    await mine.acquire();
    await mine.release(0);
  });

  it('is the engine its own where the answer to the write that took it was lost', async () => {
    store.conditionalWrites = (write) => {
      write();
      store.conditionalWrites = undefined;
      return Promise.resolve(undefined);
    };
    const mine = lease();
    await mine.acquire();
    await advance(MINUTE);
    expect(held()?.engine).to.equal('engine-1');
    await mine.release(0);
    expect(overtakers).to.deep.equal([]);
  });

  it('is the engine its own where the answer to a renewal was lost', async () => {
    const mine = lease();
    await mine.acquire();
    store.conditionalWrites = (write) => {
      write();
      store.conditionalWrites = undefined;
      return Promise.resolve(undefined);
    };
    await advance(3 * MINUTE);
    expect([overtakers, held()?.renewal]).to.deep.equal([[], 4]);
    await mine.release(0);
    expect(store.files.size).to.equal(0);
  });

  it('tells the engine once where another has taken it, and touches it no more', async () => {
    const mine = lease();
    await mine.acquire();
    const theirs = JSON.stringify(leaseRecord());
    store.files.delete(uri);
    await store.writeVersion(uri, theirs, undefined);
    await advance(10 * MINUTE);
    expect(overtakers.map((by) => by?.engine)).to.deep.equal(['theirs']);
    await mine.release(0);
    expect(store.files.get(uri)).to.equal(theirs);
  });

  it('is taken again where somebody has removed it', async () => {
    const mine = lease();
    await mine.acquire();
    store.files.delete(uri);
    await advance(MINUTE);
    expect([held()?.engine, overtakers]).to.deep.equal(['engine-1', []]);
    await mine.release(0);
  });

  it('is not taken again by an engine that slept: another may have had it, and come to its end', async () => {
    const mine = lease();
    await mine.acquire();
    store.conditionalWrites = () => Promise.reject(new Error('asleep'));
    await advance(LEASE_LIFE_MS);
    store.conditionalWrites = undefined;
    store.files.delete(uri);
    await advance(MINUTE);
    expect(overtakers).to.deep.equal([undefined]);
    await mine.release(0);
    expect(store.files.size).to.equal(0);
  });

  it('outlives a storage that is down, and says so once it is about to look dead', async () => {
    const mine = lease();
    await mine.acquire();
    store.conditionalWrites = () => Promise.reject(new Error('S3 is down'));
    await advance(5 * MINUTE);
    expect(logger.messages('warn')).to.deep.equal([]);
    await advance(5 * MINUTE);
    expect(logger.messages('warn')).to.have.length(1);
    expect(logger.messages('warn')[0]).to.include(
      'S3 is down. The run goes on; in 7 min others will take it for dead.',
    );
    store.conditionalWrites = undefined;
    await advance(MINUTE);
    expect(store.now - (store.times.get(uri) ?? 0)).to.be.at.most(MINUTE);
    await mine.release(0);
    expect(overtakers).to.deep.equal([]);
  });

  it('ends with its run where the storage does not answer', async () => {
    const mine = lease();
    await mine.acquire();
    store.conditionalWrites = () => new Promise(() => undefined);
    let over = false;
    const releasing = mine.release(0).then(() => (over = true));
    await clock.advance(9999);
    expect(over).to.equal(false);
    await clock.advance(1);
    await releasing;
  });

  it('begins nothing any more once its run has ended without waiting for it', async () => {
    const mine = lease();
    await mine.acquire();
    let answer: () => void = () => undefined;
    store.conditionalWrites = (write) => new Promise((resolve) => (answer = (): void => resolve(write())));
    await advance(MINUTE);
    const releasing = mine.release(0);
    await clock.advance(10_000);
    await releasing;
    store.conditionalWrites = undefined;
    answer();
    await settle();
    expect(held()).to.include({ state: 'held', renewal: 2 });
  });

  it('is held while it was renewed in time, and no longer', async () => {
    const mine = lease();
    expect(mine.isHeld).to.equal(false);
    void mine.acquire();
    await mine.settled();
    expect(mine.isHeld).to.equal(true);
    store.conditionalWrites = () => Promise.reject(new Error('asleep'));
    await advance(LEASE_LIFE_MS - 1);
    expect(mine.isHeld).to.equal(true);
    await advance(1);
    expect(mine.isHeld).to.equal(false);
    await mine.release(0);
  });

  it('is done without, after a warning, where the storage knows no conditions', async () => {
    const cause = Object.assign(new Error('A header implies what is not implemented'), {
      name: 'NotImplemented',
    });
    store.conditionalWrites = () =>
      Promise.reject(new ExecutorError('Cannot write it', { code: 'STORAGE_FAILED', cause }));
    const mine = lease();
    await mine.acquire();
    expect(logger.messages('warn')).to.have.length(1);
    expect(logger.messages('warn')[0]).to.include('cannot write on a condition');
    await mine.release(0);
  });

  it('is not taken where the storage refuses', async () => {
    store.conditionalWrites = () =>
      Promise.reject(new ExecutorError('Cannot write it: AccessDenied', { code: 'STORAGE_FAILED' }));
    expect((await refusalOf(lease().acquire())).code).to.equal('STORAGE_FAILED');
  });
});
