import * as fc from 'fast-check';
import type { ConfigValue } from '../../spi/index.js';

const oddNumbers = fc.oneof(
  fc.constantFrom(-1, -0, 0.5, -1e9, 1e15, 9_007_199_254_740_991),
  fc.double({ min: -1e6, max: -0.1, noNaN: true }),
);
/** Numbers that only a program can hand over: no configuration file can hold them. */
export const unwritable = fc.constantFrom(Number.NaN, Infinity, -Infinity, 1e300, -1e300);
const block = fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), fc.integer(), { minKeys: 1, maxKeys: 3 });
const list = fc.array(fc.oneof(fc.constant(''), fc.integer(), fc.boolean()), { maxLength: 3 });

const notText = fc.oneof(oddNumbers, fc.boolean(), fc.constantFrom('', ' ', '\t\n'), list, block);
const notOneText = fc.oneof(notText, fc.array(fc.constant('subnet-1'), { minLength: 2, maxLength: 3 }));
const notFlag = fc.oneof(oddNumbers, fc.constantFrom('true', 'false', 'yes', ''), list, block);
const control = fc.constantFrom(
  'a\u0000b',
  '\u001b[31m',
  'a b',
  'ünïcode 😀',
  '\ud800',
  'x'.repeat(600),
  '\u202ea',
);
const notCount = fc.oneof(
  fc.constantFrom('5', '', '0x10', 'NaN', 'many', 0.5, -1, -7, 1.5),
  fc.boolean(),
  list,
  block,
);
const notDuration = fc.oneof(
  fc.constantFrom(
    '0 sec',
    '0ms',
    'soon',
    '5 parsecs',
    '-1 s',
    '',
    '25 h',
    '99999999999999 d',
    '0.1ms',
    0,
    -5,
    0.5,
    86_400_001,
  ),
  fc.boolean(),
  list,
  block,
);
const notRate = fc.oneof(
  fc.constantFrom(
    '',
    '0/1s',
    '10/0 s',
    '1.5 sec',
    '10/500ms',
    '10 parsecs',
    '-1/s',
    '10/2/3',
    '1000000/s',
    5,
    0,
  ),
  fc.boolean(),
  list,
  block,
);
const notUrl = fc.oneof(
  fc.constantFrom(
    'localhost:1',
    'ftp://a',
    'http://',
    'http://a b',
    'http://a:99999',
    'javascript:1',
    'http://a?b',
  ),
  notText,
  control,
);
const withText = (...more: readonly string[]): fc.Arbitrary<ConfigValue> =>
  fc.oneof(notOneText, control, fc.constantFrom(...more));

/** A wrong value for every setting that has a type. */
export const wrongSettings: Readonly<Record<string, fc.Arbitrary<ConfigValue>>> = {
  'aws.ecs.cluster': withText('a/b', 'arn:aws:ecs:us-east-1:1:service/x', 'x'.repeat(256)),
  'aws.ecs.executionRole': withText('role', 'arn:aws:iam::1:user/me'),
  'aws.ecs.taskRole': withText('arn:aws:iam::x:role/r'),
  'aws.ecs.subnets': fc.oneof(
    control,
    oddNumbers,
    list,
    block,
    fc.constantFrom<ConfigValue[]>(
      'vpc-1',
      ['subnet-1', 5],
      Array.from({ length: 17 }, () => 'subnet-1'),
      [],
    ),
  ),
  'aws.ecs.securityGroups': fc.oneof(
    control,
    oddNumbers,
    list,
    block,
    fc.constantFrom<ConfigValue[]>('subnet-1', [['sg-1']]),
  ),
  'aws.ecs.logsGroup': withText('aws/mine', 'a:b'),
  'aws.ecs.maxSpotAttempts': fc.oneof(notCount, fc.constantFrom(1001, 1e15)),
  'aws.ecs.assignPublicIp': notFlag,
  'aws.ecs.capacityProvider': fc.oneof(
    control,
    oddNumbers,
    list,
    block,
    fc.constantFrom<ConfigValue[]>('a,b', ['a', null]),
  ),
  'aws.ecs.networkMode': withText('bridge', 'HOST'),
  'aws.ecs.resourcesIn': withText('tags'),
  'aws.ecs.endpoint': notUrl,
  'aws.ecs.priceTable': notText,
  'aws.region': withText('US-EAST-1', 'us east', '-a'),
  'aws.profile': notText,
  'aws.client.endpoint': notUrl,
  'aws.client.s3PathStyleAccess': notFlag,
  'fusion.privileged': notFlag,
  'executor.queueSize': fc.oneof(notCount, fc.constant(0)),
  'executor.pollInterval': notDuration,
  'executor.$awsecs.queueSize': fc.oneof(notCount, fc.constant(0)),
  'executor.$awsecs.pollInterval': notDuration,
  'executor.submitRateLimit': notRate,
  'executor.$awsecs.submitRateLimit': notRate,
  'aws.ecs.provisioningTimeout': fc.oneof(
    fc.constantFrom('0.9 s', 'soon', '366d', '5 parsecs', '', '60', 999, 0, -5, 1000.5, 31_536_000_001),
    fc.boolean(),
    list,
    block,
  ),
  'wave.enabled': fc.oneof(notFlag, fc.constant(false)),
  'fusion.enabled': fc.oneof(notFlag, fc.constant(false)),
  'process.cpus': fc.constantFrom<ConfigValue[]>(0, -1, '2', true, [], { a: 1 }),
  'process.memory': fc.constantFrom<ConfigValue[]>(
    0,
    -1,
    '4 ZB',
    '4 XB',
    '0 GB',
    true,
    [1],
    '99999999999999999 TB',
    0.5,
  ),
  'process.debug': notFlag,
  'process.time': fc.constantFrom<ConfigValue[]>('0 sec', 'later', -1, false),
  'process.maxSubmitAwait': fc.constantFrom<ConfigValue[]>('0 sec', 'later', -1, false, []),
  'process.disk': fc.constantFrom<ConfigValue[]>(
    'much',
    [],
    { type: 'gp3' },
    { request: '1 GB', type: ['x'] },
  ),
};
