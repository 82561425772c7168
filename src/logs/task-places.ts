import { inject, injectable } from 'tsyringe';
import type { Place } from '../../spi/index.js';
import { AwsEcsConfig } from '../config/awsecs-config.js';
import { SessionGround } from '../session-ground.js';
import { logStreamConsoleUrl, logStreamOf, logStreamText, taskConsoleUrl } from './log-stream.js';

/** Knows where people find more of a task than a report holds. */
@injectable()
export class TaskPlaces {
  constructor(
    @inject(AwsEcsConfig) private readonly config: AwsEcsConfig,
    @inject(SessionGround) private readonly ground: Pick<SessionGround, 'isLocal'>,
  ) {}

  /**
   * In the order people would look: its log stream and, where it is AWS that ran it, the pages of the console, which
   * knows nothing of a local cloud.
   * @param started whether its container began: the driver makes the stream then.
   */
  of(arn: string, started: boolean): readonly Place[] {
    const { logsGroup } = this.config;
    const stream = { what: 'Log stream', where: logStreamText(logStreamOf(arn, logsGroup)) };
    const page = { what: 'Console', where: logStreamConsoleUrl(arn, logsGroup) };
    const task = { what: 'Task', where: taskConsoleUrl(arn) };
    const log = this.ground.isLocal ? [stream] : [stream, page];
    const places = [...(started ? log : []), ...(this.ground.isLocal ? [] : [task])];
    return places.flatMap(({ what, where }) => (where === undefined ? [] : [{ what, where }]));
  }
}
