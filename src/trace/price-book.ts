import { inject, injectable } from 'tsyringe';
import { ConfigError, describeValue, type Problem } from '../../spi/index.js';
import { AwsEcsConfig } from '../config/awsecs-config.js';
import { builtInPrices } from './built-in-prices.js';
import { PriceFile } from './price-file.js';
import type { PriceTable } from './price-table.js';
import { readPriceTable } from './read-price-table.js';

/** The prices a session reckons with. */
@injectable()
export class PriceBook {
  private loaded: PriceTable = builtInPrices;

  constructor(
    @inject(AwsEcsConfig) private readonly config: AwsEcsConfig,
    @inject(PriceFile) private readonly file: PriceFile,
  ) {}

  /** The user's table once it is loaded, else our own. */
  get table(): PriceTable {
    return this.loaded;
  }

  /**
   * Reads the user's table, where he names one.
   * @throws ConfigError PRICE_TABLE_INVALID with everything that is wrong with it.
   */
  async load(): Promise<void> {
    const { priceTable: path } = this.config;
    if (path === undefined) return;
    const reading = readPriceTable(await this.textOf(path));
    if (!reading.ok) throw invalid(path, reading.problems);
    this.loaded = reading.table;
  }

  private async textOf(path: string): Promise<string> {
    try {
      return await this.file.read(path);
    } catch (error) {
      throw invalid(path, [unreadable(path, error)]);
    }
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'reading it is not allowed',
  EISDIR: 'it is a folder',
};

function unreadable(path: string, error: unknown): Problem {
  const code = String((error as NodeJS.ErrnoException).code ?? error);
  return {
    path: 'aws.ecs.priceTable',
    message: `cannot be read: ${REASONS[code] ?? code}`,
    found: describeValue(path),
    fix: 'Name a file of prices, from the folder the run is started in or by its whole path; or leave the setting out.',
  };
}

function invalid(path: string, problems: readonly Problem[]): ConfigError {
  return new ConfigError(
    `Costs cannot be estimated by the price table ${describeValue(path)}: correct what is listed (docs/cost.md shows a table).`,
    { code: 'PRICE_TABLE_INVALID', problems },
  );
}
