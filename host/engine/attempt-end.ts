import type { OutcomeKind, TaskOutcome, TraceRecord } from '../../spi/index.js';
import type { LiveTask } from './live-task.js';

/** How one attempt at a task ended, in short. */
export interface AttemptEnd {
  /** Which attempt it was, from 1, whoever paid for it. */
  readonly number: number;
  readonly kind: OutcomeKind;
  readonly exitStatus?: number;
  /** Bytes of memory that it asked for. */
  readonly memory?: number;
}

/** A task that is tried a thousand times is not remembered a thousand times. */
export const ENDS_KEPT = 10;

/** Notes how the attempt under way ended, that what follows can go by it. */
export function noteEnd(task: LiveTask, outcome: TaskOutcome): void {
  const { definition, ends, attempt } = task;
  const { kind, exitStatus } = outcome;
  // Where no attempt was made, the definition may still be that of the one before.
  const asked = kind === 'not-submitted' && attempt === undefined ? undefined : definition;
  const memory = asked?.directives.memory;
  const end: AttemptEnd = {
    number: (ends.at(-1)?.number ?? 0) + 1,
    kind,
    ...(exitStatus === undefined ? {} : { exitStatus }),
    ...(memory === undefined ? {} : { memory }),
  };
  task.ends = [...ends, end].slice(-ENDS_KEPT);
  task.previous = { outcome, definition, ...traceOf(task) };
}

/** A plugin whose trace breaks must not decide what becomes of the task. */
function traceOf({ attempt }: LiveTask): { readonly trace?: TraceRecord } {
  try {
    return attempt === undefined ? {} : { trace: attempt.handler.trace() };
  } catch {
    return {};
  }
}
