import { inject, injectable } from 'tsyringe';
import { CallRepeater } from '../aws/call-repeater.js';
import { InstanceTypesApi } from '../aws/instance-types-api.js';
import { AwsServiceError } from '../aws/service-error.js';
import { Logger } from '../di/tokens.js';
import type { InstanceType } from './instance-type.js';

/** What EC2 has told of instance types, once a session for each name or glob. */
@injectable()
export class TypeCatalogue {
  private readonly asked = new Set<string>();
  /** Replaced when something is learned: who keeps what follows from it sees that. */
  private types: readonly InstanceType[] = [];
  private silent = false;
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    @inject(InstanceTypesApi) private readonly ec2: InstanceTypesApi,
    @inject(CallRepeater) private readonly calls: CallRepeater,
    @inject(Logger) private readonly logger: Logger,
  ) {}

  /**
   * Every type known, those that fit one of the names or globs among them; undefined where EC2 does not tell, which a
   * warning says once.
   */
  async knowing(globs: readonly string[]): Promise<readonly InstanceType[] | undefined> {
    // One after the other: what two tasks name at once is asked once.
    const turn = this.last.then(() => this.learn(globs));
    this.last = turn.catch(() => undefined);
    await turn;
    return this.silent ? undefined : this.types;
  }

  private async learn(globs: readonly string[]): Promise<void> {
    const news = globs.filter((glob) => !this.asked.has(glob));
    if (this.silent || news.length === 0) return;
    try {
      const found = await this.calls.repeat('looking up instance types', () => this.ec2.matching(news));
      for (const glob of news) this.asked.add(glob);
      const known = new Set(this.types.map(({ name }) => name));
      this.types = [...this.types, ...found.filter(({ name }) => !known.has(name))];
    } catch (error) {
      if (!(error instanceof AwsServiceError)) throw error;
      this.silent = true;
      this.logger.warn(
        `What instance types are made of could not be looked up (${error.operation}: ${error.awsCode}: ${error.awsMessage}). ` +
          'Providers are chosen by the names and ranges of their requirements alone, and memory is asked for as written. ' +
          'Allow ec2:DescribeInstanceTypes to the credentials in use.',
      );
    }
  }
}
