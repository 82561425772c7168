import type { BackendTask, Housekeeping } from '../../spi/index.js';
import { Bench } from '../bench.js';
import { holds, KitFailure, same } from '../check.js';
import type { KitOptions } from '../kit-options.js';
import { succeeding } from '../succession.js';
import { level } from '../suite.js';
import { exits, waits } from '../work.js';

/** What the backend holds of any session, and how it is stopped. */
export function housekeeping<B>(kit: KitOptions<B>): void {
  level(kit, 'L5', 'housekeeping', (test) => {
    const needs = { needs: ['housekeeping'] } as const;

    test('is there where it is claimed, and only there', { started: false }, (bench) => {
      const there = bench.executor.housekeeping !== undefined;
      same('whether there is housekeeping', there, kit.capabilities.housekeeping === true);
      return Promise.resolve();
    });

    test('lists the tasks of one session, or of all', needs, async (bench) => {
      const own = await bench.runOne(waits);
      await bench.running(own);
      const other = async (next: Bench<B>): Promise<void> => {
        const foreign = await next.runOne(waits);
        await next.running(foreign);
        same('of the first', ids(await list(next, bench.sessionId)), [own.nativeId]);
        same('of the second', ids(await list(next, next.sessionId)), [foreign.nativeId]);
        same('of all', ids(await list(next)), ids([own, foreign]));
      };
      await succeeding(bench, other, 'another session');
    });

    test('tells whose a task is and how it stands', needs, async (bench) => {
      const handler = await bench.runOne(waits);
      await bench.running(handler);
      const [task] = await list(bench, bench.sessionId);
      if (task === undefined) throw new KitFailure('the task is not listed');
      const { sessionId, state, name = handler.task.name, process = handler.task.process } = task;
      same('its session', sessionId, bench.sessionId);
      same('its names', { name, process }, { name: handler.task.name, process: handler.task.process });
      holds('it has a state', state !== '');
    });

    test('lists no task that has ended', needs, async (bench) => {
      await bench.outcomeOf(exits(0));
      same('tasks listed', ids(await list(bench)), []);
    });

    test('is at hand without a start', needs, async (bench) => {
      const left = await bench.runOne(waits);
      await bench.running(left);
      const { kit: options, backend, time } = bench;
      const looker = await Bench.open(options, { backend, time });
      same('tasks listed', ids(await list(looker)), [left.nativeId]);
      await looker.settled('the task is stopped', keeperOf(looker).stop(idOf(left), 'A test stops it'));
      await bench.idle();
      await looker.shutdown();
    });

    test('stops one task and leaves the others', needs, async (bench) => {
      const [one, other] = await bench.run(waits, waits);
      if (one === undefined || other === undefined) throw new KitFailure('two tasks were asked for');
      await bench.running(one, other);
      const keeper = keeperOf(bench);
      await bench.settled('the task is stopped', keeper.stop(idOf(one), 'A test stops it'));
      holds('it is no success', (await bench.ended(one)).kind !== 'completed');
      same('tasks alive', (await bench.view()).alive, 1);
      await bench.settled('it is stopped again', keeper.stop(idOf(one), 'A test stops it'));
      same('the news of the other', bench.news.kindsOf(other), ['submitted', 'running']);
    });
  });
}

function keeperOf<B>({ executor }: Bench<B>): Housekeeping {
  if (executor.housekeeping === undefined) throw new KitFailure('housekeeping is claimed, and there is none');
  return executor.housekeeping;
}

async function list<B>(bench: Bench<B>, sessionId?: string): Promise<readonly BackendTask[]> {
  const all = async (): Promise<BackendTask[]> => {
    const tasks: BackendTask[] = [];
    for await (const task of keeperOf(bench).tasks(sessionId)) tasks.push(task);
    return tasks;
  };
  return bench.settled('the tasks are listed', all());
}

function ids(tasks: readonly { readonly nativeId: string | undefined }[]): (string | undefined)[] {
  return tasks.map(({ nativeId }) => nativeId).sort();
}

function idOf({ nativeId = '' }: { readonly nativeId: string | undefined }): string {
  return nativeId;
}
