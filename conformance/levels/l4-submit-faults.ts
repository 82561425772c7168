import { Bench } from '../bench.js';
import { holds, same } from '../check.js';
import { inject } from '../inject.js';
import type { KitOptions } from '../kit-options.js';
import { level } from '../suite.js';
import { exits, waits } from '../work.js';

/** Submits that go wrong. */
export function submitFaults<B>(kit: KitOptions<B>): void {
  level(kit, 'L4', 'faults of submits', (test) => {
    test('a throttled submit is made again', { needs: ['throttleSubmits'] }, async (bench) => {
      await inject(bench, 'throttleSubmits', 3);
      const outcomes = await bench.allEnded(await bench.run(exits(0), exits(0), exits(0)));
      const kinds = outcomes.map(({ kind }) => kind);
      same('the outcomes', kinds, ['completed', 'completed', 'completed']);
      same('tasks the backend accepted', (await bench.view()).accepted, 3);
    });

    test('a submit whose answer is lost is one task', { needs: ['loseSubmitAnswers'] }, async (bench) => {
      await inject(bench, 'loseSubmitAnswers', 2);
      same('the outcome', (await bench.outcomeOf(exits(0))).kind, 'completed');
      same('tasks the backend accepted', (await bench.view()).accepted, 1);
    });

    test('a refused submit is told in the SPI’s errors', { needs: ['refuseSubmits'] }, async (bench) => {
      await inject(bench, 'refuseSubmits', 1);
      const { kind, reason, evidence } = await bench.outcomeOf(exits(0));
      same('the outcome', kind, 'not-submitted');
      holds('its evidence has the error’s code', typeof evidence['code'] === 'string');
      holds('it has a reason', reason.length > 0);
    });

    const few = { needs: ['refuseSubmits', 'queueSize'], config: Bench.fewSlots } as const;
    test('refused submits give their slots back', few, async (bench) => {
      await inject(bench, 'refuseSubmits', 4);
      const handlers = await bench.run(...Array.from({ length: 7 }, () => exits(0)));
      const kinds = (await bench.allEnded(handlers)).map(({ kind }) => kind).sort();
      const expected = [...Array<string>(3).fill('completed'), ...Array<string>(4).fill('not-submitted')];
      same('the outcomes', kinds, expected);
      await bench.everySlotIsFree();
    });

    test('a kill during a slow submit leaves nothing running', { needs: ['delaySubmits'] }, async (bench) => {
      await inject(bench, 'delaySubmits', 5_000 * bench.time.pace);
      const handler = await bench.runOne(waits);
      await bench.until('the task is accepted', async () => (await bench.view()).accepted === 1);
      same('news of it', bench.news.kindsOf(handler), []);
      await bench.settled('the kill is over', handler.kill());
      same('the outcome', (await bench.ended(handler)).kind, 'killed');
      await bench.idle();
    });

    test('a shutdown sees slow submits through', { needs: ['delaySubmits'] }, async (bench) => {
      await inject(bench, 'delaySubmits', 5_000 * bench.time.pace);
      const handlers = await bench.run(waits, waits);
      await bench.until('a task is accepted', async () => (await bench.view()).accepted > 0);
      const { unfinished } = await bench.shutdown();
      same('unfinished tasks', unfinished.length, 0);
      for (const handler of handlers) same('the outcome', bench.news.outcomeOf(handler)?.kind, 'killed');
      await bench.idle();
    });
  });
}
