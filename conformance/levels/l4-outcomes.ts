import type { TaskOutcome } from '../../spi/index.js';
import { holds, same } from '../check.js';
import { inject } from '../inject.js';
import type { KitOptions } from '../kit-options.js';
import { level } from '../suite.js';
import { exits, waits } from '../work.js';

/** Tasks that end for another reason than their command’s exit. */
export function outcomes<B>(kit: KitOptions<B>): void {
  level(kit, 'L4', 'outcomes', (test) => {
    test('a task that never started is no success', { needs: ['failStarts'] }, async (bench) => {
      await inject(bench, 'failStarts');
      const outcome = await bench.outcomeOf(exits(0));
      same('the outcome', outcome.kind, 'failed-to-start');
      told(outcome);
    });

    test('an image that is not there is named as the cause', { needs: ['failImagePulls'] }, async (bench) => {
      await inject(bench, 'failImagePulls');
      const outcome = await bench.outcomeOf(exits(0));
      same('the outcome', outcome.kind, 'image-pull-failed');
      told(outcome);
    });

    const capacity = { needs: ['failForCapacity'] } as const;
    test('a failure that speaks of capacity is no interruption', capacity, async (bench) => {
      await inject(bench, 'failForCapacity');
      const { kind, retry } = await bench.outcomeOf(exits(0));
      holds(`it is told as another kind (${kind})`, kind !== 'interrupted' && kind !== 'completed');
      holds(`it is no free retry (${retry.class})`, retry.class !== 'free');
    });

    const machines = { needs: ['takeMachines'] } as const;
    test('a task whose machine is taken away may be tried again for free', machines, async (bench) => {
      const handler = await bench.runOne(waits);
      await bench.running(handler);
      await inject(bench, 'takeMachines');
      const outcome = await bench.ended(handler);
      same('the outcome', [outcome.kind, outcome.retry.class], ['interrupted', 'free']);
      told(outcome);
    });

    test('want of memory is named as the cause', { needs: ['outOfMemory'] }, async (bench) => {
      const outcome = await bench.outcomeOf({ kind: 'exhaust-memory' });
      same('the outcome', [outcome.kind, outcome.retry.class], ['out-of-memory', 'counted']);
      told(outcome);
    });
  });
}

/** The backend's own words are kept. */
function told({ reason }: TaskOutcome): void {
  holds('the reason is told', reason.trim().length > 0);
}
