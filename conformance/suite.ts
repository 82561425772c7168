import { Bench } from './bench.js';
import type { BenchOptions } from './bench-options.js';
import { KitFailure } from './check.js';
import type { KitOptions, Level, Need } from './kit-options.js';
import { missing } from './missing.js';

export interface TestOptions<B> extends BenchOptions<B> {
  readonly needs?: readonly Need[];
  /** False: the test gets an executor that is not started. */
  readonly started?: boolean;
}

/** Defines one test of a level. */
export type DefineTest<B> = (
  title: string,
  options: TestOptions<B>,
  run: (bench: Bench<B>) => Promise<void>,
) => void;

/** The tests of one level, in a group of the caller's runner. */
export function level<B>(
  kit: KitOptions<B>,
  name: Level,
  subject: string,
  define: (test: DefineTest<B>) => void,
): void {
  kit.describe(`${name} ${subject}`, () => {
    define((title, options, run) => {
      const lacks = (options.needs ?? []).flatMap((need) => {
        const reason = missing(kit, need);
        return reason === undefined ? [] : [{ need, reason }];
      });
      const [first] = lacks;
      if (first === undefined) kit.it(title, () => withBench(kit, options, run));
      else if (isRequired(kit, name, lacks)) kit.it(title, () => refuse(first));
      else kit.it.skip(`${title} — skipped: ${first.reason}`);
    });
  });
}

async function withBench<B>(
  kit: KitOptions<B>,
  options: TestOptions<B>,
  run: (bench: Bench<B>) => Promise<void>,
): Promise<void> {
  const bench = await Bench.open(kit, options);
  try {
    if (options.started !== false) await bench.start();
    await run(bench);
  } finally {
    await bench.close();
  }
}

interface Lack {
  readonly need: Need;
  readonly reason: string;
}

function isRequired<B>({ required = [] }: KitOptions<B>, name: Level, lacks: readonly Lack[]): boolean {
  return required.includes(name) || lacks.some(({ need }) => required.includes(need));
}

function refuse({ need, reason }: Lack): Promise<void> {
  return Promise.reject(new KitFailure(`${need} is required and missing: ${reason}`));
}
