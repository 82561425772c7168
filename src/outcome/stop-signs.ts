import type { EcsTask } from '../aws/ecs-api.js';
import { DAY_MS } from '../config/time-span.js';
import { awsWords, containerExit, lastWord, mainContainer, ranFor, type EndEvidence } from './evidence.js';

/** Codes for a machine taken away (DG spot, container-instance-draining, container-instance-health). */
const INTERRUPTIONS = new Set(['SpotInterruption', 'TerminationNotice', 'InfrastructureHealth']);
const INTERRUPTION_TEXT =
  /^Host EC2 |deregistration forced|instance draining|^Your Spot Task was interrupted/i;
/** What the agent writes in front when a container could not be made to run (AGENT dockerapi/errors.go, facts §4). */
const START_ERROR =
  /\b(?:CannotPull\w*|CannotCreate\w*|CannotStart\w*|CannotInspect\w*|ResourceInitialization|ContainerRuntime\w*|DockerTimeout)Error\b/;
/** What is left of a command whose machine goes: killed at once, or told to end first (facts §4, Spot). */
const ENDED_BY_SIGNAL = new Set([undefined, 137, 143]);

/** The machine was taken from under the task. Codes first; texts only where no exit code contradicts. */
export function isInterruption(task: EcsTask): boolean {
  if (INTERRUPTIONS.has(task.stopCode ?? '')) return true;
  return ENDED_BY_SIGNAL.has(containerExit(task)) && INTERRUPTION_TEXT.test(task.stoppedReason ?? '');
}

/**
 * The container never ran. `stopCode` can be missing (containers-roadmap 1565): then the agent's prefix tells; and
 * where the agent blames the container itself, ECS may call that an exit (facts §4, ContainerRuntimeError).
 */
export function neverStarted(task: EcsTask): boolean {
  if (task.stopCode === 'TaskFailedToStart') return true;
  if (task.startedAt !== undefined) return false;
  const words = task.stopCode === undefined ? awsWords(task) : (mainContainer(task)?.reason ?? '');
  return START_ERROR.test(words);
}

/** {@link neverStarted} by the last word of ECS. */
export function failedToStart(end: EndEvidence): boolean {
  const task = lastWord(end);
  return task !== undefined && neverStarted(task);
}

/** {@link isInterruption} by the last word of ECS. */
export function interrupted(end: EndEvidence): boolean {
  const task = lastWord(end);
  return task !== undefined && isInterruption(task);
}

/** The agent's word for it; 137 alone is any SIGKILL (AGENT dockerapi/errors.go; DG writes it in small letters). */
export function ranOutOfMemory(end: EndEvidence): boolean {
  return /OutOfMemoryError/i.test(awsWords(lastWord(end)));
}

/** The container came to an end of its own, before anybody stopped the task. */
export function endedByItself(end: EndEvidence): boolean {
  return lastWord(end)?.stopCode === 'EssentialContainerExited';
}

/** The container began, whatever became of it. */
export function began(end: EndEvidence): boolean {
  const task = lastWord(end);
  return !failedToStart(end) && (task?.startedAt !== undefined || containerExit(task) !== undefined);
}

/**
 * Instances drain from their 14th day on and are gone by the 21st (facts §2d): what ran for so long can only have
 * been ended by that, and would be again.
 */
const WHOLE_LIFE_MS = 13 * DAY_MS;

/** It ran for about as long as an instance lives. */
export function outlivedItsInstance(end: EndEvidence): boolean {
  return (ranFor(end) ?? 0) >= WHOLE_LIFE_MS;
}

/** No instance could be had for it (DG api_failures_messages; facts §3a); another provider may have one. */
export function lacksCapacity(end: EndEvidence): boolean {
  return (
    failedToStart(end) &&
    /\bRESOURCE:|[Cc]apacity is unavailable|NO ACTIVE INSTANCES|EMPTY CAPACITY PROVIDER/.test(
      awsWords(lastWord(end)),
    )
  );
}

/** A task that had an instance after all, between our decision and ECS's stop, may have come to an end of its own. */
export function gaveUpIn(phase: 'waited' | 'pended', end: EndEvidence): boolean {
  return end.overrun?.phase === phase && end.exitFile === undefined && !endedByItself(end);
}

/** Whether the task ended because no instance was to be had. */
export function lostForCapacity(end: EndEvidence): boolean {
  return gaveUpIn('waited', end) || lacksCapacity(end);
}
