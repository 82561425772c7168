import { inject, injectable } from 'tsyringe';
import { AwsEcsConfig } from '../config/awsecs-config.js';
import { SessionEnd } from '../di/session-end.js';
import { Session } from '../di/tokens.js';
import { PriceBook } from './price-book.js';

/** So long types gather that one warning names them together: the tasks of a step end on many. */
const GATHER_MS = 30_000;

/** Tells people of instance types whose tasks have no cost, for want of a price: each type once a session. */
@injectable()
export class PriceNotice {
  private readonly told = new Set<string>();
  private gathered: string[] = [];

  constructor(
    @inject(PriceBook) private readonly prices: PriceBook,
    @inject(AwsEcsConfig) private readonly config: AwsEcsConfig,
    @inject(Session) private readonly session: Session,
    @inject(SessionEnd) private readonly end: SessionEnd,
  ) {}

  /** A task was on an instance of this type, which the table has no price of. */
  note(type: string): void {
    if (this.told.has(type)) return;
    this.told.add(type);
    this.gathered.push(type);
    if (this.end.signal.aborted) this.tell();
    else if (this.gathered.length === 1) this.tellSoon();
  }

  /** At the end of the session at the latest. */
  private tellSoon(): void {
    const { signal } = this.end;
    const atEnd = (): void => {
      timer.cancel();
      this.tell();
    };
    const timer = this.session.clock.after(GATHER_MS, () => {
      signal.removeEventListener('abort', atEnd);
      this.tell();
    });
    signal.addEventListener('abort', atEnd, { once: true });
  }

  private tell(): void {
    const types = this.gathered.sort().join(', ');
    this.gathered = [];
    this.session.logger.warn(`Tasks on ${types} have no cost: ${this.why()}`);
  }

  private why(): string {
    const { priceTable } = this.config;
    const { date } = this.prices.table;
    return priceTable === undefined
      ? `the price table of the package (${date}) has no price of these types. Name a table that has by aws.ecs.priceTable.`
      : `the price table ${priceTable} has no price of these types. Add them under types, or their families under families.`;
  }
}
