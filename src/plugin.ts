import { ConfigError, type Executor, type ExecutorPlugin, type Session } from '../spi/index.js';
import { AwsEcsConfigProvider } from './config/config-provider.js';
import { compose } from './di/compose.js';
import { AwsEcsExecutor } from './executor.js';
import { checkProcess } from './request/directives.js';

/** configuration → preconditions → compose → executor. */
export const plugin: ExecutorPlugin = {
  check: (_executor, process) => checkProcess(process),

  createExecutor(name: string, session: Session): Executor {
    if (name !== 'awsecs') {
      throw new ConfigError(`nf-awsecs has no executor '${name}'. It brings: awsecs.`, {
        code: 'UNKNOWN_EXECUTOR',
      });
    }
    const config = new AwsEcsConfigProvider(session).load();
    if (config.taskRole === undefined) {
      session.logger.warn(
        'aws.ecs.taskRole is not set: Fusion has no S3 credentials of its own in the tasks.',
      );
    }
    return compose(config, session).resolve(AwsEcsExecutor);
  },
};
