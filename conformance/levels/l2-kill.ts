import { same } from '../check.js';
import type { KitOptions } from '../kit-options.js';
import { level } from '../suite.js';
import { exits, waits } from '../work.js';

/** Ending a task that is not wanted any more. */
export function kill<B>(kit: KitOptions<B>): void {
  level(kit, 'L2', 'kill', (test) => {
    test('a running task that is killed ends as killed', {}, async (bench) => {
      const handler = await bench.runOne(waits);
      await bench.running(handler);
      await bench.settled('the kill is accepted', handler.kill());
      const { kind, retry } = await bench.ended(handler);
      same('the outcome', { kind, retry }, { kind: 'killed', retry: { class: 'never' } });
      same('tasks left', (await bench.view()).alive, 0);
    });

    test('a task killed before its submit never starts', {}, async (bench) => {
      const handler = await bench.make(waits);
      await bench.settled('the kill is over', handler.kill());
      bench.monitor.schedule(handler);
      same('the outcome', (await bench.ended(handler)).kind, 'killed');
      same('tasks the backend accepted', (await bench.view()).accepted, 0);
    });

    test('a task killed while its submit is in flight is not left running', {}, async (bench) => {
      let killed: Promise<void> | undefined;
      const onPrepare = (): Promise<void> => {
        void microtasks(20).then(() => (killed = handler.kill()));
        return Promise.resolve();
      };
      const handler = await bench.make(waits, { onPrepare });
      bench.monitor.schedule(handler);
      same('the outcome', (await bench.ended(handler)).kind, 'killed');
      await bench.settled('the kill is over', killed ?? Promise.reject(new Error('it was never asked for')));
      await bench.idle();
    });

    test('killing twice is killing once', {}, async (bench) => {
      const handler = await bench.runOne(waits);
      await bench.running(handler);
      await bench.settled('both kills are accepted', Promise.all([handler.kill(), handler.kill()]));
      same('the outcome', (await bench.ended(handler)).kind, 'killed');
      same('ends told', bench.news.kindsOf(handler).filter((kind) => kind === 'completed').length, 1);
    });

    test('a kill after the end changes nothing', {}, async (bench) => {
      const handler = await bench.runOne(exits(0));
      const before = JSON.stringify(await bench.ended(handler));
      await bench.settled('the kill is over', handler.kill());
      await bench.silence();
      same('the outcome', JSON.stringify(handler.outcome), before);
      same('the status', handler.status, 'COMPLETED');
    });

    test('a kill ends its own task only', {}, async (bench) => {
      const [one, other] = await bench.run(waits, exits(0, 5_000));
      if (one === undefined || other === undefined) throw new Error('two tasks were made');
      await bench.submitted(one, other);
      await bench.settled('the kill is accepted', one.kill());
      same('the other’s outcome', (await bench.ended(other)).kind, 'completed');
    });
  });
}

async function microtasks(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await Promise.resolve();
}
