import type { Clock, Timer } from '../../clock.js';
import { errorText } from '../../error-text.js';
import { type ActOutcome } from './acts.js';
import { type Act, type ScenarioEvent } from './scenario.js';

export interface ScenarioRunnerDeps {
  readonly clock: Clock;
  /** Does an act; may throw. */
  readonly perform: (act: Act) => ActOutcome;
  readonly log: (line: string) => void;
}

/** Does a scenario's events at their times. */
export class ScenarioRunner {
  private readonly timers = new Set<Timer>();

  constructor(private readonly deps: ScenarioRunnerDeps) {}

  /** Events that are still to come. */
  get pending(): number {
    return this.timers.size;
  }

  /** Sets every event's timer: those of one time happen in the order they are given. */
  begin(events: readonly ScenarioEvent[]): void {
    for (const event of events) {
      const timer = this.deps.clock.after(event.at, () => {
        this.timers.delete(timer);
        this.happen(event);
      });
      this.timers.add(timer);
    }
  }

  /** Lets nothing more happen. */
  end(): void {
    for (const timer of this.timers) timer.cancel();
    this.timers.clear();
  }

  /** A failing event is told and does not keep others from happening. */
  private happen(event: ScenarioEvent): void {
    try {
      const { struck, drought } = this.deps.perform(event);
      const came = struck === undefined ? drought : `${struck} struck`;
      this.deps.log(`scenario: ${event.do}${came === undefined ? '' : ` (${came})`}`);
    } catch (error) {
      this.deps.log(`scenario: ${event.do} failed: ${errorText(error)}`);
    }
  }
}
