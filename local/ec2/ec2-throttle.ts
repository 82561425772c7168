import { AwsError } from '../http/aws-error.js';
import { type BucketRate, TokenBucket } from '../throttle/token-bucket.js';

/** The buckets of AWS's guide (Request throttling for the Amazon EC2 API): one an action, by its category. */
const reading: BucketRate = { burst: 100, perSecond: 20 };
const readingAll: BucketRate = { burst: 50, perSecond: 10 };
const changing: BucketRate = { burst: 50, perSecond: 5 };

/** Reads that cost more where neither a filter nor a page size is given. */
const heavyReads = new Set([
  'DescribeInstances',
  'DescribeInstanceStatus',
  'DescribeNetworkInterfaces',
  'DescribeSecurityGroups',
  'DescribeSnapshots',
  'DescribeSpotInstanceRequests',
  'DescribeVolumes',
]);

/** Actions with buckets of their own, of those served here. */
const uncategorized: ReadonlyMap<string, BucketRate> = new Map([
  ['CreateNatGateway', { burst: 10, perSecond: 1 }],
  ['DeleteNatGateway', { burst: 10, perSecond: 1 }],
  ['CreateTags', { burst: 100, perSecond: 10 }],
  ['DeleteTags', { burst: 100, perSecond: 10 }],
  ['CreateVpcEndpoint', { burst: 4, perSecond: 0.3 }],
  ['DeleteVpcEndpoints', { burst: 4, perSecond: 0.3 }],
]);

/** One region's buckets. */
export class Ec2Throttle {
  private readonly buckets = new Map<string, TokenBucket>();

  constructor(private readonly now: () => number) {}

  /**
   * @param action one that is served, since each has a bucket for good
   * @param whole whether the request has neither a filter nor a page size
   * @throws AwsError RequestLimitExceeded, which EC2 says with status 503
   */
  admit(action: string, whole: boolean): void {
    const heavy = whole && heavyReads.has(action);
    const key = heavy ? `${action} of all` : action;
    const bucket = this.buckets.get(key) ?? new TokenBucket(rateOf(action, heavy), this.now);
    this.buckets.set(key, bucket);
    if (!bucket.take()) throw new AwsError('RequestLimitExceeded', 'Request limit exceeded.', 503);
  }
}

function rateOf(action: string, heavy: boolean): BucketRate {
  if (heavy) return readingAll;
  return uncategorized.get(action) ?? (/^(Describe|List|Search|Get)/.test(action) ? reading : changing);
}
