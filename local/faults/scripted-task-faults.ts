import { globMatcher } from '../glob.js';
import { Decisions } from './decisions.js';
import { type FusionFailure, fusionFailures } from './fusion-failure.js';
import { pullFailureText } from './pull-failure.js';
import { RuleBook, type ActiveRule, type RuleState } from './rule-book.js';
import { startFailureTexts } from './start-failure.js';
import { type StickingStatus, type TaskFaults, type TaskMark } from './task-faults.js';
import { taskMatcher } from './task-matcher.js';
import type { ImageRule, TaskRule } from './task-rule.js';

/** What is worked out of a rule once. */
interface Prepared {
  readonly matches: (task: TaskMark, image: string) => boolean;
  readonly decisions: Decisions;
}

/**
 * Misfortune of tasks by rules. A rule decides about a task once, at the first time it could strike, and stays by it
 * while its time is open; the first rule that strikes is had.
 */
export class ScriptedTaskFaults implements TaskFaults {
  private readonly images: RuleBook<ImageRule>;
  private readonly tasks: RuleBook<TaskRule>;
  private readonly prepared = new WeakMap<ImageRule | TaskRule, Prepared>();

  /** @param now epoch milliseconds */
  constructor(private readonly now: () => number) {
    this.images = new RuleBook('images', now);
    this.tasks = new RuleBook('tasks', now);
  }

  /** @throws RangeError past a thousand rules */
  addImage(rule: ImageRule, seed: string): string {
    const image = globMatcher(rule.image);
    const task = taskMatcher(rule.match);
    // A copy: one object added twice is two rules, each with decisions of its own.
    const own = { ...rule };
    this.prepare(own, (mark, name) => image(name) && task(mark));
    return this.images.add(own, seed).id;
  }

  /** @throws RangeError past a thousand rules */
  addTask(rule: TaskRule, seed: string): string {
    const own = { ...rule };
    this.prepare(own, taskMatcher(rule.match));
    return this.tasks.add(own, seed).id;
  }

  list(): {
    readonly images: readonly RuleState<ImageRule>[];
    readonly tasks: readonly RuleState<TaskRule>[];
  } {
    return { images: this.images.list(), tasks: this.tasks.list() };
  }

  remove(id: string): boolean {
    return this.images.remove(id) || this.tasks.remove(id);
  }

  clear(): number {
    return this.images.clear() + this.tasks.clear();
  }

  pullFailure(task: TaskMark, image: string): string | undefined {
    const struck = this.images.active().find((active) => this.strikes(active, task, image));
    if (struck === undefined) return undefined;
    const { fails, reason } = struck.rule;
    return reason === undefined ? pullFailureText(image, fails) : `CannotPullContainerError: ${reason}`;
  }

  startFailure(task: TaskMark): string | undefined {
    for (const active of this.tasks.active()) {
      const { effect } = active.rule;
      if (effect.kind === 'start-failure' && this.strikes(active, task))
        return effect.reason ?? startFailureTexts[effect.of];
    }
    return undefined;
  }

  fusionFailure(task: TaskMark): FusionFailure | undefined {
    for (const active of this.tasks.active()) {
      const { effect } = active.rule;
      if (effect.kind === 'fusion-failure' && this.strikes(active, task)) return fusionFailures[effect.of];
    }
    return undefined;
  }

  sticksIn(task: TaskMark, status: StickingStatus): boolean {
    return this.tasks.active().some((active) => {
      const { effect } = active.rule;
      return effect.kind === 'stuck' && effect.in === status && this.strikes(active, task);
    });
  }

  hides(task: TaskMark): boolean {
    const age = this.now() - task.createdAt;
    return this.tasks.active().some((active) => {
      const { effect } = active.rule;
      if (effect.kind !== 'missing') return false;
      const { since = 0, for: long = Infinity } = effect;
      return age >= since && age < since + long && this.strikes(active, task);
    });
  }

  private prepare(rule: ImageRule | TaskRule, matches: Prepared['matches']): void {
    this.prepared.set(rule, { matches, decisions: new Decisions() });
  }

  private strikes({ rule, chance }: ActiveRule<ImageRule | TaskRule>, task: TaskMark, image = ''): boolean {
    const prepared = this.prepared.get(rule);
    if (prepared === undefined || !prepared.matches(task, image) || !chance.withinTime()) return false;
    return prepared.decisions.of(`${task.arn} ${image}`, () => {
      const struck = chance.draw();
      if (struck) chance.strike();
      return struck;
    });
  }
}
