import { holds, same } from '../check.js';
import type { KitOptions } from '../kit-options.js';
import { level } from '../suite.js';
import { exits, waits } from '../work.js';

/** From scheduled to ended, with nothing in the way. */
export function tasks<B>(kit: KitOptions<B>): void {
  level(kit, 'L1', 'tasks', (test) => {
    test('tasks side by side keep their own statuses', {}, async (bench) => {
      const statuses = [0, 3, 0, 7, 11, 0, 13];
      const outcomes = await bench.allEnded(await bench.run(...statuses.map((status) => exits(status))));
      same(
        'the statuses',
        outcomes.map(({ exitStatus }) => exitStatus),
        statuses,
      );
    });

    test('every task has a native id of its own', {}, async (bench) => {
      const handlers = await bench.run(waits, waits, waits);
      await bench.submitted(...handlers);
      same('different ids', new Set(handlers.map(({ nativeId }) => nativeId)).size, handlers.length);
    });

    test('a task with a name for people runs like any other', {}, async (bench) => {
      const name = 'it\'s "ALIGN" (β, $HOME; `x` & <é>\n2)';
      const handler = await bench.make(exits(0), { name });
      bench.monitor.schedule(handler);
      same('the outcome', (await bench.ended(handler)).kind, 'completed');
      same('the name in the trace', handler.trace().name, name);
    });

    test('the output of a command can be read when it has ended', { needs: ['output'] }, async (bench) => {
      const text = 'one\n  "two" $HOME \'three\' \\n ünïcödé 日本\n';
      const handler = await bench.runOne({ kind: 'print', text });
      same('the outcome', (await bench.ended(handler)).kind, 'completed');
      same('the output', await bench.kit.readOutput?.(bench.backend, handler.task), text);
    });

    test('the trace of an ended task tells its id, its status and its times in order', {}, async (bench) => {
      const handler = await bench.runOne(exits(4));
      await bench.ended(handler);
      const { native_id, exit, submit = 0, start = submit, complete = start } = handler.trace();
      same('id and status', { native_id, exit }, { native_id: handler.nativeId, exit: 4 });
      holds(`${submit} ≤ ${start} ≤ ${complete}`, submit > 0 && submit <= start && start <= complete);
    });

    test('the work files are prepared once, before the task is submitted', {}, async (bench) => {
      const seen: (string | undefined)[] = [];
      const onPrepare = async (): Promise<void> => void seen.push((await bench.view()).accepted.toString());
      const handler = await bench.make(exits(0), { onPrepare });
      bench.monitor.schedule(handler);
      await bench.ended(handler);
      same('tasks accepted at each preparation', seen, ['0']);
    });
  });
}
