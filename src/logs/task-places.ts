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
   */
  of(arn: string): readonly Place[] {
    const { logsGroup } = this.config;
    const name = { what: 'Log stream', where: logStreamText(logStreamOf(arn, logsGroup)) };
    if (this.ground.isLocal) return [name];
    const pages = [
      { what: 'Console', where: logStreamConsoleUrl(arn, logsGroup) },
      { what: 'Task', where: taskConsoleUrl(arn) },
    ];
    return [name, ...pages.flatMap(({ what, where }) => (where === undefined ? [] : [{ what, where }]))];
  }
}
