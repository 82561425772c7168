import { describeValue, type ConfigValue, type Problem } from '../../spi/index.js';
import { isScope } from '../config/config-reader.js';
import { inOneLine } from '../outcome/evidence.js';
import { nearest } from '../nearest.js';
import { DEFAULT_FEE_SHARE, type PriceTable, type TablePrice } from './price-table.js';

/** A table of the user's, or all that keeps it from being one. */
export type PriceTableReading =
  | { readonly ok: true; readonly table: PriceTable }
  | { readonly ok: false; readonly problems: readonly Problem[] };

const SETTING = 'aws.ecs.priceTable';
const DATE = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;
const REGION = /^[a-z]{2,}(?:-[a-z]+)+-\d+$/;
const FAMILY = /^[a-z][a-z\d-]*$/;
const TYPE = /^[a-z][a-z\d-]*\.[a-z\d-]+$/;
const TABLE_NAMES = ['date', 'region', 'feeShare', 'families', 'types'];
const PRICE_NAMES = ['onDemand', 'spot', 'fee'];

/** Reads the content of a file as docs/cost.md describes it. */
export function readPriceTable(text: string): PriceTableReading {
  const json = parsed(text);
  if (!json.ok) return { ok: false, problems: [noJson(json.reason)] };
  const reader = new TableReader();
  const table = reader.table(json.value);
  if (table !== undefined && reader.problems.length === 0) return { ok: true, table };
  return { ok: false, problems: reader.problems };
}

type Parsed =
  { readonly ok: true; readonly value: ConfigValue } | { readonly ok: false; readonly reason: string };

function parsed(text: string): Parsed {
  try {
    // JSON gives what settings are made of, and nothing else.
    return { ok: true, value: JSON.parse(text) as ConfigValue };
  } catch (error) {
    return { ok: false, reason: whyNoJson((error as SyntaxError).message, text) };
  }
}

/** The parser's words in one line; it may quote the file, which need not be the one that was meant. */
function whyNoJson(words: string, text: string): string {
  const placed = words.replace(/ in JSON at position (\d+).*/s, (_, offset: string) => {
    const before = text.slice(0, Number(offset)).split('\n');
    return `, line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`;
  });
  return inOneLine(placed);
}

function noJson(reason: string): Problem {
  return {
    path: SETTING,
    message: `is no JSON: ${reason}`,
    fix: 'Correct the file: names in double quotes, no comma before a closing bracket, no comments.',
  };
}

class TableReader {
  readonly problems: Problem[] = [];

  table(root: ConfigValue): PriceTable | undefined {
    if (!isScope(root)) {
      this.report('', root, 'must be a JSON object', 'Write one as docs/cost.md shows.');
      return undefined;
    }
    this.refuseUnknown('', Object.keys(root), TABLE_NAMES);
    const table = {
      date: this.text(
        'date',
        root['date'],
        DATE,
        'a day, as 2026-11-26: the one the prices were looked up on',
        '2026-11-26',
      ),
      region: this.text('region', root['region'], REGION, 'an AWS region, as us-east-1', 'us-east-1'),
      feeShare: this.amount('feeShare', root['feeShare'] ?? DEFAULT_FEE_SHARE, 0, 1) ?? 0,
      families: this.prices('families', root['families'] ?? {}, FAMILY, 'an instance family, as m6i'),
      types: this.prices('types', root['types'] ?? {}, TYPE, 'an instance type, as m6i.large'),
    };
    if (table.families.size + table.types.size === 0 && this.problems.length === 0)
      this.report('', undefined, 'holds no price', 'Add prices under families or types.');
    return table;
  }

  private prices(
    path: string,
    value: ConfigValue,
    form: RegExp,
    expected: string,
  ): ReadonlyMap<string, TablePrice> {
    const prices = new Map<string, TablePrice>();
    if (!isScope(value)) {
      this.report(path, value, 'must be an object of prices by name', `Name each: ${expected}.`);
      return prices;
    }
    for (const [name, entry] of Object.entries(value)) {
      const own = `${path}.${name}`;
      if (!form.test(name)) this.report(own, undefined, `must be named after ${expected}`, 'Rename it.');
      else prices.set(name, this.price(own, entry));
    }
    return prices;
  }

  private price(path: string, value: ConfigValue): TablePrice {
    if (!isScope(value)) return { onDemand: this.amount(path, value) ?? 0 };
    this.refuseUnknown(`${path}.`, Object.keys(value), PRICE_NAMES);
    const optional = (name: string): number | undefined =>
      value[name] === undefined ? undefined : this.amount(`${path}.${name}`, value[name]);
    const [spot, fee] = [optional('spot'), optional('fee')];
    return {
      onDemand: this.amount(`${path}.onDemand`, value['onDemand']) ?? 0,
      ...(spot !== undefined && { spot }),
      ...(fee !== undefined && { fee }),
    };
  }

  private text(
    path: string,
    value: ConfigValue | undefined,
    form: RegExp,
    expected: string,
    example: string,
  ): string {
    if (typeof value === 'string' && form.test(value)) return value;
    const verb = value === undefined ? 'Add' : 'Write';
    this.report(path, value, `must be ${expected}`, `${verb} e.g. "${path}": "${example}".`);
    return '';
  }

  /** Dollars, unless bounds say otherwise; both of them are allowed. */
  private amount(path: string, value: ConfigValue | undefined, least = 0, most = 10_000): number | undefined {
    if (typeof value === 'number' && value >= least && value <= most) return value;
    const what = most === 1 ? 'a share' : 'dollars an hour, a number';
    this.report(path, value, `must be ${what} from ${least} to ${most}`, amountFix(value, most));
    return undefined;
  }

  private refuseUnknown(prefix: string, names: readonly string[], known: readonly string[]): void {
    for (const name of names.filter((one) => !known.includes(one))) {
      const near = nearest(name, known);
      const fix = near === undefined ? `Known are ${known.join(', ')}.` : `Did you mean ${near}?`;
      this.report(`${prefix}${name}`, undefined, 'is not known', fix);
    }
  }

  private report(path: string, found: ConfigValue | undefined, message: string, fix: string): void {
    this.problems.push({
      path: path === '' ? SETTING : `${SETTING}, ${path}`,
      message,
      ...(found !== undefined && { found: describeValue(found) }),
      fix,
    });
  }
}

/** What to do about an amount that cannot be used. */
function amountFix(value: ConfigValue | undefined, most: number): string {
  if (value === undefined) return 'Add it, e.g. "onDemand": 0.107.';
  if (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)))
    return 'Write it without quotes.';
  if (typeof value !== 'number') return 'Write a number without quotes, e.g. 0.107.';
  if (value < 0) return 'Write it without the minus; 0 is what costs nothing.';
  return most === 1 ? 'Write a share, e.g. 0.12 for 12 %.' : 'Write the dollars of one hour.';
}
