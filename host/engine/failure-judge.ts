import { isExecutorError, type ProcessDefinition, type TaskOutcome } from '../../spi/index.js';
import { reasonOf } from '../report/reason-of.js';
import { defaultFailurePolicy, type FailurePolicy } from '../script/failure-policy.js';
import { noteEnd } from './attempt-end.js';
import { decideFailure } from './failure-decision.js';
import { contextOf, type LiveTask } from './live-task.js';
import { finalOutcome, resubmissionOf } from './resubmission.js';

/** A task goes again. */
export interface Again {
  /** Who pays: the infrastructure's budget of free resubmissions, or the user's retries. */
  readonly account: 'free' | 'counted';
  /** Which of that account's it is, from 1. */
  readonly count: number;
  /** Most of that account. */
  readonly max: number;
  /** Milliseconds to wait before it. */
  readonly delayMs: number;
}

/**
 * What a failure does to the run, in the words of the task's error strategy; `withdrawn`: nobody was asked, since the
 * task was cancelled, the run is being stopped, or it takes nothing on that would go again for free.
 */
export type FailureAction = 'ignore' | 'finish' | 'terminate' | 'withdrawn';

/** What became of an attempt that failed. */
export interface Verdict {
  /** As it is told: with why it does not go again where one could think that it would. */
  readonly outcome: TaskOutcome;
  /** `again`, or what the failure does to the run. */
  readonly next: Again | FailureAction;
}

/** Judges failures by what the executor advises and the user wants, and keeps the counts that both go by. */
export class FailureJudge {
  /** Failures that counted, by process. */
  private readonly errors = new Map<string, number>();

  /**
   * Judges the end of an attempt, and charges it to whose account it is on.
   * @param accepting whether anything is submitted any more.
   */
  judge(task: LiveTask, outcome: TaskOutcome, accepting: boolean): Verdict {
    const resubmission = resubmissionOf(outcome, task.interruptions);
    if (resubmission === undefined)
      return this.judgeCounted(task, finalOutcome(outcome, task.interruptions), accepting);
    // Not the task's failure: the run takes nothing on any more.
    if (!accepting)
      return { outcome: amended(outcome, 'not submitted again: the run finishes'), next: 'withdrawn' };
    const { budget, count, max, delayMs } = resubmission;
    noteEnd(task, outcome);
    task.interruptions = { ...task.interruptions, [budget]: count };
    return { outcome, next: { account: 'free', count, max, delayMs } };
  }

  /**
   * What the next attempt at a task is made of.
   * @throws ExecutorError where a directive of it cannot be worked out.
   */
  definitionOf(task: LiveTask): ProcessDefinition {
    const { definition, dynamics } = task.order;
    if (dynamics === undefined) return definition;
    return dynamics.definitionFor(contextOf(task, task.errorCount + 1, this.errorsOf(task)));
  }

  private judgeCounted(task: LiveTask, outcome: TaskOutcome, accepting: boolean): Verdict {
    noteEnd(task, outcome);
    task.errorCount += 1;
    const process = this.errorsOf(task) + 1;
    this.errors.set(task.order.definition.name, process);
    const policy = this.policyOf(task, process);
    if ('broken' in policy) return { outcome: unjudged(outcome, policy.broken), next: 'terminate' };
    const decision = decideFailure(outcome, policy, { task: task.errorCount, process }, accepting);
    if (decision.action === 'retry') {
      const { count, max, delayMs } = decision;
      return { outcome, next: { account: 'counted', count, max, delayMs } };
    }
    return { outcome: amended(outcome, decision.unretried), next: decision.action };
  }

  private policyOf(task: LiveTask, processErrors: number): FailurePolicy | { readonly broken: unknown } {
    try {
      const context = contextOf(task, task.errorCount, processErrors);
      return task.order.dynamics?.policyFor(context) ?? defaultFailurePolicy;
    } catch (error) {
      return { broken: error };
    }
  }

  private errorsOf(task: LiveTask): number {
    return this.errors.get(task.order.definition.name) ?? 0;
  }
}

function amended(outcome: TaskOutcome, remark: string | undefined): TaskOutcome {
  if (remark === undefined) return outcome;
  // A reason of several lines ends with one to copy: nothing may stand behind that.
  const gap = outcome.reason.includes('\n') ? '\n' : ' ';
  return { ...outcome, reason: `${outcome.reason}${gap}(${remark})` };
}

/** A failure whose strategy broke: both are told, and what is to be mended first is the strategy. */
function unjudged(outcome: TaskOutcome, broken: unknown): TaskOutcome {
  const told = isExecutorError(broken);
  const why = told ? broken.message : `What follows on it cannot be worked out: ${reasonOf(broken)}`;
  return {
    ...outcome,
    reason: `${outcome.reason}\n${why}`,
    advice:
      "Correct what is listed, then run again. An errorStrategy gives 'terminate', 'finish', 'ignore' or 'retry'.",
    evidence: told ? { ...outcome.evidence, code: broken.code } : outcome.evidence,
  };
}
