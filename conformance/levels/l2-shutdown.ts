import { Bench } from '../bench.js';
import { same } from '../check.js';
import type { KitOptions } from '../kit-options.js';
import { level } from '../suite.js';
import { exits, waits } from '../work.js';

/** The end of a session. */
export function shutdown<B>(kit: KitOptions<B>): void {
  level(kit, 'L2', 'shutdown', (test) => {
    test('ends every task and leaves none running', {}, async (bench) => {
      const handlers = await bench.run(waits, waits, waits);
      await bench.running(...handlers);
      const { stopped, unfinished } = await bench.shutdown();
      same('the report', { stopped, unfinished: unfinished.length }, { stopped: 3, unfinished: 0 });
      for (const handler of handlers) same('the outcome', bench.news.outcomeOf(handler)?.kind, 'killed');
      same('tasks left', (await bench.view()).alive, 0);
    });

    test('withdraws what still waits', { needs: ['queueSize'], config: Bench.fewSlots }, async (bench) => {
      const handlers = await bench.run(waits, waits, waits, waits);
      await bench.submitted(...handlers.slice(0, 2));
      await bench.shutdown();
      for (const handler of handlers) same('the outcome', bench.news.outcomeOf(handler)?.kind, 'killed');
      const { accepted, alive } = await bench.view();
      same('on the backend', { accepted, alive }, { accepted: 2, alive: 0 });
    });

    test('leaves nothing running of what was scheduled a moment before', {}, async (bench) => {
      const handlers = await bench.run(waits, waits, waits);
      const { unfinished } = await bench.shutdown();
      same('unfinished tasks', unfinished.length, 0);
      for (const handler of handlers) same('the outcome', bench.news.outcomeOf(handler)?.kind, 'killed');
      await bench.silence();
      same('tasks left', (await bench.view()).alive, 0);
    });

    test('leaves tasks running where it is told to, and says which', {}, async (bench) => {
      const handlers = await bench.run(waits, waits);
      await bench.running(...handlers);
      const { stopped, unfinished } = await bench.shutdown({ leaveRunning: true });
      same('stopped tasks', stopped, 0);
      same('unfinished tasks', unfinished.length, 2);
      for (const handler of handlers) same('the outcome', bench.news.outcomeOf(handler)?.kind, 'lost');
      same('tasks left', (await bench.view()).alive, 2);
    });

    test('leaves no timer, makes no call and brings no news afterwards', {}, async (bench) => {
      await bench.ended(await bench.runOne(exits(0)));
      await bench.running(await bench.runOne(waits));
      await bench.shutdown();
      same('timers left', bench.clock.timers, 0);
      const before = [bench.news.items.length, (await bench.view()).statusCalls];
      await bench.silence();
      same('news and calls', [bench.news.items.length, (await bench.view()).statusCalls], before);
    });
  });
}
