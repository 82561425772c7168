// tsyringe reads decorators through it and refuses to load without.
import 'reflect-metadata';
import type { Session } from '../../spi/index.js';
import { AwsEcsConfigProvider } from '../config/config-provider.js';
import { compose } from '../di/compose.js';
import { AwsEcsExecutor } from '../executor.js';
import { AwsEcsPlanner } from './aws-ecs-planner.js';
import type { AwsEcsPlan, ProcessToPlan } from './run-plan.js';

/**
 * What the executor `awsecs` of this session would send to ECS for these processes. AWS is read, never changed.
 * @throws ConfigError, PreconditionError, RequestError, NetworkDiscoveryError or AwsServiceError: what a run would be
 * refused with.
 */
export async function planSession(
  session: Session,
  processes: readonly ProcessToPlan[],
): Promise<AwsEcsPlan> {
  const scope = compose(new AwsEcsConfigProvider(session).load(), session);
  try {
    return await scope.resolve(AwsEcsPlanner).plan(processes);
  } finally {
    await scope.resolve(AwsEcsExecutor).shutdown();
  }
}
