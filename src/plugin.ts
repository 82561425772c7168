import { ConfigError, type Executor, type ExecutorPlugin, type Session } from '../spi/index.js';
import { AwsEcsConfigProvider } from './config/config-provider.js';
import { compose } from './di/compose.js';
import { AwsEcsExecutor } from './executor.js';
import { readNeeds } from './request/read-needs.js';

/** configuration → preconditions → compose → executor. */
export const plugin: ExecutorPlugin = {
  check: (_executor, process) => readNeeds(process).problems,

  createExecutor(name: string, session: Session): Executor {
    if (name !== 'awsecs') {
      throw new ConfigError(
        `nf-awsecs has no executor '${name}': it brings awsecs alone. Set process.executor = 'awsecs'.`,
        {
          code: 'UNKNOWN_EXECUTOR',
        },
      );
    }
    const config = new AwsEcsConfigProvider(session).load();
    if (config.taskRole === undefined && session.submits !== false) {
      session.logger.warn(
        'Tasks have no role of their own: aws.ecs.taskRole is not set, so Fusion finds no S3 credentials in them. Set it to a ' +
          'role that may read and write the work dir.',
      );
    }
    return compose(config, session).resolve(AwsEcsExecutor);
  },
};
