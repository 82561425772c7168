import type { TaskHandler } from '../../spi/index.js';
import { Bench } from '../bench.js';
import { holds, same } from '../check.js';
import type { KitOptions } from '../kit-options.js';
import { level } from '../suite.js';
import { exits, waits } from '../work.js';

/** How a slot is taken and lost; each resolves when its task is over. */
const losses: Readonly<Record<string, <B>(bench: Bench<B>) => Promise<unknown>>> = {
  'tasks that fail': (bench) => bench.outcomeOf(exits(1)),
  'tasks that are killed': async (bench) => {
    const handler = await bench.runOne(waits);
    await bench.submitted(handler);
    await bench.settled('the kill is accepted', handler.kill());
    return bench.ended(handler);
  },
  'submits that are killed on their way': async (bench) => {
    const onPrepare = (): Promise<void> => {
      // Not waited for: it waits for the submit itself.
      handler.kill().catch(() => undefined);
      return Promise.resolve();
    };
    const handler: TaskHandler = await bench.make(waits, { onPrepare });
    bench.monitor.schedule(handler);
    return bench.ended(handler);
  },
};

/** Who waits, who goes next, and that no place in the queue is lost. */
export function queue<B>(kit: KitOptions<B>): void {
  level(kit, 'L2', 'queue', (test) => {
    const few = { needs: ['queueSize'], config: Bench.fewSlots } as const;

    test('never more tasks are on the backend than executor.queueSize', few, async (bench) => {
      const handlers = await bench.run(...Array.from({ length: 7 }, () => exits(0, 1_000)));
      let most = 0;
      await bench.until('all are completed', async () => {
        most = Math.max(most, (await bench.view()).alive);
        return handlers.every((handler) => bench.news.has('completed', handler));
      });
      holds(`2 is the most at once (seen: ${most})`, most > 0 && most <= 2);
    });

    test('who waits longest goes first', few, async (bench) => {
      const handlers = await bench.run(...Array.from({ length: 6 }, () => exits(0)));
      await bench.allEnded(handlers);
      const order = bench.news.items.filter(({ kind }) => kind === 'submitted');
      const lateness = order.map(({ handler }, place) => place - handlers.indexOf(handler));
      holds(`none waits for a later one (${String(lateness)})`, Math.max(...lateness) <= 1);
    });

    test('an evicted task gives its slot to the next', few, async (bench) => {
      const [first, , third] = await bench.run(waits, waits, waits);
      if (first === undefined || third === undefined) throw new Error('three tasks were made');
      await bench.submitted(first);
      bench.monitor.evict(first);
      await bench.submitted(third);
      await bench.settled('the evicted task is stopped', first.kill());
    });

    for (const [which, lose] of Object.entries(losses)) {
      test(`${which} give every slot back`, few, async (bench) => {
        for (let n = 0; n < Bench.slots; n++) await lose(bench);
        await bench.everySlotIsFree();
      });
    }

    test('work files that cannot be written cost their own task only', few, async (bench) => {
      const onPrepare = (): Promise<void> => Promise.reject(new Error('no space left'));
      const doomed = [];
      for (let n = 0; n < 3; n++) doomed.push(await bench.make(exits(0), { onPrepare }));
      for (const handler of doomed) bench.monitor.schedule(handler);
      const good = await bench.run(exits(0), exits(0), exits(0));
      for (const { kind, reason } of await bench.allEnded(doomed)) {
        same('the outcome', kind, 'not-submitted');
        holds(`the reason is kept (${reason})`, reason.includes('no space left'));
      }
      const kinds = (await bench.allEnded(good)).map(({ kind }) => kind);
      same(
        'the others',
        kinds,
        good.map(() => 'completed'),
      );
      same('tasks the backend accepted', (await bench.view()).accepted, good.length);
    });
  });
}
