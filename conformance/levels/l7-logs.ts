import type { TaskHandler, TaskLog, TaskLogPart } from '../../spi/index.js';
import type { Bench } from '../bench.js';
import { holds, KitFailure, same } from '../check.js';
import type { KitOptions } from '../kit-options.js';
import { level } from '../suite.js';
import { exits, waits } from '../work.js';

/** Milliseconds between two looks at a log that has nothing new. */
const PAUSE_MS = 1_000;
const LINES = 40;
/** More reads than any log of these tests takes. */
const MOST_READS = 100;

/** What the backend kept of the output of tasks. */
export function logs<B>(kit: KitOptions<B>): void {
  level(kit, 'L7', 'logs', (test) => {
    const needs = { needs: ['logs'] } as const;

    test('a log holds what the task printed, in its order, and ends', needs, async (bench) => {
      const lines = linesOf('line');
      const handler = await bench.runOne({ kind: 'print', text: textOf(lines) });
      await bench.ended(handler);
      const log = open(bench, handler);
      holds('it says where people find it', log.place !== '');
      same('the lines', await readToEnd(bench, log), lines);
    });

    test('a log that is read while its task runs ends with it', needs, async (bench) => {
      const handler = await bench.runOne({ kind: 'print', text: textOf(linesOf('early')) });
      await bench.submitted(handler);
      same('the lines', await readToEnd(bench, open(bench, handler)), linesOf('early'));
      const endless = await bench.runOne(waits);
      await bench.running(endless);
      const log = open(bench, endless);
      same('the state while it runs', (await read(bench, log)).state, 'waiting');
      await bench.settled('the kill is over', endless.kill());
      same('the lines of the other', await readToEnd(bench, log), []);
    });

    test('logs that are read side by side keep apart', needs, async (bench) => {
      const names = ['one', 'two'] as const;
      const handlers = await bench.run(...names.map((name) => printing(linesOf(name))));
      await bench.allEnded(handlers);
      const logsOf = handlers.map((handler) => open(bench, handler));
      const both = await bench.settled('both are read', Promise.all(logsOf.map((log) => log.read())));
      const rest: string[][] = [];
      for (const [at, log] of logsOf.entries())
        rest.push(both[at]?.state === 'ended' ? [] : await readToEnd(bench, log));
      names.forEach((name, at) => {
        const begun = both[at]?.lines.map(({ text }) => text) ?? [];
        same(`the lines of ${name}`, [...begun, ...(rest[at] ?? [])], linesOf(name));
      });
    });

    test('the log of a task that printed nothing ends empty', needs, async (bench) => {
      const handler = await bench.runOne(exits(0));
      await bench.ended(handler);
      same('the lines', await readToEnd(bench, open(bench, handler)), []);
    });
  });
}

function printing(lines: readonly string[]): { readonly kind: 'print'; readonly text: string } {
  return { kind: 'print', text: textOf(lines) };
}

function linesOf(name: string): string[] {
  return Array.from({ length: LINES }, (_, at) => `${name} ${at}: "$HOME" ünïcödé`);
}

function textOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

function open<B>({ executor }: Bench<B>, { task, nativeId }: TaskHandler): TaskLog {
  if (executor.openLog === undefined) throw new KitFailure('logs are claimed, and there is no openLog');
  if (nativeId === undefined) throw new KitFailure(`${task.name} has no native id`);
  return executor.openLog(nativeId);
}

function read<B>(bench: Bench<B>, log: TaskLog): Promise<TaskLogPart> {
  return bench.settled('the log is read', log.read());
}

async function readToEnd<B>(bench: Bench<B>, log: TaskLog): Promise<string[]> {
  const lines: string[] = [];
  for (let reads = 0; reads < MOST_READS; reads++) {
    const part = await read(bench, log);
    for (const { time, text } of part.lines) {
      holds(`the time of a line (${time}) is one`, Number.isFinite(time) && time > 0);
      lines.push(text);
    }
    if (part.state === 'ended') return lines;
    if (part.state === 'waiting') await bench.pass(PAUSE_MS);
  }
  throw new KitFailure(`the log did not end in ${MOST_READS} reads; it brought ${lines.length} lines`);
}
