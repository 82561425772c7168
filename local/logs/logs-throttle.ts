import { AwsError } from '../http/aws-error.js';
import { TokenBucket } from '../throttle/token-bucket.js';

/** Requests a second, where a region has no number of its own. */
interface Rate {
  readonly usual: number;
  readonly regions?: Readonly<Record<string, number>>;
}

const slowReads = [
  'us-west-2',
  'eu-west-1',
  'eu-central-1',
  'ap-northeast-3',
  'ap-southeast-3',
  'ca-west-1',
  'il-central-1',
] as const;

/**
 * AWS's quotas of requests a second (facts/ecs-managed-instances.md §6b). Operations the facts have no number for are
 * not throttled here.
 */
export const logRates: Readonly<Record<string, Rate>> = {
  CreateLogGroup: { usual: 10 },
  CreateLogStream: { usual: 50 },
  DescribeLogStreams: { usual: 25 },
  PutLogEvents: { usual: 5000 },
  GetLogEvents: {
    usual: 25,
    regions: { ...Object.fromEntries(slowReads.map((region) => [region, 10])), 'eu-west-3': 30 },
  },
  FilterLogEvents: { usual: 10, regions: { 'us-east-1': 25, 'eu-central-1': 5 } },
};

/** One region's buckets, one an operation: a second's worth of requests each, as the quotas have no bursts. */
export class LogsThrottle {
  private readonly buckets: ReadonlyMap<string, TokenBucket>;

  constructor(region: string, now: () => number) {
    this.buckets = new Map(
      Object.entries(logRates).map(([operation, { usual, regions }]) => {
        const perSecond = regions?.[region] ?? usual;
        return [operation, new TokenBucket({ burst: perSecond, perSecond }, now)];
      }),
    );
  }

  /** Throws what AWS answers past its quota, with status 400. */
  admit(operation: string): void {
    if (!this.take(operation)) throw new AwsError('ThrottlingException', 'Rate exceeded');
  }

  /** Spends one request; false where none is left. */
  take(operation: string): boolean {
    return this.buckets.get(operation)?.take() !== false;
  }
}
