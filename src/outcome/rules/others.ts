import { awsWords, lastWord, type EndEvidence } from '../evidence.js';
import { exitStatus } from '../exit-status.js';
import type { RuleFamily } from './rule.js';

/** StopTask by people, programs and other runs. */
export const others: RuleFamily = {
  title: 'Stopped by somebody else',
  rules: [
    {
      name: 'stopped for its time by the run before',
      sign: 'taken over, `UserInitiated`, our words on the directive `time`, and no 0 in `.exitcode`',
      fact: 'facts §3d, reason is copied to stoppedReason',
      when: (end) => end.takenOver !== undefined && stoppedByOthers(end) && ranTooLong(end),
      then: {
        kind: 'time-limit',
        code: 'TIME_LIMIT',
        reason: 'The engine that ran the task before stopped it when its time was over',
        advice: 'Give the process more time by the directive time, or see in its log what took it so long.',
        retry: 'counted',
      },
    },
    {
      name: 'stopped while no engine watched',
      sign: 'taken over, `UserInitiated`, ending already then or in our words, and no 0 in `.exitcode`',
      fact: 'facts §3d, reason is copied to stoppedReason',
      when: (end) =>
        stoppedByOthers(end) &&
        (end.takenOver === 'ending' || (end.takenOver !== undefined && runName(end) !== undefined)),
      then: {
        kind: 'killed',
        code: 'TASK_STOPPED',
        reason: 'The task was stopped before this run took it over',
        advice: 'Let the run go on: it does the task again.',
        retry: 'resumption',
      },
    },
    {
      // ECS's 0 alone could be that of a launcher that was told to end; the file tells (ADR 0009).
      name: 'stopped by another run',
      sign: '`UserInitiated`, words that begin with `Stopped by run`, and no 0 in `.exitcode`',
      fact: 'facts §3d, reason is copied to stoppedReason',
      when: (end) => stoppedByOthers(end) && runName(end) !== undefined,
      then: {
        kind: 'killed',
        code: 'TASK_STOPPED',
        reason: (end) => `The run ${runName(end) ?? ''} stopped the task`,
        advice:
          "Run again, unless that run was to replace this one: two runs of one session stop each other's tasks.",
        retry: 'never',
      },
    },
    {
      name: 'stopped by someone else',
      sign: '`UserInitiated`, not by us, and no 0 in `.exitcode`',
      fact: 'facts §4, kill by StopTask',
      when: stoppedByOthers,
      then: {
        kind: 'killed',
        code: 'TASK_STOPPED',
        reason: 'Somebody stopped the task by StopTask',
        advice: 'Run again, unless it was stopped on purpose: CloudTrail tells who called StopTask.',
        retry: 'never',
      },
    },
  ],
};

/** A StopTask that was not ours. A command that had come to its end before has the end it wrote. */
function stoppedByOthers(end: EndEvidence): boolean {
  const done = end.exitFile === 0 && exitStatus(end) === 0;
  return lastWord(end)?.stopCode === 'UserInitiated' && end.overrun === undefined && !done;
}

/** Runs of ours say who they are when they stop a task (src/watch/task-ender.ts). */
function runName(end: EndEvidence): string | undefined {
  return /^Stopped by run (\S+?):?(?:\s|$)/.exec(awsWords(lastWord(end)))?.[1];
}

function ranTooLong(end: EndEvidence): boolean {
  return /^Stopped by run \S+: it ran for longer than /.test(awsWords(lastWord(end)));
}
