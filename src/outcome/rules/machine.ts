import { timeSpanText } from '../../config/time-span.js';
import { awsWords, containerExit, lastWord, ranFor, type EndEvidence } from '../evidence.js';
import { failedToStart, interrupted, outlivedItsInstance } from '../stop-signs.js';
import type { Rule, RuleFamily } from './rule.js';

const ELSEWHERE = 'Raise aws.ecs.maxSpotAttempts, or name an on-demand capacity provider by queue.';
const AGAIN =
  'Run again: AWS takes machines away for its own reasons. aws.ecs.maxSpotAttempts says how often.';

/** The machine was taken from under the task. */
export const machine: RuleFamily = {
  title: 'The machine was taken away',
  rules: [
    {
      // The wrapper writes 0 only when the command ran to its end: one that was told to end leaves another status.
      name: 'completed before the machine was taken away',
      sign: 'one of the codes below, `.exitcode` 0, and no other status from ECS',
      fact: 'ADR 0009',
      when: (end) =>
        interrupted(end) &&
        !failedToStart(end) &&
        end.exitFile === 0 &&
        (containerExit(lastWord(end)) ?? 0) === 0,
      then: {
        kind: 'completed',
        reason: 'The command had exited 0 before its machine was taken away',
        alone: true,
        retry: 'never',
      },
    },
    {
      name: 'spot reclaimed',
      sign: '`SpotInterruption`, or a machine taken away with `Spot` in the words',
      fact: 'facts §4, Spot reclaim on MI; DG spot-instance-draining-linux-container',
      when: takenAway((code, words) => code === 'SpotInterruption' || /\bspot\b/i.test(words)),
      then: {
        kind: 'interrupted',
        code: 'SPOT_RECLAIMED',
        reason: 'AWS took the Spot machine back',
        advice: ELSEWHERE,
        retry: 'interruptions',
      },
    },
    {
      name: 'host unhealthy',
      sign: '`InfrastructureHealth`',
      fact: 'facts §2d, autoRepair; DG container-instance-health',
      when: takenAway((code) => code === 'InfrastructureHealth'),
      then: {
        kind: 'interrupted',
        code: 'HOST_UNHEALTHY',
        reason: 'AWS replaced the machine, which was impaired',
        advice: AGAIN,
        retry: 'interruptions',
      },
    },
    {
      name: 'lived as long as its instance',
      sign: 'a machine taken away from a task that had run for 13 days or more',
      fact: 'facts §2d; quickstart, Limitations 1',
      when: (end) => interrupted(end) && outlivedItsInstance(end),
      then: {
        kind: 'interrupted',
        code: 'INSTANCE_LIFETIME',
        reason: (end) =>
          `The task had run for ${timeSpanText(ranFor(end) ?? 0)} when its machine was taken away, and instances are replaced from their 14th day on`,
        advice: 'Separate the work into tasks of less than 7 days, or run it on AWS Batch.',
        retry: 'never',
      },
    },
    {
      name: 'instance drained',
      sign: '`instance draining` or `deregistration forced` in the words',
      fact: 'facts §2d and §4, day-14 drain and day-21 deregistration',
      when: takenAway((_, words) => /instance draining|deregistration forced/i.test(words)),
      then: {
        kind: 'interrupted',
        code: 'INSTANCE_DRAINED',
        reason: 'AWS retired the machine',
        advice: 'Run again: the task gets a new instance. Instances are replaced from their 14th day on.',
        retry: 'interruptions',
      },
    },
    {
      name: 'host lost',
      sign: '`TerminationNotice`, or words that begin with `Host EC2`',
      fact: 'facts §4, host lost',
      when: interrupted,
      then: {
        kind: 'interrupted',
        code: 'HOST_LOST',
        reason: 'The machine was lost',
        advice: AGAIN,
        retry: 'interruptions',
      },
    },
  ],
};

function takenAway(how: (code: string | undefined, words: string) => boolean): Rule['when'] {
  return (end: EndEvidence) => {
    const task = lastWord(end);
    return interrupted(end) && how(task?.stopCode, awsWords(task));
  };
}
