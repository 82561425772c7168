import { expect } from 'chai';
import { Leftovers, type LeftRun } from '../../../host/leftovers/leftovers.js';
import { LEASE_LIFE_MS } from '../../../host/lease/judge-lease.js';
import type { LeaseRecord } from '../../../host/lease/lease-record.js';
import { leaseUri } from '../../../host/lease/read-lease.js';
import type { Executor } from '../../../spi/index.js';
import { FakeClock } from '../../support/fake-clock.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { MemoryStore } from '../engine/memory-store.js';
import { leaseRecord, ownerOn } from '../lease/lease-records.js';
import { FakeHousekeeping } from './fake-housekeeping.js';

const workDir = 's3://my-bucket/work';
const scriptPath = '/home/me/main.nf';
const idOf = (number: number): string => `11111111-1111-4111-8111-${String(number).padStart(12, '0')}`;
const DAY_MS = 24 * 3_600_000;

describe(Leftovers.name, () => {
  let store: MemoryStore;
  let backend: FakeHousekeeping;
  let logger: RecordingLogger;
  let clock: FakeClock;
  let told: string[];
  let halted: boolean;

  beforeEach(() => {
    store = new MemoryStore();
    store.now = 365 * DAY_MS;
    backend = new FakeHousekeeping();
    logger = new RecordingLogger();
    clock = new FakeClock();
    told = [];
    halted = false;
  });

  afterEach(() => expect(clock.timers).to.equal(0));

  function leave(
    number: number,
    tasks: readonly string[],
    changes: Partial<LeaseRecord> = {},
    ageMs = 2 * DAY_MS,
  ): string {
    const sessionId = idOf(number);
    const uri = leaseUri(workDir, sessionId);
    store.files.set(uri, JSON.stringify(leaseRecord({ sessionId, runName: `run_${number}`, ...changes })));
    store.times.set(uri, store.now - ageMs);
    backend.running.set(
      sessionId,
      tasks.map((nativeId) => ({ nativeId })),
    );
    return uri;
  }

  async function attend(sweep = false): Promise<void> {
    let chance = 0;
    const leftovers = new Leftovers({
      ...{ files: store, workDir, scriptPath, sessionId: idOf(0), runName: 'own_run', sweep, clock, logger },
      owner: ownerOn('desk'),
      executors: new Map([['fake', { housekeeping: backend } as unknown as Executor]]),
      random: () => (chance = (chance + 0.37) % 1),
      told: {
        leftBehind: (runs: readonly LeftRun[]) =>
          told.push(...runs.map(({ runName, tasks }) => `${runName}: ${tasks}`)),
        sweeping: (stopped, total) => told.push(`${stopped} of ${total}`),
      },
      halted: () => halted,
    });
    await leftovers.attend();
  }

  it('tells of the tasks of dead runs, the newest first, and stops none', async () => {
    leave(1, ['a', 'b']);
    leave(2, ['c'], {}, DAY_MS);
    await attend();
    expect(told).to.deep.equal(['run_2: 1', 'run_1: 2']);
    expect([backend.stopped, store.files.size]).to.deep.equal([[], 2]);
  });

  const spared: [title: string, changes: Partial<LeaseRecord>, ageMs: number][] = [
    ['a live run', {}, LEASE_LIFE_MS - 1],
    ['a run of another script', { scriptPath: '/home/me/other.nf' }, DAY_MS],
    ['a program without a script', { scriptPath: undefined as never }, DAY_MS],
    ['a run that ended with nothing left', { state: 'ended', unfinished: 0 }, DAY_MS],
  ];
  for (const [title, changes, ageMs] of spared)
    it(`leaves ${title} alone, also where it sweeps`, async () => {
      leave(1, ['a'], changes, ageMs);
      await attend(true);
      expect([told, backend.asked, backend.stopped, store.files.size]).to.deep.equal([[], [], [], 1]);
    });

  it('leaves what its own session left to itself', async () => {
    leave(0, ['a']);
    await attend(true);
    expect(backend.asked).to.deep.equal([]);
  });

  it('tells of a run that ended and could not stop its tasks, at once', async () => {
    leave(1, ['a'], { state: 'ended', unfinished: 1 }, 0);
    await attend();
    expect(told).to.deep.equal(['run_1: 1']);
  });

  it('stops them where that was asked for, and drops their leases', async () => {
    leave(1, ['a', 'b']);
    leave(2, ['c']);
    await attend(true);
    expect([...backend.stopped].sort()).to.deep.equal(['a', 'b', 'c']);
    expect(told).to.deep.equal(['1 of 3', '2 of 3', '3 of 3']);
    expect(store.files.size).to.equal(0);
  });

  it('keeps the lease of a run whose task would not stop, and says why', async () => {
    const uri = leave(1, ['a', 'stubborn']);
    await attend(true);
    expect(told).to.deep.equal(['1 of 2']);
    expect(logger.messages('warn')).to.deep.equal([
      'Task stubborn of a dead run was not stopped: not authorized',
    ]);
    expect(JSON.parse(store.files.get(uri) ?? '')).to.include({ state: 'ended', unfinished: 1 });
  });

  it('does not stop what another engine goes on with in that moment', async () => {
    const uri = leave(1, ['a']);
    const theirs = JSON.stringify(leaseRecord({ sessionId: idOf(1), renewal: 7 }));
    store.conditionalWrites = (write) => {
      store.conditionalWrites = undefined;
      store.files.delete(uri);
      store.writeVersion(uri, theirs, undefined).catch(() => undefined);
      return Promise.resolve(write());
    };
    await attend(true);
    expect([backend.stopped, store.files.get(uri)]).to.deep.equal([[], theirs]);
    expect(logger.messages('warn')[0]).to.include(
      'Tasks of run run_1 are left alone: Cannot go on with session',
    );
  });

  it('stops nothing more once the run is being ended', async () => {
    leave(1, ['a', 'b']);
    const stop = backend.stop.bind(backend);
    backend.stop = (nativeId) => {
      halted = true;
      return stop(nativeId);
    };
    await attend(true);
    expect(backend.stopped).to.deep.equal(['a']);
  });

  it('drops the leases of dead runs that left nothing once they are a month old', async () => {
    leave(1, [], {}, 31 * DAY_MS);
    const young = leave(2, [], {}, 29 * DAY_MS);
    await attend();
    expect([...store.files.keys()]).to.deep.equal([young]);
  });

  it('looks into the newest twenty leases alone', async () => {
    for (let number = 1; number <= 30; number++) leave(number, ['a'], {}, number * DAY_MS);
    await attend();
    expect(backend.asked).to.have.length(20);
    expect(backend.asked).to.not.include(idOf(21));
  });

  it('asks no backend where nobody left a lease', async () => {
    await attend();
    expect(backend.asked).to.deep.equal([]);
  });

  it('ends no run where it cannot look', async () => {
    leave(1, ['a']);
    backend.failure = new Error('ecs:ListTasks is denied');
    await attend();
    expect(logger.messages('warn')).to.deep.equal([
      'Tasks that dead runs may have left could not be looked for: ecs:ListTasks is denied. The run goes on.',
    ]);
  });
});
