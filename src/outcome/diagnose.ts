import type { RetryAdvice, TaskOutcome } from '../../spi/index.js';
import { awsWords, evidenceOf, exitStatus, type EndEvidence } from './evidence.js';
import { rules, type Verdict } from './rules.js';

/** Budget of the free resubmissions after an interruption; its size is `aws.ecs.maxSpotAttempts`. */
export const INTERRUPTIONS = 'interruptions';

/** What the end of a task means. Pure: the same evidence gives the same outcome. */
export function diagnose(end: EndEvidence, maxInterruptions: number): TaskOutcome {
  const rule = rules.find(({ when }) => when(end));
  if (rule === undefined) throw new Error('the last rule fits everything');
  const status = exitStatus(end);
  return {
    kind: rule.then.kind,
    reason: reasonOf(rule.then, end),
    evidence: { ...(rule.then.code !== undefined && { code: rule.then.code }), ...evidenceOf(end) },
    retry: retryOf(rule.then.retry, maxInterruptions),
    ...(status !== undefined && { exitStatus: status }),
    ...(rule.then.advice !== undefined && { advice: rule.then.advice }),
  };
}

function reasonOf(verdict: Verdict, end: EndEvidence): string {
  if (typeof verdict.reason === 'function') return verdict.reason(end);
  if (verdict.reason !== undefined) return verdict.reason;
  if (end.task === undefined) return 'ECS no longer knows the task; its exit file tells its end';
  const words = awsWords(end.task);
  return words === '' ? 'ECS stopped the task and gave no reason' : words;
}

function retryOf(retry: RetryAdvice['class'], max: number): RetryAdvice {
  return retry === 'free' ? { class: 'free', budget: INTERRUPTIONS, max } : { class: retry };
}
