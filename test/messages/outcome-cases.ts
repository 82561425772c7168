import { unseenEnd, withdrawn } from '../../spi/submit-outcome.js';
import type { TaskOutcome } from '../../spi/index.js';
import { diagnose } from '../../src/outcome/diagnose.js';
import { evidence } from '../src/outcome/endings/ending.js';
import { endings } from '../src/outcome/endings/endings.js';

/** One end of a task as it is told. */
export interface OutcomeCase {
  readonly title: string;
  readonly outcome: TaskOutcome;
}

/** How tasks can end by what ECS, the work dir and the log say. */
export function endingCases(): readonly OutcomeCase[] {
  return endings.map((ending) => ({
    title: ending.title,
    outcome: diagnose(evidence(ending.evidence), 5),
  }));
}

/** How tasks end by the word of their monitor. */
export function monitorCases(): readonly OutcomeCase[] {
  return [
    { title: 'a task that was still waiting when the run ended', outcome: withdrawn },
    { title: 'a task whose end nobody saw', outcome: unseenEnd('The run ended first') },
  ];
}
