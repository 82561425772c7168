import {
  CreateLogGroupCommand,
  GetLogEventsCommand,
  type CloudWatchLogsClient,
  type GetLogEventsCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import type { LogLine } from '../../spi/index.js';
import { token } from '../di/token.js';
import { present } from '../present.js';
import { toServiceError } from './service-error.js';

/** Which page of a log stream is wanted. */
export interface LogPageRequest {
  readonly group: string;
  /** Name of the stream. */
  readonly name: string;
  /** From the oldest event on; else the latest, and back from there. */
  readonly fromHead: boolean;
  /** Where the page before this one ended; it must come from a page read in the same direction. */
  readonly token?: string | undefined;
  /** Most events, 1 to 10,000. */
  readonly limit?: number | undefined;
  /** No event before this, epoch milliseconds. */
  readonly since?: number | undefined;
}

/**
 * A page of a log stream, at most 1 MB or 10,000 events. It can hold few events or none while there are more: only a
 * token equal to the one passed means the end (CloudWatch Logs API reference, GetLogEvents).
 */
export interface LogPage {
  /** Oldest first. */
  readonly lines: readonly LogLine[];
  /** Where to read on. */
  readonly forward: string;
  /** Where to read back. */
  readonly backward: string;
}

/** The calls to CloudWatch Logs. Every method throws AwsServiceError, or ShutdownError once the session is over. */
export interface LogsApi {
  createGroup(name: string): Promise<'created' | 'exists'>;
  /** Undefined where there is no such stream: a task makes its own when it first writes (facts §6a). */
  readPage(request: LogPageRequest): Promise<LogPage | undefined>;
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

  async readPage({
    group,
    name,
    fromHead,
    token,
    limit,
    since,
  }: LogPageRequest): Promise<LogPage | undefined> {
    const command = new GetLogEventsCommand({
      logGroupName: group,
      logStreamName: name,
      startFromHead: fromHead,
      ...present({ nextToken: token, limit, startTime: since }),
    });
    try {
      return toPage(await this.client.send(command));
    } catch (error) {
      const failure = toServiceError('logs:GetLogEvents', error);
      // One name for both: a missing group has the word group in its text, and is no sign of a task that printed nothing.
      if (failure.awsCode === 'ResourceNotFoundException' && !/log group/i.test(failure.awsMessage))
        return undefined;
      throw failure;
    }
  }
}

function toPage({ events, nextForwardToken, nextBackwardToken }: GetLogEventsCommandOutput): LogPage {
  return {
    lines: (events ?? []).map(({ timestamp, ingestionTime, message }) => ({
      time: timestamp ?? ingestionTime ?? 0,
      text: (message ?? '').replace(/\r?\n$/, ''),
    })),
    forward: nextForwardToken ?? '',
    backward: nextBackwardToken ?? '',
  };
}
