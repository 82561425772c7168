import { CreateLogGroupCommand, type CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { token } from '../di/token.js';
import { toServiceError } from './service-error.js';

/** The calls to CloudWatch Logs. Every method throws AwsServiceError and nothing else. */
export interface LogsApi {
  createGroup(name: string): Promise<'created' | 'exists'>;
}

export const LogsApi = token<LogsApi>('LogsApi');

/** {@link LogsApi} over the SDK's client. */
export class SdkLogsApi implements LogsApi {
  constructor(private readonly client: CloudWatchLogsClient) {}

  async createGroup(name: string): Promise<'created' | 'exists'> {
    try {
      await this.client.send(new CreateLogGroupCommand({ logGroupName: name }));
      return 'created';
    } catch (error) {
      const failure = toServiceError('logs:CreateLogGroup', error);
      if (failure.awsCode === 'ResourceAlreadyExistsException') return 'exists';
      throw failure;
    }
  }
}
