import type { RetryAdvice, TaskOutcome } from '../../spi/index.js';
import { awsWords, evidenceOf, exitStatus, type EndEvidence } from './evidence.js';
import { rules, type RetryAccount, type Verdict } from './rules.js';

/** Budget of the free resubmissions after an interruption; its size is `aws.ecs.maxSpotAttempts`. */
export const INTERRUPTIONS = 'interruptions';
/** Budget of the free resubmissions after want of capacity; its size is the number of providers to go to. */
export const CAPACITY = 'capacity';

/** What the end of a task means. Pure: the same evidence gives the same outcome. */
export function diagnose(end: EndEvidence, maxInterruptions: number): TaskOutcome {
  const rule = rules.find(({ when }) => when(end));
  if (rule === undefined) throw new Error('the last rule fits everything');
  const status = exitStatus(end);
  return {
    kind: rule.then.kind,
    reason: reasonOf(rule.then, end),
    evidence: { ...(rule.then.code !== undefined && { code: rule.then.code }), ...evidenceOf(end) },
    retry: retryOf(rule.then.retry, maxInterruptions, end.route?.providers ?? 1),
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

/** Want of capacity is free only where there is another provider to go to: the same one would only be as full again. */
function retryOf(account: RetryAccount, maxInterruptions: number, providers: number): RetryAdvice {
  switch (account) {
    case 'interruptions':
      return { class: 'free', budget: INTERRUPTIONS, max: maxInterruptions };
    case 'capacity':
      return providers > 1 ? { class: 'free', budget: CAPACITY, max: providers } : { class: 'counted' };
    default:
      return { class: account };
  }
}
