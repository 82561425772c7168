import { expect } from 'chai';
import { existsSync } from 'node:fs';
import { CleanRuns } from '../../../host/housekeeping/clean-runs.js';
import type { AttemptCached } from '../../../host/history/history-record.js';
import { leaseUri } from '../../../host/lease/read-lease.js';
import { begun, ended, refused, submitted } from '../history/history-folder.js';
import { refusalOf } from '../refusal-of.js';
import { CleanRig } from './clean-rig.js';

const WORK_DIR = 's3://my-bucket/work';
const OTHER = '0b000000-0000-4000-8000-000000000002';
const { sessionId: SESSION } = begun(0);

function cached(number: number): AttemptCached {
  const { hash, name, process, executor, workDir } = submitted(number);
  return { event: 'cached', time: 0, hash, name, process, executor, workDir };
}

const folderOf = (number: number): string => submitted(number).workDir;

describe(CleanRuns.name, () => {
  let rig: CleanRig;
  beforeEach(async () => (rig = await CleanRig.create()));
  afterEach(() => rig.folder.remove());

  const left = (): string[] => [...rig.store.files.keys()].sort();

  it('removes the folders of every attempt, the history and the lease, and nothing beside', async () => {
    const file = await rig.run({}, [submitted(1), ended(1), submitted(2), ended(2), refused(3)]);
    for (const number of [1, 2, 3, 4]) rig.lay(folderOf(number));
    rig.store.files.set(`${folderOf(1)}0/near`, 'text');
    rig.store.files.set(leaseUri(WORK_DIR, SESSION), '{}');
    const result = await rig.clean();
    expect(result).to.include({ folders: 3, files: 12, size: 48, shared: 0, interrupted: false });
    expect(result.runs.map(({ runName }) => runName)).to.deep.equal(['happy_curie']);
    expect(left().filter((uri) => !uri.startsWith(`${folderOf(4)}/`))).to.deep.equal([
      `${folderOf(1)}0/near`,
    ]);
    expect(rig.told).to.have.length(3);
    expect(existsSync(file)).to.equal(false);
  });

  it('tells the same without force, and removes nothing', async () => {
    const file = await rig.run({}, [submitted(1), ended(1)]);
    rig.lay(folderOf(1));
    const before = left();
    const result = await rig.clean({ force: false });
    expect(result).to.include({ folders: 1, files: 4, size: 16 });
    expect(rig.told).to.deep.equal([{ uri: folderOf(1), files: 4, size: 16 }]);
    expect(left()).to.deep.equal(before);
    expect(existsSync(file)).to.equal(true);
  });

  it('keeps what the engine wrote, and the history, where logs are to stay', async () => {
    const file = await rig.run({}, [submitted(1), ended(1)]);
    rig.lay(folderOf(1), ['.command.sh', '.exitcode', 'out.txt', 'sub/.command.sh', '.hidden']);
    expect(await rig.clean({ keepLogs: true })).to.include({ files: 3 });
    expect(left()).to.deep.equal([`${folderOf(1)}/.command.sh`, `${folderOf(1)}/.exitcode`]);
    expect(existsSync(file)).to.equal(true);
  });

  it('leaves a folder to a run of the same session that stays, and says whose it is', async () => {
    await rig.run({ runName: 'first' }, [submitted(1), ended(1), submitted(2), ended(2)], 1);
    await rig.run({ runName: 'second' }, [cached(1), submitted(3), ended(3)], 10);
    for (const number of [1, 2, 3]) rig.lay(folderOf(number));
    rig.store.files.set(leaseUri(WORK_DIR, SESSION), '{}');
    const result = await rig.clean({ wish: { names: ['first'] } });
    expect(result).to.include({ folders: 1, shared: 1 });
    expect(result.sharedBy).to.deep.equal(['second']);
    expect(left().some((uri) => uri.startsWith(folderOf(1)))).to.equal(true);
    expect(rig.store.files.has(leaseUri(WORK_DIR, SESSION))).to.equal(true);
    expect(await rig.clean({ wish: { names: ['second'] } })).to.include({ folders: 2, shared: 0 });
    expect(left()).to.deep.equal([]);
  });

  it('tells a folder of two runs once in a dry run of both', async () => {
    await rig.run({ runName: 'first' }, [submitted(1), ended(1)], 1);
    await rig.run({ runName: 'second' }, [cached(1)], 10);
    rig.lay(folderOf(1));
    const wish = { names: [SESSION] };
    expect(await rig.clean({ wish, force: false })).to.include({ folders: 1, shared: 0 });
    expect(await rig.clean({ wish })).to.include({ folders: 1, shared: 0 });
  });

  const keeping = {
    'whose process lives': {
      lay: async () => {
        await rig.folder.write(begun(1), [submitted(1)]);
        rig.alive.add(4711);
      },
      why: { kind: 'running' },
    },
    'whose session an engine has': {
      lay: async () => {
        await rig.run({}, [submitted(1), ended(1)]);
        rig.leases.set(SESSION, 'alive');
      },
      why: { kind: 'session-in-use' },
    },
    'that was killed and whose tasks run': {
      lay: async () => {
        await rig.folder.write(begun(1), []);
        rig.live.set(SESSION, 2);
      },
      why: { kind: 'tasks-run', tasks: 2 },
    },
    'that ended without seeing its tasks end, which run': {
      lay: async () => {
        await rig.run({}, [submitted(1)]);
        rig.live.set(SESSION, 1);
      },
      why: { kind: 'tasks-run', tasks: 1 },
    },
  } as const;
  for (const [what, { lay, why }] of Object.entries(keeping)) {
    it(`keeps a run ${what}`, async () => {
      await lay();
      rig.lay(folderOf(1));
      const before = left();
      const result = await rig.clean();
      expect(result.kept.map((kept) => kept.why)).to.deep.equal([why]);
      expect(result.runs).to.deep.equal([]);
      expect(left()).to.deep.equal(before);
    });
  }

  it('cleans a run of a machine that cannot be asked once its lease has run out', async () => {
    await rig.folder.write(begun(1, { host: 'elsewhere' }), [submitted(1), ended(1)]);
    rig.leases.set(SESSION, 'dead');
    rig.lay(folderOf(1));
    expect(await rig.clean({ isAlive: () => true })).to.include({ folders: 1 });
  });

  it('asks the backend for no run all of whose tasks were seen to end', async () => {
    await rig.run({}, [submitted(1), ended(1)]);
    await rig.clean();
    expect(rig.asked).to.deep.equal([]);
  });

  for (const [what, changes] of Object.entries({
    'outside the work dir': { workDir: 's3://other-bucket/work/00/000001eeeeeeeeeeeeeeeeeeeeeeee' },
    'of another hash': { workDir: folderOf(2) },
    'that is the work dir itself': { workDir: WORK_DIR },
    'reached by dots': { workDir: `${WORK_DIR}/00/../00/0001eeeeeeeeeeeeeeeeeeeeeeeeee` },
  })) {
    it(`removes nothing at all where a history names a folder ${what}`, async () => {
      await rig.run({ runName: 'good', sessionId: OTHER }, [submitted(4), ended(4)], 1);
      await rig.run({ runName: 'bad' }, [submitted(1, changes), ended(1)], 10);
      for (const number of [1, 2, 4]) rig.lay(folderOf(number));
      const before = left();
      const error = await refusalOf(rig.clean({ wish: { names: ['good', 'bad'] } }));
      expect(error.code).to.equal('HISTORY_UNSAFE');
      expect(error.message).to.contain('run bad');
      expect(left()).to.deep.equal(before);
    });
  }

  it('stops between folders where it is ended, and keeps the history for the rest', async () => {
    const numbers = Array.from({ length: 50 }, (_, n) => n + 1);
    const file = await rig.run(
      {},
      numbers.flatMap((number) => [submitted(number), ended(number)]),
    );
    for (const number of numbers) rig.lay(folderOf(number));
    rig.ending.abort();
    const result = await rig.clean();
    expect(result).to.include({ interrupted: true, folders: 0 });
    expect(result.runs).to.deep.equal([]);
    expect(existsSync(file)).to.equal(true);
  });

  it('removes files a thousand at a time', async () => {
    const numbers = Array.from({ length: 600 }, (_, n) => n + 1);
    await rig.run(
      {},
      numbers.flatMap((number) => [submitted(number), ended(number)]),
    );
    for (const number of numbers) rig.lay(folderOf(number));
    const sizes: number[] = [];
    const { store } = rig;
    const removeAll = store.removeAll.bind(store);
    store.removeAll = (uris) => {
      sizes.push(uris.length);
      return removeAll(uris);
    };
    await rig.clean();
    expect(Math.max(...sizes)).to.equal(1000);
    // Three requests for 2,400 files, and the lease.
    expect(sizes).to.have.length(4);
    expect(left()).to.deep.equal([]);
  });

  it('knows the names it is asked for', async () => {
    expect((await refusalOf(rig.clean())).code).to.equal('HISTORY_EMPTY');
    await rig.run({}, []);
    const error = await refusalOf(rig.clean({ wish: { names: ['hapy_curie', 'nobody'] } }));
    expect(error.code).to.equal('RUN_UNKNOWN');
    expect(error.message).to.contain('"hapy_curie", "nobody"').and.contain('happy_curie');
  });
});
