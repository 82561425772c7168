import { isExecutorError } from '../../spi/index.js';
import { failureOf, holds, same } from '../check.js';
import { inject } from '../inject.js';
import type { KitOptions } from '../kit-options.js';
import { level } from '../suite.js';
import { exits, waits } from '../work.js';

/** Kills that go wrong. */
export function killFaults<B>(kit: KitOptions<B>): void {
  level(kit, 'L4', 'faults of kills', (test) => {
    const needs = { needs: ['refuseKills'] } as const;

    test('a refused kill is told in the SPI’s errors and can be asked for again', needs, async (bench) => {
      const handler = await bench.runOne(waits);
      await bench.running(handler);
      await inject(bench, 'refuseKills', 1);
      const error = await failureOf('a refused kill', () =>
        bench.settled('the kill is answered', handler.kill()),
      );
      holds(`it is an error of the SPI (${String(error)})`, isExecutorError(error));
      same('tasks left', (await bench.view()).alive, 1);
      await bench.settled('the second kill is accepted', handler.kill());
      same('the outcome', (await bench.ended(handler)).kind, 'killed');
    });

    test('a refused kill keeps nobody’s news back', needs, async (bench) => {
      const [stubborn, other] = await bench.run(waits, exits(0, 5_000));
      if (stubborn === undefined || other === undefined) throw new Error('two tasks were made');
      await bench.running(stubborn);
      await inject(bench, 'refuseKills', 1);
      await bench.settled(
        'the kill is answered',
        stubborn.kill().catch(() => undefined),
      );
      same('the other’s outcome', (await bench.ended(other)).kind, 'completed');
    });

    test('a shutdown tells which task it could not stop', needs, async (bench) => {
      const handlers = await bench.run(waits, waits);
      await bench.running(...handlers);
      await inject(bench, 'refuseKills', 1);
      const { stopped, unfinished } = await bench.shutdown({ graceMs: 20_000 });
      same('the report', { stopped, unfinished: unfinished.length }, { stopped: 1, unfinished: 1 });
      same('tasks left', (await bench.view()).alive, 1);
      for (const handler of handlers) same('the end is told', bench.news.has('completed', handler), true);
    });
  });
}
