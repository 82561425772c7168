import { hasStarted } from './task-state.js';
import type { OutcomeKind, TaskOutcome } from '../../spi/index.js';
import type { EndEvidence } from './evidence.js';
import { began } from './stop-signs.js';

/** Ends whose cause the task's own last words may tell. */
const UNEXPLAINED: ReadonlySet<OutcomeKind> = new Set(['failed', 'out-of-memory', 'time-limit', 'lost']);

/**
 * Whether a verdict would be better with the end of the task's log: its container ran and ended badly, the work dir has
 * no `.exitcode` and so may hold no output either, and nobody has looked at the log yet.
 * @param outcome what {@link diagnose} made of `end`.
 */
export function wantsOutput(outcome: TaskOutcome, end: EndEvidence): boolean {
  return UNEXPLAINED.has(outcome.kind) && ran(end) && end.exitFile === undefined && end.output === undefined;
}

/** Whether its container ever ran, by anything that was seen of it: only then can it have printed. */
export function ran(end: EndEvidence): boolean {
  return began(end) || (end.lastSeen !== undefined && hasStarted(end.lastSeen));
}
