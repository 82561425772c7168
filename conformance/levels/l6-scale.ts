import type { Bench } from '../bench.js';
import { holds, same } from '../check.js';
import type { KitOptions } from '../kit-options.js';
import { level } from '../suite.js';
import { POLL_INTERVAL_MS } from '../test-session.js';
import { exits, waits, type Work } from '../work.js';

const SCALE = 250;
const TASKS_PER_CALL = 100;

/** Many tasks at once, and what they may cost. */
export function scale<B>(kit: KitOptions<B>): void {
  level(kit, 'L6', 'scale and budget', (test) => {
    const count = kit.scale ?? SCALE;
    const calls = Math.ceil(count / TASKS_PER_CALL);

    test(`${count} tasks are ${count} tasks, each ended once`, {}, async (bench) => {
      const handlers = await bench.run(...many(count, exits(0, 1_000)));
      await bench.allEnded(handlers);
      const ends = bench.news.items.filter(({ kind }) => kind === 'completed');
      same('ends told', ends.length, count);
      same('tasks the backend accepted', (await bench.view()).accepted, count);
    });

    test(`a round over ${count} running tasks costs at most ${calls} status calls`, {}, async (bench) => {
      await allRun(bench, count);
      // A round of the poll loop's own can fall into one look, hardly into all.
      const costs: number[] = [];
      for (let look = 0; look < 3; look++) costs.push(await costOf(bench, () => bench.monitor.signal()));
      holds(`at least one call (${String(costs)})`, Math.max(...costs) > 0);
      holds(`at most ${calls} calls (${String(costs)})`, Math.min(...costs) <= calls);
    });

    test('many signals at once are two rounds at most', {}, async (bench) => {
      await allRun(bench, count);
      const cost = await costOf(bench, () => {
        for (let n = 0; n < 50; n++) bench.monitor.signal();
      });
      holds(`at most ${3 * calls} calls, one round of the loop's own included (${cost})`, cost <= 3 * calls);
    });

    test('an end is seen within executor.pollInterval', { needs: ['pollInterval'] }, async (bench) => {
      const handler = await bench.runOne(exits(0, 3 * POLL_INTERVAL_MS));
      await bench.submitted(handler);
      await bench.until('the task has ended', async () => (await bench.view()).alive === 0, {
        growth: 1,
      });
      const ended = bench.now();
      await bench.until('its end is seen', () => bench.news.has('completed', handler), { growth: 1 });
      const late = bench.now() - ended;
      holds(
        `${late} ms are at most ${POLL_INTERVAL_MS} and a step`,
        late <= POLL_INTERVAL_MS + bench.time.step,
      );
    });

    test(`${count} tasks of one kind keep to their budgets`, { needs: ['budgets'] }, async (bench) => {
      await bench.allEnded(await bench.run(...many(count, exits(0, 1_000))));
      for (const { name, allowed, spent } of kit.budgets ?? []) {
        const [used, most] = [await spent(bench.backend), allowed(count)];
        holds(`${used} ${name} are at most ${most}`, used <= most);
      }
    });
  });
}

async function allRun<B>(bench: Bench<B>, count: number): Promise<void> {
  await bench.running(...(await bench.run(...many(count, waits))));
  // Polling has slowed down by then where it does.
  await bench.pass(5 * POLL_INTERVAL_MS);
}

/** Status calls made for what `action` asks for. */
async function costOf<B>(bench: Bench<B>, action: () => void): Promise<number> {
  const before = (await bench.view()).statusCalls;
  action();
  await bench.pass(200);
  return (await bench.view()).statusCalls - before;
}

function many(count: number, work: Work): Work[] {
  return Array.from({ length: count }, () => work);
}
