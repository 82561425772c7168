import { AwsError } from '../../http/aws-error.js';
import { type BucketRate, TokenBucket } from './token-bucket.js';

/** A bucket of facts §5: operations that spend each other's tokens. */
interface SharedBucket extends BucketRate {
  readonly operations: readonly string[];
}

/** AWS's numbers, per account and region (facts/ecs-managed-instances.md §5). */
export const sharedBuckets: readonly SharedBucket[] = [
  { operations: ['RunTask', 'StopTask'], burst: 100, perSecond: 40 },
  { operations: ['DescribeTasks', 'ListTasks'], burst: 100, perSecond: 20 },
  { operations: ['RegisterTaskDefinition', 'DeregisterTaskDefinition'], burst: 20, perSecond: 1 },
  { operations: ['DescribeTaskDefinition', 'ListTaskDefinitions'], burst: 50, perSecond: 20 },
  { operations: ['DescribeCapacityProviders'], burst: 50, perSecond: 20 },
  { operations: ['CreateCapacityProvider'], burst: 10, perSecond: 1 },
  { operations: ['DescribeClusters', 'ListClusters'], burst: 50, perSecond: 20 },
  { operations: ['CreateCluster', 'PutClusterCapacityProviders'], burst: 20, perSecond: 1 },
];

/** One region's buckets. */
export class EcsThrottle {
  private readonly buckets = new Map<string, TokenBucket>();

  constructor(now: () => number) {
    for (const shared of sharedBuckets) {
      const bucket = new TokenBucket(shared, now);
      for (const operation of shared.operations) this.buckets.set(operation, bucket);
    }
  }

  /** Throws what AWS answers to a caller out of tokens: ECS says so with status 400 (facts §3a). */
  admit(operation: string): void {
    if (this.buckets.get(operation)?.take() === false) {
      throw new AwsError('ThrottlingException', 'Rate exceeded');
    }
  }
}
