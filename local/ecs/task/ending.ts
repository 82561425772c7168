/** Why a task ends: ECS's `stopCode` and `stoppedReason` (facts §4). */
export interface Ending {
  readonly stopCode:
    | 'TaskFailedToStart'
    | 'EssentialContainerExited'
    | 'UserInitiated'
    | 'SpotInterruption'
    | 'TerminationNotice'
    | 'InfrastructureHealth';
  readonly reason: string;
}

export const essentialExited: Ending = {
  stopCode: 'EssentialContainerExited',
  reason: 'Essential container in task exited',
};

export const failedToStart = (reason: string): Ending => ({ stopCode: 'TaskFailedToStart', reason });

/** AWS's text for a StopTask without a reason is unverified (facts §4). */
export const userInitiated = (reason: string | undefined): Ending => ({
  stopCode: 'UserInitiated',
  reason: reason ?? 'Task stopped by user',
});

/** The text is Fargate's; the one of Managed Instances is not known (facts §4). */
export const spotInterrupted: Ending = {
  stopCode: 'SpotInterruption',
  reason: 'Your Spot Task was interrupted.',
};

export const hostTerminated = (instanceId: string): Ending => ({
  stopCode: 'TerminationNotice',
  reason: `Host EC2 (instance ${instanceId}) terminated.`,
});

/**
 * A task that had no instance yet when its cloud ended has no host to lose. AWS knows no such end: of the stop codes
 * the one of tasks that never ran, and a text that clients take for transient (facts §4, placement).
 */
export const endedUnplaced: Ending = failedToStart(
  'InternalError: the local cloud was closed before the task had an instance',
);

/** Auto repair replaces an instance whose health checks fail (facts §2d); the text is not known (facts §4). */
export const instanceImpaired: Ending = {
  stopCode: 'InfrastructureHealth',
  reason: 'Task stopped: the container instance is impaired and is being replaced.',
};

/** Batch's page says that draining ends jobs, in these words (facts §4); the stop code is not known. */
export const drainStopped: Ending = {
  stopCode: 'TerminationNotice',
  reason: 'Task stopped during instance draining',
};

/**
 * A day-21 instance is taken away with all that still runs on it (facts §2d). The text is the old developer guide's,
 * the stop code is not known (facts §4).
 */
export const deregistrationForced: Ending = {
  stopCode: 'TerminationNotice',
  reason: 'Container instance deregistration forced by user',
};
