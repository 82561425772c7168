import { timeSpanText } from '../../config/time-span.js';
import { timeBoundText } from '../../watch/time-bound.js';
import { lastWord, type EndEvidence } from '../evidence.js';
import { exitStatus } from '../exit-status.js';
import { endedByItself, failedToStart, gaveUpIn, interrupted, ranOutOfMemory } from '../stop-signs.js';
import type { RuleFamily } from './rule.js';

/** Ends that we brought about: they come first, since ECS only repeats what we told it. */
export const ours: RuleFamily = {
  title: 'Stopped by the run',
  rules: [
    {
      name: 'killed by the run',
      sign: 'the run asked for the end',
      fact: 'facts §3d',
      when: ({ killed }) => killed,
      then: { kind: 'killed', reason: 'The run stopped the task', alone: true, retry: 'never' },
    },
    {
      name: 'stuck in PROVISIONING',
      sign: 'stopped by `maxSubmitAwait`, `aws.ecs.provisioningTimeout` or for another provider',
      fact: 'facts §3a; containers-roadmap 2381',
      when: (end) => gaveUpIn('waited', end),
      then: {
        kind: 'failed-to-start',
        code: 'NO_CAPACITY',
        reason: ({ overrun }) =>
          `ECS accepted the task and had no instance for it within ${limitText(overrun)}`,
        alone: true,
        advice:
          'Let it wait longer, ask for less, or let the capacity provider use more or larger instances.',
        retry: 'capacity',
      },
    },
    {
      name: 'stuck in PENDING with an image to fetch',
      sign: 'stopped by `aws.ecs.pendingTimeout`, the pull begun',
      fact: 'facts §3b, pullStartedAt; §3e',
      when: (end) => gaveUpIn('pended', end) && lastWord(end)?.pullStartedAt !== undefined,
      then: {
        kind: 'failed-to-start',
        code: 'STUCK_PENDING',
        reason: ({ overrun, ...end }) =>
          `The task had an instance and was not started within ${limitText(overrun)}: its image ${fetched(end) ? 'was there' : 'was still being fetched'}`,
        alone: true,
        advice: 'Use a smaller image or a registry that is nearer, or raise aws.ecs.pendingTimeout.',
        retry: 'counted',
      },
    },
    {
      name: 'stuck in PENDING',
      sign: 'stopped by `aws.ecs.pendingTimeout`, no pull begun',
      fact: 'facts §3e; amazon-ecs-agent 5138',
      when: (end) => gaveUpIn('pended', end),
      then: {
        kind: 'failed-to-start',
        code: 'STUCK_PENDING',
        reason: ({ overrun }) =>
          `The task had an instance and was not started within ${limitText(overrun)}: the pull of its image had not begun`,
        alone: true,
        advice:
          'Run again: an agent can leave a task waiting that was placed where another one was just ending (amazon-ecs-agent 5138).',
        retry: 'disturbances',
      },
    },
    {
      // Only what our stop ended: a command that came to its own end before has an outcome of its own.
      name: 'ran for longer than it may',
      sign: 'stopped by the directive `time`',
      fact: 'facts §3d',
      when: (end) =>
        end.overrun?.phase === 'ran' &&
        !endedByItself(end) &&
        !failedToStart(end) &&
        !ranOutOfMemory(end) &&
        !interrupted(end) &&
        exitStatus(end) !== 0,
      then: {
        kind: 'time-limit',
        code: 'TIME_LIMIT',
        reason: ({ overrun }) =>
          `The task was stopped when it had run for ${timeSpanText(overrun?.spent ?? 0)}: it may run for ${limitText(overrun)}`,
        alone: true,
        advice:
          'Give the process more time, e.g. twice as much by the directive time, or see in its log what took it so long.',
        retry: 'counted',
      },
    },
  ],
};

function limitText(overrun: EndEvidence['overrun']): string {
  return overrun === undefined ? 'its time' : timeBoundText(overrun.bound);
}

function fetched(end: Pick<EndEvidence, 'task' | 'lastSeen'>): boolean {
  return lastWord(end)?.pullStoppedAt !== undefined;
}
