import * as fc from 'fast-check';
import type { ConfigValue } from '../../spi/index.js';

/** A value as a user writes it, and what the executor should make of it. */
export interface Valid {
  readonly written: ConfigValue;
  readonly read: ConfigValue;
}

const same = (values: fc.Arbitrary<ConfigValue>): fc.Arbitrary<Valid> =>
  values.map((value) => ({ written: value, read: value }));

const id = fc.stringMatching(/^[\w-]{1,20}$/);
const listOf = (prefix: string, most: number): fc.Arbitrary<Valid> =>
  fc
    .array(
      id.map((tail) => `${prefix}${tail}`),
      { minLength: 1, maxLength: most },
    )
    .chain((list) =>
      fc.boolean().map((asText) => ({ written: asText && list.length === 1 ? list[0]! : list, read: list })),
    );
const roleArn = fc
  .tuple(
    fc.constantFrom('aws', 'aws-cn', 'aws-us-gov'),
    fc.stringMatching(/^[0-9]{9,12}$/),
    fc.stringMatching(/^[\w+=,.@/-]{1,30}$/),
  )
  .map(([partition, account, name]) => `arn:${partition}:iam::${account}:role/${name}`);
const url = fc
  .tuple(
    fc.constantFrom('http', 'https'),
    fc.constantFrom('127.0.0.1', 's3.example.org', '[::1]'),
    fc.nat(65_535),
  )
  .map(([scheme, host, port]) => `${scheme}://${host}:${port}`);
const anyText = fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }).filter((text) => /\S/.test(text));
const units: readonly (readonly [string, number])[] = [
  ['ms', 1],
  ['sec', 1000],
  ['min', 60_000],
  ['h', 3_600_000],
];
const duration: fc.Arbitrary<Valid> = fc.oneof(
  same(fc.integer({ min: 1, max: 86_400_000 })),
  fc
    .tuple(fc.integer({ min: 1, max: 24 }), fc.constantFrom(...units), fc.constantFrom('', ' '))
    .map(([n, [unit, scale], gap]) => ({ written: `${n}${gap}${unit}`, read: n * scale })),
  fc.constantFrom({ written: '1.5h', read: 5_400_000 }, { written: '1h 30m 1ms', read: 5_400_001 }),
);
const submitRate: fc.Arbitrary<Valid> = fc
  .tuple(
    fc.integer({ min: 1, max: 999_999 }),
    fc.integer({ min: 1, max: 999 }),
    fc.constantFrom(...units.slice(1)),
    fc.constantFrom('', ' '),
    fc.boolean(),
  )
  .map(([count, n, [unit, scale], gap, over]) => ({
    written: over ? `${count}${gap}/${gap}${n}${gap}${unit}` : `${count}${gap}${unit}`,
    read: { count, periodMs: over ? n * scale : scale },
  }));
const provisioningTimeout: fc.Arbitrary<Valid> = fc.oneof(
  same(fc.integer({ min: 1_000, max: 31_536_000_000 })),
  fc
    .tuple(fc.integer({ min: 1, max: 365 }), fc.constantFrom(...units.slice(1)), fc.constantFrom('', ' '))
    .map(([n, [unit, scale], gap]) => ({ written: `${n}${gap}${unit}`, read: n * scale })),
  fc.constantFrom({ written: '365d', read: 31_536_000_000 }, { written: '1d 12h', read: 129_600_000 }),
);
const flag = same(fc.boolean());

/** A valid value for every optional setting but those that rules tie together (see configuration.ts). */
export const validSettings: Readonly<Record<string, fc.Arbitrary<Valid>>> = {
  'aws.ecs.taskRole': same(roleArn),
  'aws.ecs.logsGroup': same(fc.stringMatching(/^\/[\w./#-]{1,40}$/)),
  'aws.ecs.maxSpotAttempts': same(fc.integer({ min: 0, max: 1000 })),
  'aws.ecs.assignPublicIp': flag,
  'aws.ecs.capacityProvider': listOf('', 20),
  'aws.ecs.volumeRole': same(roleArn),
  'aws.ecs.spotFallback': same(fc.integer({ min: 0, max: 1000 })),
  'aws.ecs.tags': same(
    fc.dictionary(fc.stringMatching(/^[a-z][\w-]{0,20}$/), fc.stringMatching(/^[\w .:/=+@-]{0,30}$/), {
      maxKeys: 5,
    }),
  ),
  'aws.ecs.secrets': same(
    fc.dictionary(
      fc.stringMatching(/^[A-Z][A-Z0-9_]{0,20}$/),
      fc.stringMatching(/^arn:aws:ssm:us-east-1:[0-9]{12}:parameter\/[\w./-]{1,20}$/),
      { maxKeys: 3 },
    ),
  ),
  'aws.ecs.resourcesIn': same(fc.constantFrom('auto', 'overrides', 'definition')),
  'aws.ecs.endpoint': same(url),
  'aws.ecs.priceTable': same(anyText),
  'aws.ecs.provisioningTimeout': provisioningTimeout,
  'aws.profile': same(anyText),
  'aws.client.endpoint': same(url),
  'aws.client.s3PathStyleAccess': flag,
  'fusion.privileged': flag,
  'executor.queueSize': same(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER })),
  'executor.pollInterval': duration,
  'executor.$awsecs.queueSize': same(fc.integer({ min: 1, max: 5000 })),
  'executor.$awsecs.pollInterval': duration,
  'executor.submitRateLimit': submitRate,
  'executor.$awsecs.submitRateLimit': submitRate,
  'process.cpus': same(fc.constantFrom(1, 2, 0.5, 16)),
  'process.memory': same(fc.constantFrom('1 GB', '512 MB', 1_073_741_824, '1.5 GB')),
  'process.queue': same(fc.constantFrom('on-demand', 'spot')),
  'process.maxSubmitAwait': same(fc.constantFrom<ConfigValue[]>('30 min', 1_800_000, '2d')),
  'process.debug': flag,
};

export const executionRole = roleArn;
export const clusterName = id;
export const subnets = listOf('subnet-', 16);
export const securityGroups = listOf('sg-', 5);
/** Told apart from every other text, so that a message that shows it is caught. */
export const credential = anyText.map((text) => `hunter2-key-${text}`);
