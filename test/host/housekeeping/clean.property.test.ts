import { expect } from 'chai';
import fc from 'fast-check';
import { planCleaning } from '../../../host/housekeeping/clean-plan.js';
import type { AttemptCached } from '../../../host/history/history-record.js';
import { submitted } from '../history/history-folder.js';
import { CleanRig } from './clean-rig.js';

const SESSIONS = ['0a000000-0000-4000-8000-000000000001', '0b000000-0000-4000-8000-000000000002'];

/** Runs of two sessions: which tasks each ran, and which it found done. */
const runs = fc.array(
  fc.record({
    session: fc.constantFrom(0, 1),
    ran: fc.uniqueArray(fc.integer({ min: 0, max: 5 }), { maxLength: 4 }),
    cached: fc.uniqueArray(fc.integer({ min: 0, max: 5 }), { maxLength: 4 }),
    chosen: fc.boolean(),
  }),
  { minLength: 1, maxLength: 5 },
);

/** Tasks of different sessions have different hashes. */
const numberOf = (session: number, task: number): number => session * 100 + task + 1;

function cached(number: number): AttemptCached {
  const { hash, name, process, executor, workDir } = submitted(number);
  return { event: 'cached', time: 0, hash, name, process, executor, workDir };
}

describe(`${planCleaning.name} and what follows`, () => {
  it('touches what chosen runs name alone, and nothing that a run which stays uses', async () => {
    await fc.assert(
      fc.asyncProperty(runs, async (all) => {
        const rig = await CleanRig.create();
        try {
          for (const [at, { session, ran, cached: found }] of all.entries())
            await rig.run(
              { runName: `run_${at}`, sessionId: SESSIONS[session] ?? '' },
              [
                ...ran.map((task) => submitted(numberOf(session, task))),
                ...found.map((task) => cached(numberOf(session, task))),
              ],
              at * 10 + 1,
            );
          const every = [0, 1].flatMap((session) =>
            [0, 1, 2, 3, 4, 5].map((task) => numberOf(session, task)),
          );
          for (const number of every) rig.lay(submitted(number).workDir, ['out']);
          const uses = (wanted: boolean): Set<number> =>
            new Set(
              all
                .filter(({ chosen }) => chosen === wanted)
                .flatMap(({ session, ran, cached: found }) =>
                  [...ran, ...found].map((task) => numberOf(session, task)),
                ),
            );
          const names = all.flatMap(({ chosen }, at) => (chosen ? [`run_${at}`] : []));
          if (names.length > 0) await rig.clean({ wish: { names } });
          const [chosen, staying] = [uses(true), uses(false)];
          const gone = every.filter((number) => !rig.store.files.has(`${submitted(number).workDir}/out`));
          expect(gone).to.have.members(every.filter((number) => chosen.has(number) && !staying.has(number)));
        } finally {
          await rig.folder.remove();
        }
      }),
      { numRuns: 60 },
    );
  });
});
