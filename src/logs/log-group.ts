import { inject, injectable } from 'tsyringe';
import { CallRepeater } from '../aws/call-repeater.js';
import { LogsApi } from '../aws/logs-api.js';
import { AwsServiceError } from '../aws/service-error.js';
import { AwsEcsConfig } from '../config/awsecs-config.js';
import { Logger } from '../di/tokens.js';

/** Sees to it that the log group exists: without it every task would fail to start. */
@injectable()
export class LogGroup {
  constructor(
    @inject(LogsApi) private readonly logs: LogsApi,
    @inject(AwsEcsConfig) private readonly config: AwsEcsConfig,
    @inject(Logger) private readonly logger: Logger,
    @inject(CallRepeater) private readonly calls: CallRepeater,
  ) {}

  /** A no (permission, quota) is no verdict: the group may well be there. Throws AwsServiceError for the rest. */
  async ensure(): Promise<void> {
    const name = this.config.logsGroup;
    try {
      const make = (): ReturnType<LogsApi['createGroup']> => this.logs.createGroup(name);
      const made = await this.calls.repeat('making sure of the log group', make);
      if (made === 'created') this.logger.info(`Created the log group ${name}.`);
    } catch (error) {
      if (!(error instanceof AwsServiceError) || error.recoverable) throw error;
      this.logger.warn(
        `Cannot make sure of the log group ${name}: ${error.awsCode}. Tasks fail to start where it does not exist. ` +
          `Create it: aws logs create-log-group --log-group-name ${name}`,
      );
    }
  }
}
