import { ecsTask, endedTask } from '../../aws-builders.js';
import {
  counted,
  DAY,
  interruption,
  never,
  reason,
  stoppedByUs,
  taken,
  withoutCode,
  type Ending,
} from './ending.js';

const spot = { fact: 'facts §4, Spot reclaim on MI', rule: 'spot reclaimed', code: 'SPOT_RECLAIMED' };
const host = { fact: 'facts §4, host lost', rule: 'host lost', code: 'HOST_LOST' };
const drained = {
  fact: 'facts §2d; §4, day-14 drain, day-21 deregistration',
  rule: 'instance drained',
  code: 'INSTANCE_DRAINED',
};
const memory = { fact: 'facts §4, OOM', rule: 'out of memory', code: 'OUT_OF_MEMORY' };
const lifetime = {
  fact: 'facts §2d; quickstart, Limitations 1',
  rule: 'lived as long as its instance',
  code: 'INSTANCE_LIFETIME',
};
const before = { fact: 'ADR 0009', rule: 'completed before the machine was taken away' };
const others = { fact: 'facts §4, kill by StopTask', code: 'TASK_STOPPED' };
const SPOT_WORDS = 'Your Spot Task was interrupted.';
const DRAIN_WORDS = 'Task stopped during instance draining';
const OOM = 'OutOfMemoryError: Container killed due to memory usage';
const old = { startedAt: 1_000, stoppingAt: 1_000 + 13 * DAY };

/** Machines taken away, want of memory, and tasks that somebody else stopped. */
export const machineEndings: readonly Ending[] = [
  {
    ...spot,
    title: 'a Spot machine that was taken',
    evidence: { task: taken('SpotInterruption', SPOT_WORDS) },
    outcome: {
      kind: 'interrupted',
      retry: interruption,
      reason: 'AWS took the Spot machine back: Your Spot Task was interrupted',
    },
  },
  {
    ...spot,
    title: 'a Spot machine that was taken, with the status of a killed command',
    evidence: { task: taken('SpotInterruption', SPOT_WORDS, 137) },
    outcome: { kind: 'interrupted', exitStatus: 137, retry: interruption },
  },
  {
    ...spot,
    title: 'a Spot machine that was taken, under the other code',
    evidence: { task: taken('TerminationNotice', SPOT_WORDS) },
    outcome: { kind: 'interrupted', retry: interruption },
  },
  {
    ...spot,
    title: 'a Spot machine that was taken, without a code',
    evidence: { task: withoutCode(SPOT_WORDS) },
    outcome: { kind: 'interrupted', retry: interruption },
  },
  {
    ...spot,
    title: 'a Spot machine that was taken from a task ECS has forgotten',
    evidence: {
      task: undefined,
      lastSeen: ecsTask({ lastStatus: 'STOPPING', stopCode: 'SpotInterruption', startedAt: 1 }),
    },
    outcome: {
      kind: 'interrupted',
      reason: 'AWS took the Spot machine back',
      evidence: { code: 'SPOT_RECLAIMED', stopCode: 'SpotInterruption', lastStatus: 'STOPPING' },
    },
  },
  {
    ...spot,
    title: 'an interruption with 0 in the file and another status from ECS',
    evidence: { task: taken('SpotInterruption', SPOT_WORDS, 137), exitFile: 0 },
    outcome: { kind: 'interrupted', exitStatus: 137, retry: interruption },
  },
  {
    ...spot,
    title: 'an interruption with 0 from ECS and no file: the wrapper was cut off',
    evidence: { task: taken('SpotInterruption', SPOT_WORDS, 0) },
    outcome: { kind: 'interrupted', retry: interruption },
  },
  {
    ...spot,
    title: 'an interruption whose command wrote another status',
    evidence: { task: taken('SpotInterruption', SPOT_WORDS), exitFile: 143 },
    outcome: { kind: 'interrupted', retry: interruption },
  },
  {
    ...before,
    title: 'an interruption after the command wrote 0',
    evidence: { task: taken('SpotInterruption', SPOT_WORDS), exitFile: 0 },
    outcome: { kind: 'completed', exitStatus: 0, retry: never },
  },
  {
    ...before,
    title: 'an interruption with 0 in the file and from ECS',
    evidence: { task: taken('TerminationNotice', '', 0), exitFile: 0 },
    outcome: {
      kind: 'completed',
      exitStatus: 0,
      reason: 'The command had exited 0 before its machine was taken away',
    },
  },
  {
    ...host,
    title: 'a host that was terminated',
    evidence: { task: taken('TerminationNotice', 'Host EC2 (instance i-0123) terminated.') },
    outcome: {
      kind: 'interrupted',
      retry: interruption,
      reason: 'The machine was lost: Host EC2 (instance i-0123) terminated',
    },
  },
  {
    ...host,
    title: 'a host that was stopped, without a code',
    evidence: { task: withoutCode('Host EC2 (instance i-0123) stopped.') },
    outcome: { kind: 'interrupted', retry: interruption },
  },
  {
    title: 'an impaired host',
    fact: 'facts §4, auto-repair; §2d',
    rule: 'host unhealthy',
    code: 'HOST_UNHEALTHY',
    evidence: {
      task: taken('InfrastructureHealth', 'Task stopped: the container instance is impaired.', 143),
    },
    outcome: { kind: 'interrupted', retry: interruption },
  },
  {
    ...drained,
    title: 'an instance drained on its 14th day, as Batch tells it',
    evidence: { task: withoutCode(DRAIN_WORDS) },
    outcome: { kind: 'interrupted', retry: interruption },
  },
  {
    ...drained,
    title: 'an instance drained under a command that was told to end',
    evidence: { task: endedTask(143, { stoppedReason: DRAIN_WORDS }) },
    outcome: { kind: 'interrupted', exitStatus: 143, retry: interruption },
  },
  {
    ...drained,
    title: 'an instance drained under a young task',
    evidence: { task: withoutCode(DRAIN_WORDS, { startedAt: 1_000, stoppedAt: 1_000 + 13 * DAY - 1 }) },
    outcome: { kind: 'interrupted', retry: interruption },
  },
  {
    ...drained,
    title: 'an instance taken out on its 21st day',
    evidence: { task: withoutCode('Container instance deregistration forced by user') },
    outcome: { kind: 'interrupted', retry: interruption },
  },
  {
    ...lifetime,
    title: 'an instance drained under a task of 13 days',
    evidence: { task: withoutCode(DRAIN_WORDS, old) },
    outcome: {
      kind: 'interrupted',
      retry: never,
      reason:
        'The task had run for 13 d when its machine was taken away, and instances are replaced from their 14th day on: Task stopped during instance draining',
    },
  },
  {
    ...lifetime,
    title: 'a host lost under a task that runs since 14 days',
    evidence: {
      task: { ...taken('TerminationNotice', 'Host EC2 (instance i-1) terminated.'), startedAt: 0 },
      now: 14 * DAY,
    },
    outcome: { kind: 'interrupted', retry: never },
  },
  {
    ...memory,
    title: 'a command that took too much memory',
    evidence: { task: reason(OOM, 137, { memory: '4096' }) },
    outcome: {
      kind: 'out-of-memory',
      exitStatus: 137,
      retry: counted,
      reason:
        'The command took more memory than its 4 GB: OutOfMemoryError: Container killed due to memory usage',
      advice:
        "Give the process more memory, e.g. memory '8 GB', or more with each attempt: memory { 8.GB * task.attempt } with errorStrategy 'retry'.",
    },
  },
  {
    ...memory,
    title: 'a command that took too much of a little memory, in the small letters of the developer guide',
    evidence: {
      task: reason('outofmemoryerror: container killed due to memory usage', 137, { memory: '300' }),
    },
    outcome: {
      kind: 'out-of-memory',
      reason:
        'The command took more memory than its 300 MB: outofmemoryerror: container killed due to memory usage',
      advice:
        "Give the process more memory, e.g. memory '1 GB', or more with each attempt: memory { 1.GB * task.attempt } with errorStrategy 'retry'.",
    },
  },
  {
    ...memory,
    title: 'a command that took too much memory and failed for it by itself',
    evidence: { task: reason(OOM, 1, { memory: '1500' }) },
    outcome: {
      kind: 'out-of-memory',
      exitStatus: 1,
      advice:
        "Give the process more memory, e.g. memory '3000 MB', or more with each attempt: memory { 3000.MB * task.attempt } with errorStrategy 'retry'.",
    },
  },
  {
    ...memory,
    title: 'a command that took too much memory, of a size ECS does not tell',
    evidence: { task: reason(OOM) },
    outcome: {
      reason:
        'The command took more memory than it had: OutOfMemoryError: Container killed due to memory usage',
    },
  },
  {
    title: 'a container that has too little memory to begin',
    fact: 'DG cannot-start-container',
    rule: 'too little memory to start',
    code: 'OUT_OF_MEMORY',
    evidence: {
      task: {
        ...endedTask(undefined, { stopCode: 'TaskFailedToStart', memory: '6' }),
        stoppedReason:
          'CannotStartContainerError: OCI runtime create failed: container init was OOM-killed (memory limit too low?): unknown',
      },
    },
    outcome: { kind: 'out-of-memory', retry: counted },
  },
  {
    title: 'words of memory beside a status of 0',
    fact: 'facts §4, normal end',
    rule: 'completed',
    evidence: { task: reason('OutOfMemoryError: a child was killed', 0) },
    outcome: { kind: 'completed', exitStatus: 0 },
  },
  {
    ...others,
    title: 'a StopTask that was not ours',
    rule: 'stopped by someone else',
    evidence: {
      task: endedTask(137, { stopCode: 'UserInitiated', stoppedReason: 'Task stopped by user' }),
    },
    outcome: {
      kind: 'killed',
      retry: never,
      reason: 'Somebody stopped the task by StopTask: Task stopped by user',
    },
  },
  {
    ...others,
    title: 'a StopTask that gives its reason',
    rule: 'stopped by someone else',
    evidence: {
      task: endedTask(143, { stopCode: 'UserInitiated', stoppedReason: 'ada: too expensive' }),
    },
    outcome: { kind: 'killed', reason: 'Somebody stopped the task by StopTask: ada: too expensive' },
  },
  {
    ...others,
    title: 'a StopTask of another run',
    rule: 'stopped by another run',
    evidence: { task: endedTask(143, stoppedByUs) },
    outcome: {
      kind: 'killed',
      retry: never,
      reason: 'The run happy_curie stopped the task: Stopped by run happy_curie',
    },
  },
  {
    ...others,
    title: 'a StopTask of another run for the time the task took',
    rule: 'stopped by another run',
    evidence: {
      task: endedTask(143, {
        stopCode: 'UserInitiated',
        stoppedReason: 'Stopped by run happy_curie: it ran for longer than 1 h (time)',
      }),
    },
    outcome: {
      reason:
        'The run happy_curie stopped the task: Stopped by run happy_curie: it ran for longer than 1 h (time)',
    },
  },
  {
    ...others,
    title: 'a StopTask of somebody else as the container was ended after the command',
    rule: 'stopped by someone else',
    evidence: {
      task: endedTask(137, { stopCode: 'UserInitiated', stoppedReason: 'Task stopped by user' }),
      exitFile: 0,
    },
    outcome: { kind: 'killed', exitStatus: 137 },
  },
  {
    title: 'a StopTask of somebody else for a command that was done',
    fact: 'ADR 0009',
    rule: 'completed',
    evidence: {
      task: endedTask(0, { stopCode: 'UserInitiated', stoppedReason: 'Task stopped by user' }),
      exitFile: 0,
    },
    outcome: { kind: 'completed', exitStatus: 0 },
  },
];
