import { AwsError } from '../../http/aws-error.js';
import { type BucketRate, TokenBucket } from '../../throttle/token-bucket.js';

/** A bucket of facts §5: operations that spend each other's tokens. */
export interface SharedBucket extends BucketRate {
  readonly operations: readonly string[];
}

/**
 * AWS's numbers, per account and region (facts §5). Operations that are in no bucket are not throttled: AWS has
 * more buckets, for services, agents and account settings, whose numbers are not known here.
 */
export const sharedBuckets: readonly SharedBucket[] = [
  {
    operations: [
      'RunTask',
      'StopTask',
      'StartTask',
      'ExecuteCommand',
      'PutAttributes',
      'DeregisterContainerInstance',
    ],
    burst: 100,
    perSecond: 40,
  },
  {
    operations: ['DescribeTasks', 'ListTasks', 'DescribeContainerInstances', 'ListContainerInstances'],
    burst: 100,
    perSecond: 20,
  },
  {
    operations: ['RegisterTaskDefinition', 'DeregisterTaskDefinition'],
    burst: 20,
    perSecond: 1,
  },
  {
    operations: ['DescribeTaskDefinition', 'ListTaskDefinitions', 'ListTaskDefinitionFamilies'],
    burst: 50,
    perSecond: 20,
  },
  { operations: ['DeleteTaskDefinitions'], burst: 5, perSecond: 1 },
  { operations: ['DescribeCapacityProviders'], burst: 50, perSecond: 20 },
  {
    operations: ['CreateCapacityProvider', 'UpdateCapacityProvider', 'DeleteCapacityProvider'],
    burst: 10,
    perSecond: 1,
  },
  { operations: ['DescribeClusters', 'ListClusters'], burst: 50, perSecond: 20 },
  {
    operations: [
      'CreateCluster',
      'DeleteCluster',
      'PutClusterCapacityProviders',
      'UpdateCluster',
      'UpdateClusterSettings',
    ],
    burst: 20,
    perSecond: 1,
  },
  { operations: ['ListTagsForResource'], burst: 50, perSecond: 20 },
  { operations: ['TagResource', 'UntagResource'], burst: 20, perSecond: 10 },
];

/** AWS's rates, none at all, or AWS's times a factor above 0: quotas are adjustable (facts §5). */
export type ThrottleScale = 'aws' | 'off' | number;

/**
 * What AWS's rates are multiplied with; `undefined` where nothing is throttled.
 *
 * @throws RangeError where a factor is not a finite number above 0
 */
export function throttleFactor(scale: ThrottleScale): number | undefined {
  if (scale === 'off') return undefined;
  const factor = scale === 'aws' ? 1 : scale;
  if (factor > 0 && Number.isFinite(factor)) return factor;
  throw new RangeError(`throttle is ${scale}: 'aws', 'off' or a number above 0 is allowed`);
}

/** One region's buckets. */
export class EcsThrottle {
  private readonly buckets = new Map<string, TokenBucket>();

  /**
   * @param now epoch milliseconds
   * @throws RangeError where the factor is not a finite number above 0
   */
  constructor(now: () => number, scale: ThrottleScale = 'aws') {
    const factor = throttleFactor(scale);
    if (factor === undefined) return;
    for (const { operations, burst, perSecond } of sharedBuckets) {
      // A bucket that holds less than one token would never let anything pass.
      const rate = { burst: Math.max(1, burst * factor), perSecond: perSecond * factor };
      const bucket = new TokenBucket(rate, now);
      for (const operation of operations) this.buckets.set(operation, bucket);
    }
  }

  /** @throws AwsError with what AWS answers to a caller out of tokens: ECS says so with status 400 (facts §3a) */
  admit(operation: string): void {
    if (this.buckets.get(operation)?.take() === false) {
      throw new AwsError('ThrottlingException', 'Rate exceeded');
    }
  }
}
