import { type ContainerExit } from '../../runtime/task-runtime.js';
import { type RestartPolicy } from '../definition/container-shape.js';

/** Seconds a container must have run before it may be started again, where its policy names none. */
const usualPeriod = 300;

/**
 * Whether a container that ended by itself is started again: not after an exit code its policy ignores, and only
 * where it ran for the policy's `restartAttemptPeriod`, so that one which fails at once ends for good.
 *
 * @param ranMs milliseconds since its last start
 */
export function restarts(policy: RestartPolicy | undefined, exit: ContainerExit, ranMs: number): boolean {
  if (policy?.enabled !== true) return false;
  if (exit.exitCode !== undefined && policy.ignoredExitCodes?.includes(exit.exitCode) === true) return false;
  return ranMs >= (policy.restartAttemptPeriod ?? usualPeriod) * 1000;
}
