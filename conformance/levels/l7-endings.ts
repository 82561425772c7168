import type { OutcomeKind, RetryAdvice } from '../../spi/index.js';
import type { Bench } from '../bench.js';
import { holds, same } from '../check.js';
import { holdsCredential } from '../credential-text.js';
import { type End, Ends, SECRET } from '../ends.js';
import { inject } from '../inject.js';
import type { KitOptions } from '../kit-options.js';
import { level } from '../suite.js';
import { exits, waits } from '../work.js';

/** Ends after which a task never goes again. Levels 1 and 4 have those of failures. */
const FINAL: ReadonlySet<OutcomeKind> = new Set(['completed', 'killed']);

/** How many commands run at once to see every status. */
const AT_ONCE = 32;

/** What holds of every end. */
const OF_EVERY_END: Readonly<Record<string, (end: End) => void>> = {
  'every end is told in one line, and without a credential': told,
  'every end says on whose account the task may go again': accounted,
  'every end rests on evidence of texts and numbers': evident,
  'every end is traced as it is told': traced,
  'a trace has no field that the executor does not declare': declared,
};

/** How ends are told, whatever they are. The ends are brought about once, by the first of these tests. */
export function endings<B>(kit: KitOptions<B>): void {
  const ends = new Ends(kit);

  level(kit, 'L7', 'endings', (test) => {
    for (const [title, look] of Object.entries(OF_EVERY_END))
      test(title, { started: false }, async () => (await ends.all()).forEach(look));

    test('every exit status from 0 to 255 comes back as it was', {}, async (bench) => {
      const statuses = Array.from({ length: 256 }, (_, status) => status);
      for (let from = 0; from < statuses.length; from += AT_ONCE) {
        const some = statuses.slice(from, from + AT_ONCE);
        const outcomes = await bench.allEnded(await bench.run(...some.map((status) => exits(status))));
        same(
          'the ends',
          outcomes.map(({ kind, exitStatus }) => [kind, exitStatus]),
          some.map((status) => [status === 0 ? 'completed' : 'failed', status]),
        );
      }
    });

    const machines = { needs: ['takeMachines'] } as const;
    test('the same misfortune again counts on in the same budget', machines, async (bench) => {
      const first = await lostMachine(bench, {});
      // That it is free at all is a test of level 4.
      if (first.class !== 'free') return;
      const again = await lostMachine(bench, { [first.budget]: 1 });
      same('the advice', { ...again, afterMs: 0 }, { ...first, afterMs: 0 });
    });
  });
}

function told({ by, outcome }: End): void {
  const { reason, advice = 'x', logTail = [], seeAlso = [] } = outcome;
  const places = seeAlso.flatMap(({ what, where }) => [what, where]);
  for (const line of [reason, advice, ...logTail, ...places])
    holds(`${by}: ${JSON.stringify(line)} is one line`, !/[\r\n]/.test(line));
  for (const text of [reason, advice, ...places]) holds(`${by}: the text is not empty`, text.trim() !== '');
  holds(`${by}: it holds no credential`, !holdsCredential(JSON.stringify(outcome), [SECRET]));
}

function accounted({ by, outcome: { kind, retry } }: End): void {
  if (FINAL.has(kind)) same(`${by}: the class`, retry.class, 'never');
  holds(`${by}: it is a class of the SPI`, ['free', 'counted', 'never'].includes(retry.class));
  if (retry.class !== 'free') return;
  const { budget, max, afterMs = 0 } = retry;
  holds(`${by}: the budget has a name`, typeof budget === 'string' && budget !== '');
  holds(`${by}: its size (${max}) is a whole number from 0`, Number.isSafeInteger(max) && max >= 0);
  holds(`${by}: the pause (${afterMs}) is milliseconds`, Number.isFinite(afterMs) && afterMs >= 0);
}

function evident({ by, outcome: { evidence } }: End): void {
  for (const [name, value] of Object.entries(evidence))
    holds(
      `${by}: ${name} (${JSON.stringify(value)}) is a text or a number`,
      typeof value === 'string' || Number.isFinite(value),
    );
}

function traced({ by, nativeId, outcome, trace }: End): void {
  const { exit, native_id, status, submit, start, complete } = trace;
  same(`${by}: the exit status`, exit, outcome.exitStatus);
  same(`${by}: the native id`, native_id, nativeId);
  // What the backend never had is told by the engine alone.
  if (outcome.kind !== 'not-submitted') same(`${by}: the status`, status, 'COMPLETED');
  const times = [submit, start, complete].filter((time) => time !== undefined);
  holds(
    `${by}: its times (${String(times)}) are in order`,
    times.every((time, at) => Number.isFinite(time) && time >= (times[at - 1] ?? 0)),
  );
  if (outcome.kind === 'completed') same(`${by}: times it has`, times.length, 3);
}

function declared({ by, trace, traceFields }: End): void {
  const types = new Map(traceFields.map(({ name, type }) => [name, type]));
  for (const [name, value] of Object.entries(trace.extra)) {
    const type = types.get(name);
    holds(`${by}: ${name} is declared`, type !== undefined);
    same(`${by}: the type of ${name}`, typeof value, type === 'text' ? 'string' : 'number');
  }
}

async function lostMachine<B>(
  bench: Bench<B>,
  interruptions: Readonly<Record<string, number>>,
): Promise<RetryAdvice> {
  const handler = await bench.schedule(waits, { interruptions });
  await bench.running(handler);
  await inject(bench, 'takeMachines');
  return (await bench.ended(handler)).retry;
}
