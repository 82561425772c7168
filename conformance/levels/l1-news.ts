import { same } from '../check.js';
import type { KitOptions } from '../kit-options.js';
import { level } from '../suite.js';
import { exits, waits } from '../work.js';

/** What the engine is told, and when. */
export function news<B>(kit: KitOptions<B>): void {
  level(kit, 'L1', 'news', (test) => {
    test('the native id is set before a task is told as submitted', {}, async (bench) => {
      const handler = await bench.runOne(waits);
      await bench.submitted(handler);
      const [item] = bench.news.of(handler);
      same('the id at the news', item?.nativeId, handler.nativeId);
      same('there is one', typeof item?.nativeId, 'string');
    });

    test('a task that runs is told as running, once', {}, async (bench) => {
      const handler = await bench.runOne(waits);
      await bench.running(handler);
      await bench.silence();
      same('the news', bench.news.kindsOf(handler), ['submitted', 'running']);
    });

    test('the end is told once, as the last news', {}, async (bench) => {
      const handler = await bench.runOne(exits(0));
      await bench.ended(handler);
      await bench.silence();
      const kinds = bench.news.kindsOf(handler).filter((kind) => kind !== 'running');
      same('the news', kinds, ['submitted', 'completed']);
      same('the last', bench.news.kindsOf(handler).at(-1), 'completed');
    });

    test('a handler stands where its news says', {}, async (bench) => {
      const handlers = await bench.run(exits(0, 3_000), exits(5, 3_000));
      await bench.allEnded(handlers);
      const status = { submitted: 'SUBMITTED', running: 'RUNNING', completed: 'COMPLETED' } as const;
      for (const { kind, status: stood, outcome, handler } of bench.news.items) {
        same(`the status at ${kind}`, stood, status[kind]);
        if (kind === 'completed') same('the outcome of the handler', handler.outcome, outcome);
      }
    });

    test('an evicted task brings no further news', {}, async (bench) => {
      const handler = await bench.runOne(exits(0, 3_000));
      await bench.submitted(handler);
      same('it was held', bench.monitor.evict(handler), true);
      const before = bench.news.items.length;
      await bench.idle();
      await bench.silence();
      same('news since', bench.news.items.length - before, 0);
      same('it is held no more', bench.monitor.evict(handler), false);
    });
  });
}
