import type { TaskHandler } from '../../spi/index.js';
import type { Bench } from '../bench.js';
import { holds, same } from '../check.js';
import type { KitOptions } from '../kit-options.js';
import { succeeding } from '../succession.js';
import { level, type DefineTest } from '../suite.js';
import { exits, waits, type Work } from '../work.js';

/** Longer than it takes to go from one session to the next. */
const LONG_MS = 20_000;
/** Enough to be looked for together. */
const MANY = 20;

/** Tasks that outlive the session that submitted them. */
export function adoption<B>(kit: KitOptions<B>): void {
  level(kit, 'L5', 'adoption', (test) => {
    test('says whether it takes tasks over', { started: false }, (bench) => {
      const { adoption: adopts } = bench.executor.capabilities;
      same('the capability adoption', adopts, kit.capabilities.adoption === true);
      return Promise.resolve();
    });
    running(test);
    ended(test);
    anew(test);
    manyAndOthers(test);
  });
}

const needs = { needs: ['adoption'] } as const;

/** Tasks that run when the next session comes. */
function running<B>(test: DefineTest<B>): void {
  test('a task that a closed session has left is taken over', needs, async (bench) => {
    const [left] = await leave(bench, waits);
    await succeeding(bench, (next) => takesOver(next, left));
  });

  test('a task of a session that is suddenly gone is taken over', needs, async (bench) => {
    const left = await bench.runOne(waits);
    await bench.running(left);
    await succeeding(bench, (next) => takesOver(next, left));
  });

  test('a task that is taken over is told as running and completed, once', needs, async (bench) => {
    const [left] = await leave(bench, exits(3, LONG_MS));
    await succeeding(bench, async (next) => {
      const handler = next.resume(left);
      same('its exit status', (await next.ended(handler)).exitStatus, 3);
      await next.silence();
      same('the news', next.news.kindsOf(handler), ['submitted', 'running', 'completed']);
    });
  });

  test('a kill ends a task that was taken over', needs, async (bench) => {
    const [left] = await leave(bench, waits);
    await succeeding(bench, async (next) => {
      const handler = next.resume(left);
      await next.running(handler);
      await next.settled('the kill is over', handler.kill());
      same('the outcome', (await next.ended(handler)).kind, 'killed');
      await next.idle();
    });
  });

  test('a kill while a task is taken over leaves it neither running nor lost', needs, async (bench) => {
    const [left] = await leave(bench, waits);
    await succeeding(bench, async (next) => {
      const handler = next.made(left);
      const submitted = handler.submit();
      const killed = handler.kill();
      await next.settled('both are over', Promise.allSettled([submitted, killed]));
      await next.idle();
    });
  });
}

/** Attempts of which nothing runs. */
function ended<B>(test: DefineTest<B>): void {
  test('a task that ended between two sessions keeps its exit status', needs, async (bench) => {
    const [left] = await leave(bench, exits(3, 1_000));
    await bench.idle();
    await succeeding(bench, async (next) => {
      const { kind, exitStatus } = await next.ended(next.resume(left));
      same('the outcome', { kind, exitStatus }, { kind: 'failed', exitStatus: 3 });
      same('tasks the backend accepted', (await next.view()).accepted, 1);
    });
  });

  test('an attempt that was never submitted starts, once', needs, async (bench) => {
    const never = await bench.make(exits(0));
    await bench.shutdown({ leaveRunning: true });
    await succeeding(bench, async (next) => {
      const handler = next.resume(never);
      same('the outcome', (await next.ended(handler)).kind, 'completed');
      same('whether it was taken over', handler.adopted === true, false);
      same('tasks the backend accepted', (await next.view()).accepted, 1);
    });
  });
}

/** Attempts at a work dir that was removed: the backend may remember what ran there. */
function anew<B>(test: DefineTest<B>): void {
  test('an attempt that begins anew is not taken for one that has ended', needs, async (bench) => {
    const [left] = await leave(bench, exits(3, 1_000));
    await bench.idle();
    await succeeding(bench, async (next) => {
      const handler = next.again(left);
      same('its exit status', (await next.ended(handler)).exitStatus, 3);
      same('tasks the backend accepted', (await next.view()).accepted, 2);
      holds('it is another task', handler.nativeId !== left.nativeId);
      same('whether it was taken over', handler.adopted === true, false);
    });
  });

  test('an attempt that began anew is taken over as itself', needs, async (bench) => {
    const [left] = await leave(bench, exits(3, 1_000));
    await bench.idle();
    await succeeding(bench, async (second) => {
      const begun = second.again(left);
      await second.running(begun);
      await second.shutdown({ leaveRunning: true });
      await succeeding(second, async (third) => {
        const handler = third.resume(left);
        same('its exit status', (await third.ended(handler)).exitStatus, 3);
        same('the native id', handler.nativeId, begun.nativeId);
        same('tasks the backend accepted', (await third.view()).accepted, 2);
      });
    });
  });
}

/** Tasks beside tasks. */
function manyAndOthers<B>(test: DefineTest<B>): void {
  test('many tasks are taken over side by side, each its own', needs, async (bench) => {
    const left = await leave(bench, waits, ...Array.from({ length: MANY - 1 }, () => waits));
    await succeeding(bench, async (next) => {
      const handlers = left.map((handler) => next.resume(handler));
      await next.running(...handlers);
      same('the native ids', handlers.map(idOf), left.map(idOf));
      same('tasks the backend accepted', (await next.view()).accepted, MANY);
    });
  });

  test('the end of a session that takes over touches no other session’s tasks', needs, async (bench) => {
    const [left] = await leave(bench, waits);
    await succeeding(
      bench,
      async (other) => {
        const foreign = await other.runOne(waits);
        await other.running(foreign);
        await succeeding(bench, async (next) => {
          await next.running(next.resume(left));
          await next.shutdown();
        });
        await other.until('one task is alive', async () => (await other.view()).alive === 1);
        await other.silence();
        same('the news of the other session', other.news.kindsOf(foreign), ['submitted', 'running']);
      },
      'another session',
    );
  });
}

/** Tasks that run when their session is closed without them. */
async function leave<B>(bench: Bench<B>, ...works: readonly [Work, ...Work[]]): Promise<Left> {
  const handlers = await bench.run(...works);
  await bench.running(...handlers);
  await bench.shutdown({ leaveRunning: true });
  return handlers as unknown as Left;
}

type Left = readonly [TaskHandler, ...TaskHandler[]];

async function takesOver<B>(next: Bench<B>, left: TaskHandler): Promise<void> {
  const handler = next.resume(left);
  await next.running(handler);
  same('the native id', handler.nativeId, left.nativeId);
  holds('its handler says that it was adopted', handler.adopted === true);
  same('tasks the backend accepted', (await next.view()).accepted, 1);
}

function idOf({ nativeId }: TaskHandler): string | undefined {
  return nativeId;
}
