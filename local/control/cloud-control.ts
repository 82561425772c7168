import type { CallRule } from '../faults/call-rule.js';
import type { RuleState } from '../faults/rule-book.js';
import type { ToldTask } from '../ecs/task/told-task.js';
import type { ActOutcome, DroughtState } from '../faults/scenario/acts.js';
import type { Rules } from '../faults/scenario/read-scenario.js';
import type { Act, Scenario } from '../faults/scenario/scenario.js';
import type { ImageRule, TaskRule } from '../faults/task-rule.js';
import type { ApiCalls } from '../http/call-record.js';
import type { VirtualTime } from '../time/virtual-time.js';

/** Every rule in force, with what it has met and struck. */
export interface FaultList {
  readonly calls: readonly RuleState<CallRule>[];
  readonly images: readonly RuleState<ImageRule>[];
  readonly tasks: readonly RuleState<TaskRule>[];
}

/**
 * What its operator can do to a running cloud, in code as by `/_local/`. Whatever is given is checked like a scenario
 * file, so lengths of time may be texts such as `90s` where a caller goes past the types.
 */
export interface CloudControl {
  /** What clients called. */
  readonly calls: ApiCalls;
  /**
   * Every task, until an hour after its end: also those that clients' reads do not know yet, and with the tags that a stop
   * has taken from them. What there really is, for who judges what clients did.
   */
  tasks(): readonly ToldTask[];
  /** Where time is virtual, what moves it. */
  readonly time: VirtualTime | undefined;
  /** Epoch milliseconds as the cloud has them. */
  now(): number;
  /**
   * Begins a scenario in place of all that was in force: rules, events to come, droughts, quotas.
   *
   * @throws ScenarioError naming every problem; what was in force then stays
   */
  load(scenario: Scenario): void;
  /** Ends the scenario: clears every rule, lets no event happen any more, ends droughts, lifts quotas. */
  end(): void;
  /** Events of the scenario that are still to come. */
  readonly pendingEvents: number;
  /**
   * Adds rules to those in force and answers their ids. Their times begin now.
   *
   * @throws ScenarioError naming every problem; RangeError past a thousand rules of a kind. None is then added
   */
  addFaults(rules: Rules): readonly string[];
  /** Every rule in force. */
  faults(): FaultList;
  /** Takes a rule out; false where there is none of this id. */
  removeFault(id: string): boolean;
  /** Takes all rules out and answers how many there were. */
  clearFaults(): number;
  /**
   * Does something to the cloud at once.
   *
   * @throws ScenarioError naming every problem; RangeError past a thousand droughts
   */
  act(act: Act): ActOutcome;
  /** Droughts that last. */
  droughts(): readonly DroughtState[];
  /** Ends a drought; false where there is none of this id. */
  endDrought(id: string): boolean;
}
