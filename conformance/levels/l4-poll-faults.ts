import { same } from '../check.js';
import { inject } from '../inject.js';
import type { KitOptions } from '../kit-options.js';
import { level } from '../suite.js';
import { exits, waits } from '../work.js';

/** Status calls that go wrong. */
export function pollFaults<B>(kit: KitOptions<B>): void {
  level(kit, 'L4', 'faults of status calls', (test) => {
    test('failing status calls lose no task and end none', { needs: ['failPolls'] }, async (bench) => {
      const [long, short] = await bench.run(waits, exits(6));
      if (long === undefined || short === undefined) throw new Error('two tasks were made');
      await bench.submitted(long, short);
      await inject(bench, 'failPolls', 4);
      const { kind, exitStatus } = await bench.ended(short);
      same('the one that ended', { kind, exitStatus }, { kind: 'failed', exitStatus: 6 });
      same('the end of the other', bench.news.has('completed', long), false);
      same('tasks left', (await bench.view()).alive, 1);
    });

    test('answers that leave tasks out say nothing of them', { needs: ['omitFromPolls'] }, async (bench) => {
      await inject(bench, 'omitFromPolls', 4);
      const outcomes = await bench.allEnded(await bench.run(exits(0, 2_000), exits(9, 2_500)));
      same(
        'the statuses',
        outcomes.map(({ exitStatus }) => exitStatus),
        [0, 9],
      );
    });

    test('a task the backend does not know yet is not lost', { needs: ['hideNewTasks'] }, async (bench) => {
      await inject(bench, 'hideNewTasks', 3_000 * bench.time.pace);
      const { kind, exitStatus } = await bench.outcomeOf(exits(0, 5_000));
      same('the outcome', { kind, exitStatus }, { kind: 'completed', exitStatus: 0 });
    });

    test('a task the backend has forgotten ends as lost', { needs: ['forgetTasks'] }, async (bench) => {
      const handler = await bench.runOne(waits);
      await bench.running(handler);
      await inject(bench, 'forgetTasks');
      same('the outcome', (await bench.ended(handler)).kind, 'lost');
    });

    const recorded = { needs: ['forgetTasks', 'exitRecord'] } as const;
    test('a forgotten task whose exit is on record keeps its status', recorded, async (bench) => {
      const handler = await bench.make(exits(3, 1_000));
      await inject(bench, 'forgetTasks');
      bench.monitor.schedule(handler);
      const { kind, exitStatus } = await bench.ended(handler);
      same('the outcome', { kind, exitStatus }, { kind: 'failed', exitStatus: 3 });
    });

    test('a kill before the end was seen has the last word', { needs: ['failPolls'] }, async (bench) => {
      const handler = await bench.runOne(exits(0, 1_000));
      await bench.submitted(handler);
      await inject(bench, 'failPolls', 10);
      await bench.idle();
      same('the end was not seen', bench.news.has('completed', handler), false);
      await bench.settled('the kill is over', handler.kill());
      same('the outcome', (await bench.ended(handler)).kind, 'killed');
    });
  });
}
