import { ecsTask, endedTask } from '../../aws-builders.js';
import { counted, never, withoutCode, type Ending } from './ending.js';

const plain = { fact: 'facts §4, failure of process', rule: 'failed', code: 'EXIT_STATUS' };
const meant = {
  fact: 'bash manual, EXIT STATUS; signal(7)',
  rule: 'failed with a status that has a meaning',
  code: 'EXIT_STATUS',
};
const done = { fact: 'facts §4, normal end', rule: 'completed' };
const lost = { fact: 'facts §3b, MISSING late', rule: 'lost', code: 'TASK_LOST' };
const mute = { fact: 'facts §3b, exitCode absent', rule: 'ended without a status', code: 'END_UNKNOWN' };

const meanings: readonly (readonly [status: number, says: string])[] = [
  [126, 'what should run was found and may not be run'],
  [127, 'a command was not found'],
  [130, 'the command was interrupted (SIGINT)'],
  [132, 'the program tried an instruction the processor lacks (SIGILL)'],
  [134, 'the program aborted itself (SIGABRT)'],
  [135, 'the program met a bus error (SIGBUS)'],
  [136, 'the program met an arithmetic error (SIGFPE)'],
  [137, 'the command was killed (SIGKILL), most often for want of memory, though ECS does not say so'],
  [139, 'the program crashed (SIGSEGV)'],
  [141, 'a program wrote to a pipe that nobody read any more (SIGPIPE)'],
  [143, 'the command was told to end (SIGTERM)'],
  [255, 'a status outside 0 to 254, often that of a program that could not begin or of ssh'],
];

/** Statuses, their disagreements, and ends of which nobody knows any. */
export const exitEndings: readonly Ending[] = [
  {
    ...done,
    title: 'a command that exited 0',
    evidence: { task: endedTask(0) },
    outcome: { kind: 'completed', exitStatus: 0, reason: 'The command exited 0', retry: never },
  },
  {
    ...done,
    title: 'a command that exited 0, by ECS and its file',
    evidence: { task: endedTask(0), exitFile: 0, output: ['hello'] },
    outcome: { kind: 'completed', exitStatus: 0 },
  },
  {
    ...done,
    title: 'the exit file of a task ECS no longer knows',
    evidence: { task: undefined, exitFile: 0 },
    outcome: { kind: 'completed', exitStatus: 0, retry: never },
  },
  ...[1, 2, 3, 100].map((status) => ({
    ...plain,
    title: `a command that failed with ${status}`,
    evidence: { task: endedTask(status), exitFile: status },
    outcome: {
      kind: 'failed' as const,
      exitStatus: status,
      reason: `The command ended with status ${status}`,
      retry: counted,
    },
  })),
  ...meanings.map(([status, says]) => ({
    ...meant,
    title: `a command that failed with ${status}`,
    evidence: { task: endedTask(status), exitFile: status },
    outcome: {
      kind: 'failed' as const,
      exitStatus: status,
      reason: `Status ${status}: ${says}`,
      retry: counted,
    },
  })),
  {
    ...meant,
    title: 'a command that was killed, by its file alone',
    evidence: { task: endedTask(undefined), exitFile: 137 },
    outcome: { kind: 'failed', exitStatus: 137 },
  },
  {
    fact: 'facts/nextflow-contract.md §3.1 (nf-core/mag 1089)',
    rule: 'Fusion failed to read or write',
    code: 'FUSION_IO_FAILED',
    title: 'Fusion that could not read or write',
    evidence: { task: endedTask(174) },
    outcome: { kind: 'failed', exitStatus: 174, retry: counted },
  },
  {
    ...plain,
    title: 'a status that only the file tells, of a task ECS has forgotten',
    evidence: { task: undefined, exitFile: 3 },
    outcome: {
      kind: 'failed',
      exitStatus: 3,
      reason: 'The command ended with status 3, as its exit file says; ECS no longer knows the task',
    },
  },
  {
    ...plain,
    title: 'a status that only the file tells',
    evidence: { task: endedTask(undefined), exitFile: 7 },
    outcome: { kind: 'failed', exitStatus: 7 },
  },
  {
    ...plain,
    title: 'a status without any word of ECS',
    evidence: { task: ecsTask({ lastStatus: 'STOPPED', containers: [{ name: 'main', exitCode: 3 }] }) },
    outcome: { kind: 'failed', exitStatus: 3, reason: 'The command ended with status 3' },
  },
  {
    ...plain,
    title: 'a file that tells of a failure where the container ended with 0',
    fact: 'src/outcome/exit-status.ts',
    evidence: { task: endedTask(0), exitFile: 3 },
    outcome: {
      kind: 'failed',
      exitStatus: 3,
      reason: 'The command ended with status 3; the container ended with 0 and .exitcode says 3',
    },
  },
  {
    ...meant,
    title: 'a file that tells of success where the container was killed',
    fact: 'src/outcome/exit-status.ts',
    evidence: { task: endedTask(137), exitFile: 0 },
    outcome: {
      kind: 'failed',
      exitStatus: 137,
      reason:
        'Status 137: the command was killed (SIGKILL), most often for want of memory, though ECS does not say so; the container ended with 137 and .exitcode says 0',
    },
  },
  {
    ...plain,
    title: 'words of a lost host beside an exit status that contradicts them',
    fact: 'facts §4, suggested classifier',
    evidence: {
      task: withoutCode('Task stopped during instance draining', {
        containers: [{ name: 'main', exitCode: 3 }],
      }),
    },
    outcome: {
      kind: 'failed',
      exitStatus: 3,
      reason: 'The command ended with status 3: Task stopped during instance draining',
    },
  },
  {
    ...plain,
    title: 'words of ECS that nobody knows, with a stop code that nobody knows',
    fact: 'DG stopped-tasks-error-messages-updates',
    evidence: { task: endedTask(9, { stopCode: 'SomethingNew', stoppedReason: 'Something new.' }) },
    outcome: { kind: 'failed', exitStatus: 9, reason: 'The command ended with status 9: Something new' },
  },
  {
    ...lost,
    title: 'a task that is gone',
    evidence: { task: undefined },
    outcome: {
      kind: 'lost',
      retry: counted,
      reason: 'ECS no longer knows the task and its work dir has no .exitcode',
    },
  },
  {
    ...lost,
    title: 'a task that is gone and was running',
    evidence: { task: undefined, lastSeen: ecsTask({ lastStatus: 'RUNNING', startedAt: 1 }) },
    outcome: {
      kind: 'lost',
      reason: 'ECS no longer knows the task and its work dir has no .exitcode (it was last seen RUNNING)',
      evidence: { code: 'TASK_LOST', lastStatus: 'RUNNING' },
    },
  },
  {
    ...mute,
    title: 'a stopped task of which nobody knows the status',
    evidence: { task: endedTask(undefined) },
    outcome: {
      kind: 'failed',
      retry: counted,
      reason: 'The task ended and nothing tells how: there is no status from ECS and no .exitcode',
    },
  },
  {
    ...mute,
    title: 'words of a failed start of a task that ran, without a stop code',
    evidence: { task: withoutCode('CannotStartContainerError: x', { startedAt: 1 }) },
    outcome: { kind: 'failed', retry: counted },
  },
  {
    ...mute,
    title: 'a stop in words nobody knows, without a status',
    fact: 'DG stopped-tasks-error-messages-updates',
    evidence: { task: endedTask(undefined, { stopCode: 'SomethingNew', stoppedReason: 'Something new.' }) },
    outcome: {
      kind: 'failed',
      reason:
        'The task ended and nothing tells how: there is no status from ECS and no .exitcode: Something new',
    },
  },
];
