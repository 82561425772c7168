import { redact, type TaskOutcome } from '../../spi/index.js';
import { awsWords, evidenceOf, lastWord, type EndEvidence } from './evidence.js';
import { disagreement, exitStatus } from './exit-status.js';
import { retryOf } from './retry-account.js';
import { told, type Verdict } from './rules/rule.js';
import { rules } from './rules/rules.js';
import { failedToStart } from './stop-signs.js';

/**
 * What the end of a task means. Pure: the same evidence gives the same outcome.
 * @param maxInterruptions size of the budget of interruptions, `aws.ecs.maxSpotAttempts`.
 * @param used resubmissions of the task so far, by budget; they lengthen the pause before the next.
 */
export function diagnose(
  end: EndEvidence,
  maxInterruptions: number,
  used: Readonly<Record<string, number>> = {},
): TaskOutcome {
  const rule = rules.find(({ when }) => when(end));
  if (rule === undefined) throw new Error('the last rule fits everything');
  const { kind, code, retry, advice } = rule.then;
  const { output = [] } = end;
  // A container that never ran can have a status all the same: its runtime's.
  const status = failedToStart(end) ? undefined : exitStatus(end);
  const says = advice === undefined ? undefined : told(advice, end);
  return {
    kind,
    reason: reasonOf(rule.then, end),
    evidence: { ...(code !== undefined && { code }), ...evidenceOf(end) },
    retry: retryOf(retry, { maxInterruptions, providers: end.route?.providers ?? 1, used }),
    ...(status !== undefined && { exitStatus: status }),
    ...(says !== undefined && { advice: says }),
    ...(kind !== 'completed' && output.length > 0 && { logTail: output }),
  };
}

/** Says nothing but that the task ended. */
const EMPTY_WORDS = 'Essential container in task exited';

/** Our words, AWS's, and where the two statuses contradict each other, that; without a full stop. */
function reasonOf(verdict: Verdict, end: EndEvidence): string {
  const ours = told(verdict.reason, end);
  const words = verdict.alone === true ? '' : awsWords(lastWord(end)).replace(EMPTY_WORDS, '');
  const parts = [ours, words.replace(/^[:.\s]+/, '')].filter((part) => part !== '');
  const reason = redact(parts.join(': ')).replace(/\.+$/, '');
  const contradiction = verdict.kind === 'failed' ? disagreement(end) : undefined;
  return contradiction === undefined ? reason : `${reason}; ${contradiction}`;
}
