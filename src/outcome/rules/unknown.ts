import type { RuleFamily } from './rule.js';

/** What nobody can tell. */
export const unknown: RuleFamily = {
  title: 'Nobody knows',
  rules: [
    {
      name: 'lost',
      sign: 'ECS no longer knows the task, and there is no `.exitcode`',
      fact: 'facts §3b, MISSING late; facts/peers.md, ask 13',
      when: ({ task }) => task === undefined,
      then: {
        kind: 'lost',
        code: 'TASK_LOST',
        reason: ({ lastSeen }) =>
          `ECS no longer knows the task and its work dir has no .exitcode${lastSeen === undefined ? '' : ` (it was last seen ${lastSeen.lastStatus})`}`,
        advice: 'Look at its logs in CloudWatch: ECS forgets a stopped task after about an hour.',
        retry: 'counted',
      },
    },
    {
      name: 'ended without a status',
      sign: 'anything else',
      fact: 'facts §3b, exitCode absent',
      when: () => true,
      then: {
        kind: 'failed',
        code: 'END_UNKNOWN',
        reason: 'The task ended and nothing tells how: there is no status from ECS and no .exitcode',
        advice: 'Look at its logs in CloudWatch: ECS gave no exit code and the work dir has no .exitcode.',
        retry: 'counted',
      },
    },
  ],
};
