import type { EcsTask } from '../aws/ecs-api.js';
import { awsWords, containerExit } from './evidence.js';

/** Codes for a machine taken away (DG spot, container-instance-draining, container-instance-health). */
const INTERRUPTIONS = new Set(['SpotInterruption', 'TerminationNotice', 'InfrastructureHealth']);
const INTERRUPTION_TEXT = /^Host EC2 |deregistration forced|instance draining/i;
/** What the agent writes in front when a container could not be made to run (AGENT dockerapi/errors.go). */
const START_ERROR =
  /\b(CannotPull\w*|CannotCreate\w*|CannotStart\w*|CannotInspect\w*|ResourceInitialization)Error\b/;

/** The machine was taken from under the task. Codes first; texts only where no exit code contradicts. */
export function isInterruption(task: EcsTask): boolean {
  if (INTERRUPTIONS.has(task.stopCode ?? '')) return true;
  return containerExit(task) === undefined && INTERRUPTION_TEXT.test(task.stoppedReason ?? '');
}

/** The container never ran. `stopCode` can be missing (containers-roadmap 1565): then the agent's prefix tells. */
export function neverStarted(task: EcsTask): boolean {
  if (task.stopCode !== undefined) return task.stopCode === 'TaskFailedToStart';
  return task.startedAt === undefined && START_ERROR.test(awsWords(task));
}

/** A start failure of a kind that passes by itself (DG stopped-task-error-codes, task_cannot_pull_image). */
export function passes(task: EcsTask): boolean {
  const words = awsWords(task);
  if (PASSING_TEXT.test(words)) return true;
  // A code, and written as such: "agent" in a sentence is none.
  return /\bAGENT\b/.test(words);
}

/** No instance could be had for it (DG api_failures_messages); another provider may have one. */
export function lacksCapacity(task: EcsTask): boolean {
  return neverStarted(task) && /\bRESOURCE:|[Cc]apacity is unavailable/.test(awsWords(task));
}

const PASSING_TEXT =
  /toomanyrequests|timeout|timed out|throttl|no space left on device|Unexpected EC2|InternalError/i;
