import type { Problem, ProcessDefinition, TaskDirectives } from '../../spi/index.js';
import type { Bench } from '../bench.js';
import { holds, KitFailure, same } from '../check.js';
import { withDirectives, type HonouredDirective } from '../directive-probes.js';
import type { KitOptions } from '../kit-options.js';
import { processOf, seatOf } from '../seats.js';
import { level, type DefineTest } from '../suite.js';
import { exits } from '../work.js';

const UNKNOWN: TaskDirectives = { others: { noSuchDirective: 'x' } };
const MORE_UNKNOWN: TaskDirectives = { others: { anotherUnknownDirective: 1 } };

/** What a process asks for is what its tasks get, or it is refused before anything is launched. */
export function directives<B>(kit: KitOptions<B>): void {
  level(kit, 'L3', 'directives', (test) => {
    test(
      'a directive it does not know is refused by name, with what to do',
      { needs: ['plugin'], started: false },
      async (bench) => refusedByName(await problemsOf(bench, UNKNOWN), 'noSuchDirective'),
    );

    test('everything it refuses is told at once', { needs: ['plugin'], started: false }, async (bench) => {
      const refused = kit.directives?.refused ?? [];
      const all = withDirectives(UNKNOWN, MORE_UNKNOWN, ...refused.map((probe) => probe.directives));
      const problems = await problemsOf(bench, all);
      for (const name of [
        'noSuchDirective',
        'anotherUnknownDirective',
        ...refused.map((probe) => probe.name),
      ])
        refusedByName(problems, name);
    });

    test('a process is judged alike whenever it is asked about', { needs: ['plugin'] }, async (bench) => {
      const before = await problemsOf(bench, UNKNOWN);
      await bench.outcomeOf(exits(0));
      same('the problems', await problemsOf(bench, UNKNOWN), before);
    });

    test('a task with a directive it does not know is not submitted, and the next is', {}, async (bench) => {
      await neverLaunched(bench, UNKNOWN, 'noSuchDirective');
      same('the outcome of the next', (await bench.outcomeOf(exits(0))).kind, 'completed');
    });

    probes(kit, test);
  });
}

/** The tests of the caller's own table. */
function probes<B>(kit: KitOptions<B>, test: DefineTest<B>): void {
  const { honoured = [], refused = [], requestOf } = kit.directives ?? {};
  const never = (): Promise<void> => Promise.reject(new KitFailure('no directives are given'));
  if (honoured.length === 0) test('a directive reaches the backend', { needs: ['directives'] }, never);
  for (const probe of honoured) {
    const title = `${probe.name} reaches the backend as it was asked for`;
    test(title, { needs: ['directives'] }, (bench) => reaches(bench, probe));
  }
  for (const { name, directives } of refused) {
    test(`${name} that cannot be had is refused by name`, { needs: ['plugin'] }, async (bench) => {
      refusedByName(await problemsOf(bench, directives), name);
    });
    test(`${name} that cannot be had launches nothing`, {}, (bench) =>
      neverLaunched(bench, directives, name),
    );
  }
  test('the same is asked for in the same words', { needs: ['requests'] }, async (bench) => {
    const requests: (string | undefined)[] = [];
    for (let n = 0; n < 2; n++) {
      const handler = await bench.make(exits(0), { directives: honoured[0]?.directives });
      bench.monitor.schedule(handler);
      await bench.ended(handler);
      requests.push(await requestOf?.(bench.backend, handler.nativeId ?? '', handler.task));
    }
    same('the second request', requests[1], requests[0]);
  });
}

async function reaches<B>(
  bench: Bench<B>,
  { directives, seen, expected }: HonouredDirective<B>,
): Promise<void> {
  if (bench.kit.plugin !== undefined) same('its problems', await problemsOf(bench, directives), []);
  const handler = await bench.make(exits(0), { directives });
  bench.monitor.schedule(handler);
  same('the outcome', (await bench.ended(handler)).kind, 'completed');
  same('what the backend knows', await seen(bench.backend, handler.nativeId ?? ''), expected);
}

/** An engine that asks about no process drives the executor too: its tasks must not run with other means. */
async function neverLaunched<B>(bench: Bench<B>, directives: TaskDirectives, name: string): Promise<void> {
  const handler = await bench.make(exits(0), { directives });
  bench.monitor.schedule(handler);
  const { kind, reason, evidence } = await bench.ended(handler);
  same('the outcome', kind, 'not-submitted');
  holds(`the reason names ${name} (${reason})`, reason.includes(name));
  holds('its evidence has the error’s code', typeof evidence['code'] === 'string');
  same('tasks the backend accepted', (await bench.view()).accepted, 0);
}

function refusedByName(problems: readonly Problem[], name: string): void {
  const own = problems.filter(({ path }) => path.includes(name));
  holds(`${name} is refused (${problems.map(({ path }) => path).join('; ')})`, own.length > 0);
  holds(
    `it is said what is wrong with ${name}`,
    own.every(({ message }) => message.trim().length > 0),
  );
  holds(
    `it is said what to do about ${name}`,
    own.some(({ fix = '' }) => fix.trim().length > 0),
  );
}

async function problemsOf<B>(
  { kit, session, backend, executor }: Bench<B>,
  directives: TaskDirectives,
): Promise<readonly Problem[]> {
  if (kit.plugin === undefined) throw new KitFailure('no plugin is given');
  const process = processOf(await kit.makeTask(exits(0), seatOf(kit, session, 0), backend));
  return kit.plugin.plugin.check(executor.name, frozen(process, directives));
}

/** An engine’s own: whoever changes it breaks its reader. */
function frozen(process: ProcessDefinition, more: TaskDirectives): ProcessDefinition {
  const merged = withDirectives(process.directives, more);
  Object.freeze(merged.others);
  return Object.freeze({ ...process, directives: Object.freeze(merged) });
}
