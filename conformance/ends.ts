import type { TaskHandler, TaskOutcome, TraceField, TraceRecord } from '../spi/index.js';
import { Bench } from './bench.js';
import { KitFailure } from './check.js';
import { inject } from './inject.js';
import type { KitOptions, Need } from './kit-options.js';
import { missing } from './missing.js';
import { exits, waits } from './work.js';

/** In the environment of every task whose end is looked at; no text may hold it. */
export const SECRET = 'kit-5ecret-9f86d081884c7d65';

/** One end, with what its handler told at that moment. */
export interface End {
  /** What was done to the task, for people. */
  readonly by: string;
  readonly nativeId: string | undefined;
  readonly outcome: TaskOutcome;
  readonly trace: TraceRecord;
  readonly traceFields: readonly TraceField[];
}

/** A way for a task to end. */
interface Ending<B> {
  readonly by: string;
  readonly needs: readonly Need[];
  readonly bring: (bench: Bench<B>) => Promise<TaskHandler>;
}

/** Brings about, once a kit, every end that the backend can be made to bring. None at all is a failure. */
export class Ends<B> {
  private brought: Promise<readonly End[]> | undefined;

  constructor(private readonly kit: KitOptions<B>) {}

  all(): Promise<readonly End[]> {
    this.brought ??= this.bringAll();
    return this.brought;
  }

  private async bringAll(): Promise<readonly End[]> {
    const ends: End[] = [];
    for (const ending of endings<B>())
      if (ending.needs.every((need) => missing(this.kit, need) === undefined))
        ends.push(...(await this.bring(ending)));
    if (ends.length === 0) throw new KitFailure('no task came to an end');
    return ends;
  }

  /** Where a fault brings no end at all, levels 1 to 4 say so. */
  private async bring({ by, bring }: Ending<B>): Promise<End[]> {
    const bench = await Bench.open(this.kit);
    try {
      await bench.start();
      const handler = await bring(bench);
      const outcome = await bench.ended(handler);
      const { traceFields = [] } = bench.executor;
      return [{ by, nativeId: handler.nativeId, outcome, trace: handler.trace(), traceFields }];
    } catch (error) {
      if (error instanceof KitFailure) return [];
      throw error;
    } finally {
      await bench.close();
    }
  }
}

function endings<B>(): readonly Ending<B>[] {
  return [...ofItself<B>(), ...unstarted<B>(), ...underWay<B>()];
}

const environment = { KIT_SECRET: SECRET };

function ofItself<B>(): readonly Ending<B>[] {
  return [
    { by: 'exit 0', needs: [], bring: (bench) => bench.schedule(exits(0), { environment }) },
    { by: 'exit 3', needs: [], bring: (bench) => bench.schedule(exits(3), { environment }) },
    {
      by: 'exhausted memory',
      needs: ['outOfMemory'],
      bring: (bench) => bench.schedule({ kind: 'exhaust-memory' }, { environment }),
    },
  ];
}

function unstarted<B>(): readonly Ending<B>[] {
  const refused: Ending<B> = {
    by: 'refuseSubmits',
    needs: ['refuseSubmits'],
    bring: async (bench) => {
      await inject(bench, 'refuseSubmits', 1);
      return bench.schedule(exits(0), { environment });
    },
  };
  const faults = ['failStarts', 'failImagePulls', 'failForCapacity'] as const;
  const failed = faults.map((fault): Ending<B> => ({
    by: fault,
    needs: [fault],
    bring: async (bench) => {
      await inject(bench, fault);
      return bench.schedule(exits(0), { environment });
    },
  }));
  return [refused, ...failed];
}

function underWay<B>(): readonly Ending<B>[] {
  const running = async (bench: Bench<B>): Promise<TaskHandler> => {
    const handler = await bench.schedule(waits, { environment });
    await bench.running(handler);
    return handler;
  };
  const killed: Ending<B> = {
    by: 'kill',
    needs: [],
    bring: async (bench) => {
      const handler = await running(bench);
      await bench.settled('the kill is over', handler.kill());
      return handler;
    },
  };
  const faults = ['takeMachines', 'forgetTasks'] as const;
  const struck = faults.map((fault): Ending<B> => ({
    by: fault,
    needs: [fault],
    bring: async (bench) => {
      const handler = await running(bench);
      await inject(bench, fault);
      return handler;
    },
  }));
  return [killed, ...struck];
}
