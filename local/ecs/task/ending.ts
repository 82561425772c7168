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

/** Auto repair replaces an instance whose health checks fail (facts §2d); the text is not known (facts §4). */
export const instanceImpaired: Ending = {
  stopCode: 'InfrastructureHealth',
  reason: 'Task stopped: the container instance is impaired and is being replaced.',
};

/**
 * A day-21 instance is taken away with all that still runs on it (facts §2d). The text is the old developer guide's,
 * the stop code is not known (facts §4).
 */
export const deregistrationForced: Ending = {
  stopCode: 'TerminationNotice',
  reason: 'Container instance deregistration forced by user',
};
