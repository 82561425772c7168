import { inject, injectable } from 'tsyringe';
import { AwsEcsConfig } from '../config/awsecs-config.js';
import { Logger } from '../di/tokens.js';

/**
 * What this session has learned about ECS from its answers, where AWS's own pages contradict each other: try
 * what was asked, learn from the first refusal, say it once, go on.
 */
@injectable()
export class Adaptations {
  private overridesIgnored = false;
  private publicIpRefused = false;

  constructor(
    @inject(AwsEcsConfig) private readonly config: AwsEcsConfig,
    @inject(Logger) private readonly logger: Logger,
  ) {}

  /** Whether cpu and memory travel as RunTask overrides, or stand in the definition. */
  get resourcesInOverrides(): boolean {
    return this.config.resourcesIn !== 'definition' && !this.overridesIgnored;
  }

  get publicIp(): boolean {
    return this.config.assignPublicIp && !this.publicIpRefused;
  }

  /** False where the user insists on overrides, so that nothing can be adapted. */
  ignoredOverrides(): boolean {
    if (this.config.resourcesIn !== 'auto') return false;
    this.once(
      this.overridesIgnored,
      "ECS ignores cpu and memory given as overrides here: this session puts them into task definitions. Set aws.ecs.resourcesIn = 'definition' to begin so.",
    );
    this.overridesIgnored = true;
    return true;
  }

  /** False where the user asked for the address himself: then AWS's refusal is his to see. */
  refusedPublicIp(): boolean {
    if (this.config.given.has('assignPublicIp')) return false;
    this.once(
      this.publicIpRefused,
      'ECS refuses assignPublicIp here: this session goes on without it. Set aws.ecs.assignPublicIp = false to begin so.',
    );
    this.publicIpRefused = true;
    return true;
  }

  private once(known: boolean, message: string): void {
    if (!known) this.logger.warn(message);
  }
}
