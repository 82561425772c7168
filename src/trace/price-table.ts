/** What an instance type costs, in dollars an hour. */
export interface InstancePrice {
  readonly onDemand: number;
  /** Absent where the table does not tell. */
  readonly spot?: number;
  /** What Managed Instances cost on top, whatever the instance itself is paid by. */
  readonly fee: number;
}

/** A price as a table holds it; what it lacks is worked out. */
export type TablePrice = Omit<InstancePrice, 'fee'> & Partial<Pick<InstancePrice, 'fee'>>;

/** Prices of instance types in one region on one day. */
export interface PriceTable {
  /** YYYY-MM-DD. */
  readonly date: string;
  readonly region: string;
  /** Of the on-demand price, where a price names no fee of its own; 0.12 for 12 %. */
  readonly feeShare: number;
  /** By family: the price of its size `large`. The other sizes cost as much more or less as they are larger or smaller. */
  readonly families: ReadonlyMap<string, TablePrice>;
  /** By type; wins over its family. */
  readonly types: ReadonlyMap<string, TablePrice>;
}

/**
 * The fee where nobody tells it: c6a.2xlarge paid $0.037 on $0.306 (facts/ecs-managed-instances.md §11), and no list of
 * the fees is public in one place.
 */
export const DEFAULT_FEE_SHARE = 0.12;

/** `m6i.2xlarge`: family and size. Bare metal names no size, or not the one by which it is paid. */
const TYPE = /^([\w-]+)\.(medium|large|(\d*)xlarge)$/;

/** The price of an instance type; undefined where the table does not tell it. */
export function priceOf(table: PriceTable, type: string): InstancePrice | undefined {
  const own = table.types.get(type);
  if (own !== undefined) return whole(own, table);
  const [, family = '', size = '', count] = TYPE.exec(type) ?? [];
  const large = table.families.get(family);
  return large && whole(times(large, factorOf(size, count)), table);
}

/** How many `large` a size costs (EC2 on-demand prices double with every doubling in size). */
function factorOf(size: string, count: string | undefined): number {
  if (size === 'medium') return 0.5;
  return size === 'large' ? 1 : 2 * Number(count === '' ? 1 : count);
}

function times({ onDemand, spot, fee }: TablePrice, factor: number): TablePrice {
  return {
    onDemand: onDemand * factor,
    ...(spot !== undefined && { spot: spot * factor }),
    ...(fee !== undefined && { fee: fee * factor }),
  };
}

function whole(price: TablePrice, { feeShare }: PriceTable): InstancePrice {
  return { ...price, fee: price.fee ?? price.onDemand * feeShare };
}
