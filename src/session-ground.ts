import { inject, injectable } from 'tsyringe';
import { PreconditionError } from '../spi/index.js';
import { EcsEndpoint } from './aws/endpoint.js';
import { Session } from './di/tokens.js';
import { PriceBook } from './trace/price-book.js';

/** What a session stands on before it asks AWS anything: its region, its endpoint, its prices. */
@injectable()
export class SessionGround {
  private local = false;

  constructor(
    @inject(EcsEndpoint) private readonly endpoint: EcsEndpoint,
    @inject(PriceBook) private readonly prices: PriceBook,
    @inject(Session) private readonly session: Session,
  ) {}

  /** Whether ECS is a local cloud's; false until {@link check} has looked. */
  get isLocal(): boolean {
    return this.local;
  }

  region(): Promise<string> {
    return this.endpoint.region();
  }

  /** @throws PreconditionError REGION_MISSING or WAVE_UNRESOLVED, ConfigError PRICE_TABLE_INVALID. */
  async check(): Promise<void> {
    await this.endpoint.region();
    this.local = await this.endpoint.isLoopback();
    this.refuseUnresolvedImages();
    await this.prices.load();
  }

  /** An image without Fusion cannot see the work dir: on AWS the task would pull, fail and cost money. */
  private refuseUnresolvedImages(): void {
    if (this.session.resolvesContainers || this.local) return;
    throw new PreconditionError(
      'Tasks cannot run on AWS: this engine does not resolve images through Wave (Session.resolvesContainers is false), so ' +
        'they would lack Fusion and could not see their work dir. Use an engine that does, or the local cloud: add -local to ' +
        'the command, or start one by nf-awsecs local.',
      { code: 'WAVE_UNRESOLVED' },
    );
  }
}
