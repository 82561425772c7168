import { inject, injectable } from 'tsyringe';
import type { Place } from '../../spi/index.js';
import { EcsEndpoint } from '../aws/endpoint.js';
import { AwsEcsConfig } from '../config/awsecs-config.js';
import { logStreamConsoleUrl, logStreamOf, logStreamText, taskConsoleUrl } from './log-stream.js';

/** Knows where people find more of a task than a report holds. */
@injectable()
export class TaskPlaces {
  private loopback: Promise<boolean> | undefined;

  constructor(
    @inject(AwsEcsConfig) private readonly config: AwsEcsConfig,
    @inject(EcsEndpoint) private readonly endpoint: EcsEndpoint,
  ) {}

  /** In the order people would look: its log stream and, where it is AWS that ran it, the pages of the console. */
  async of(arn: string): Promise<readonly Place[]> {
    const { logsGroup } = this.config;
    const name = { what: 'Log stream', where: logStreamText(logStreamOf(arn, logsGroup)) };
    if (await this.isLocal()) return [name];
    const pages = [
      { what: 'Console', where: logStreamConsoleUrl(arn, logsGroup) },
      { what: 'Task', where: taskConsoleUrl(arn) },
    ];
    return [name, ...pages.flatMap(({ what, where }) => (where === undefined ? [] : [{ what, where }]))];
  }

  /** The console knows nothing of a local cloud. */
  private isLocal(): Promise<boolean> {
    this.loopback ??= this.endpoint.isLoopback().catch(() => false);
    return this.loopback;
  }
}
