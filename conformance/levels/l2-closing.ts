import { isExecutorError } from '../../spi/index.js';
import { failureOf, holds, same } from '../check.js';
import type { KitOptions } from '../kit-options.js';
import { level } from '../suite.js';
import { waits } from '../work.js';

/** A shutdown that comes early, twice, or before something that is late. */
export function closing<B>(kit: KitOptions<B>): void {
  level(kit, 'L2', 'shutdown at any moment', (test) => {
    test('takes no task after it began', {}, async (bench) => {
      const late = await bench.make(waits);
      const over = bench.executor.shutdown();
      const error = await failureOf('a task scheduled too late', () => bench.monitor.schedule(late));
      holds(`it is an error of the SPI (${String(error)})`, isExecutorError(error));
      await bench.settled('the shutdown is over', over);
      same('tasks the backend accepted', (await bench.view()).accepted, 0);
    });

    test('asked for twice is one', {}, async (bench) => {
      const handler = await bench.runOne(waits);
      await bench.submitted(handler);
      const both = Promise.all([bench.executor.shutdown(), bench.executor.shutdown()]);
      const [first, second] = await bench.settled('both are over', both);
      same('the stopped tasks', [first.stopped, second.stopped], [1, 1]);
    });

    test('is fine before the start', { started: false }, async (bench) => {
      const { stopped, unfinished } = await bench.shutdown();
      same('the report', { stopped, unfinished }, { stopped: 0, unfinished: [] });
    });

    test('is fine during the start', { started: false }, async (bench) => {
      const start = bench.startExecutor().catch(() => undefined);
      await bench.shutdown();
      await bench.settled('the start has ended too', start);
    });
  });
}
