import { endedTask } from '../../aws-builders.js';
import { counted, never, resumption, stoppedByUs, type Ending } from './ending.js';

const fact = 'facts §3d, reason is copied to stoppedReason';
const unwatched = { fact, rule: 'stopped while no engine watched', code: 'TASK_STOPPED' };
const bySomebody = { stopCode: 'UserInitiated', stoppedReason: 'Task stopped by user' };

/** Ends of tasks that an engine before this one had submitted. */
export const inheritedEndings: readonly Ending[] = [
  {
    ...unwatched,
    title: 'a task that the engine before had stopped as it ended',
    evidence: { task: endedTask(143, stoppedByUs), takenOver: 'ending' },
    outcome: {
      kind: 'killed',
      retry: resumption,
      exitStatus: 143,
      reason: 'The task was stopped before this run took it over: Stopped by run happy_curie',
    },
  },
  {
    ...unwatched,
    title: 'a task that was told to end by the engine before, and had not heard of it',
    evidence: { task: endedTask(143, stoppedByUs), takenOver: 'alive' },
    outcome: { kind: 'killed', retry: resumption },
  },
  {
    ...unwatched,
    title: 'a task that somebody stopped between two runs',
    evidence: { task: endedTask(undefined, bySomebody), takenOver: 'ending' },
    outcome: { kind: 'killed', retry: resumption },
  },
  {
    ...unwatched,
    title: 'a task that the engine before gave up while it waited for an instance',
    evidence: {
      task: endedTask(undefined, {
        ...stoppedByUs,
        stoppedReason: 'Stopped by run happy_curie: it waited for an instance for longer than 1 d (x)',
      }),
      takenOver: 'ending',
    },
    outcome: { kind: 'killed', retry: resumption },
  },
  {
    fact,
    rule: 'stopped for its time by the run before',
    code: 'TIME_LIMIT',
    title: 'a task that the engine before stopped for its time',
    evidence: {
      task: endedTask(143, {
        ...stoppedByUs,
        stoppedReason: 'Stopped by run happy_curie: it ran for longer than 1 h (time)',
      }),
      takenOver: 'ending',
    },
    outcome: { kind: 'time-limit', retry: counted, exitStatus: 143 },
  },
  {
    fact,
    rule: 'stopped by someone else',
    code: 'TASK_STOPPED',
    title: 'a task that somebody stopped after it was taken over',
    evidence: { task: endedTask(143, bySomebody), takenOver: 'alive' },
    outcome: { kind: 'killed', retry: never },
  },
  {
    fact: 'facts §4, normal end',
    rule: 'completed',
    title: 'a task that was stopped too late to matter, seen after it was taken over',
    evidence: { task: endedTask(0, stoppedByUs), exitFile: 0, takenOver: 'ending' },
    outcome: { kind: 'completed', exitStatus: 0 },
  },
];
