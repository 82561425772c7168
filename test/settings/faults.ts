import * as fc from 'fast-check';
import type { ConfigValue } from '../../spi/index.js';
import { unwritable, wrongSettings } from './wrong-settings.js';

/** One thing done to a valid configuration that a run must be refused for. */
export interface Fault {
  /** Where the problem must be named. */
  readonly broken: string;
  /** Paths that another fault must leave alone, each with what stands above and below it. */
  readonly touches: readonly string[];
  readonly set?: readonly (readonly [path: readonly string[], value: ConfigValue])[];
  readonly remove?: readonly string[];
  /** A setting only the command line can give. */
  readonly override?: { readonly path: string; readonly value: string | number };
  readonly workDir?: string;
  /** Text that is not in the language: then this is all that is told. */
  readonly text?: string;
  /** Never to be shown. */
  readonly secret?: string;
}

const at = (path: string): string[] => path.split('.');
const secret = fc.uuid().map((id) => `hunter2-${id}`);

const wrongValue: fc.Arbitrary<Fault> = fc
  .constantFrom(...Object.keys(wrongSettings))
  .chain((path) =>
    wrongSettings[path]!.map((value) => ({ broken: path, touches: [path], set: [[at(path), value]] })),
  );

const wrongNumber: fc.Arbitrary<Fault> = fc
  .tuple(
    fc.constantFrom('executor.queueSize', 'executor.pollInterval', 'aws.ecs.maxSpotAttempts', 'aws.region'),
    unwritable,
  )
  .map(([path, value]) => ({ broken: path, touches: [path], remove: [path], override: { path, value } }));

const missing: fc.Arbitrary<Fault> = fc
  .constantFrom('aws.ecs.cluster', 'aws.ecs.executionRole', 'wave.enabled', 'fusion.enabled')
  .map((path) => ({ broken: path, touches: [path], remove: [path] }));

/** Slips, habits from other executors, names every object has, and names that are no words. */
const strangeName = fc.oneof(
  fc.constantFrom(
    'clutser',
    'CLUSTER',
    'executionRoleArn',
    'logGroup',
    'queue',
    'jobRole',
    'subnet',
    'maxSpotAttempt',
  ),
  fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype', 'valueOf'),
  fc.constantFrom(
    'ünïcode',
    'has space',
    'new\nline',
    '\u001b[2J',
    '😀',
    '\u202e',
    '0',
    'a-b',
    "q'uote",
    'password',
  ),
  fc.stringMatching(/^[a-z][A-Za-z]{1,14}$/).map((name) => `x${name}`),
);
const unknownName: fc.Arbitrary<Fault> = fc
  .tuple(
    fc.constantFrom(
      'aws',
      'aws.ecs',
      'aws.client',
      'executor',
      'executor.$awsecs',
      'wave',
      'fusion',
      'process',
    ),
    strangeName,
    secret,
    fc.constantFrom('value', 'list', 'block', 'deep block'),
  )
  .filter(([scope, name]) => !(name === 'queue' && scope === 'process'))
  .map(([scope, name, hidden, shape]) => {
    const path = [...at(scope), name];
    const values: Readonly<Record<typeof shape, ConfigValue>> = {
      value: hidden,
      list: [hidden, 1],
      block: { inner: hidden, cluster: hidden },
      'deep block': { a: { b: { c: [{ d: hidden }] } } },
    };
    return {
      broken: path.join('.'),
      touches: [path.join('.')],
      set: [[path, values[shape]]],
      secret: hidden,
    };
  });

const unknownTop: fc.Arbitrary<Fault> = fc
  .tuple(
    fc.constantFrom(
      'aw',
      'AWS2',
      'podman',
      'profile',
      'region',
      'cluster',
      '__proto__',
      'constructor',
      'ünï',
      'azure',
    ),
    secret,
    fc.boolean(),
  )
  .map(([name, hidden, block]) => ({
    broken: name,
    touches: [name],
    set: [[[name], block ? { setting: hidden } : hidden]],
    secret: hidden,
  }));

const valueForScope: fc.Arbitrary<Fault> = fc
  .tuple(
    fc.constantFrom('aws', 'aws.ecs', 'aws.client', 'executor.$awsecs', 'wave', 'fusion'),
    secret,
    fc.constantFrom('text', 'list', 'number', 'flag'),
  )
  .map(([path, hidden, shape]) => {
    const values: Readonly<Record<typeof shape, ConfigValue>> = {
      text: hidden,
      list: [hidden],
      number: 5,
      flag: true,
    };
    return {
      broken: path,
      touches: [path],
      remove: [path],
      set: [[at(path), values[shape]]],
      secret: hidden,
    };
  });

const scopeForValue: fc.Arbitrary<Fault> = fc
  .tuple(
    fc.constantFrom(
      'aws.region',
      'wave.enabled',
      'executor.queueSize',
      'aws.ecs.cluster',
      'aws.ecs.logsGroup',
    ),
    secret,
  )
  .map(([path, hidden]) => ({
    broken: path,
    touches: [path],
    remove: [path],
    set: [[[...at(path), 'inner'], hidden]],
    secret: hidden,
  }));

const ownerless: fc.Arbitrary<Fault> = fc
  .constantFrom('$awsec', '$nobody', '$aws', '$constructor')
  .map((name) => ({
    broken: `executor.${name}`,
    touches: [`executor.${name}`],
    set: [[['executor', name, 'queueSize'], 5]],
  }));

const brokenRule: fc.Arbitrary<Fault> = fc.constantFrom<Fault[]>(
  {
    broken: 'aws.ecs.cluster',
    touches: ['aws.ecs.cluster', 'aws.region'],
    set: [
      [at('aws.region'), 'eu-west-3'],
      [at('aws.ecs.cluster'), 'arn:aws:ecs:us-east-1:123456789012:cluster/c'],
    ],
  },
  {
    broken: 'aws.ecs.subnets',
    touches: ['aws.ecs.subnets', 'aws.ecs.networkMode', 'aws.ecs.securityGroups'],
    remove: ['aws.ecs.securityGroups'],
    set: [
      [at('aws.ecs.networkMode'), 'host'],
      [at('aws.ecs.subnets'), ['subnet-1']],
    ],
  },
  {
    broken: 'aws.secretKey',
    touches: ['aws.secretKey', 'aws.accessKey'],
    remove: ['aws.secretKey'],
    set: [[at('aws.accessKey'), 'hunter2-half-a-key']],
    secret: 'hunter2-half-a-key',
  },
);

const wrongWorkDir: fc.Arbitrary<Fault> = fc
  .constantFrom('/tmp/work', 'work', 's3://', 'gs://bucket/work', 's3:/b', '')
  .map((workDir) => ({ broken: 'work dir', touches: ['work dir', 'workDir'], workDir }));

const wrongOverride: fc.Arbitrary<Fault> = fc
  .constantFrom('aws..region', '.', 'executor.', '.x')
  .map((path) => ({ broken: path, touches: [path], override: { path, value: 'x' } }));

const foreignText: fc.Arbitrary<Fault> = fc
  .constantFrom(
    'aws { ecs {',
    "aws.ecs.cluster = 'open",
    'aws.region = params.region',
    "includeConfig 'other.config'",
    'if (true) { }',
    'executor.queueSize = 99999999999999999999',
    'executor.queueSize = 1e400',
    'executor.queueSize = 010',
    'aws.region = NaN',
    '}}}',
    'x = "${System.getenv(\'HOME\')}"',
    `x = ${'['.repeat(300)}${']'.repeat(300)}`,
    `${'a { '.repeat(300)}${'}'.repeat(300)}`,
    '\u0000',
    'aws.region = \u201cus-east-1\u201d',
    'process { withName: HELLO { cpus = 1 } }',
  )
  .map((text) => ({ broken: '', touches: [`text ${text}`], text }));

/** Any fault, each kind with a weight that makes it common enough. */
export const fault: fc.Arbitrary<Fault> = fc.oneof(
  { weight: 8, arbitrary: wrongValue },
  { weight: 1, arbitrary: wrongNumber },
  { weight: 2, arbitrary: missing },
  { weight: 4, arbitrary: unknownName },
  { weight: 1, arbitrary: unknownTop },
  { weight: 2, arbitrary: valueForScope },
  { weight: 1, arbitrary: scopeForValue },
  { weight: 1, arbitrary: ownerless },
  { weight: 1, arbitrary: brokenRule },
  { weight: 1, arbitrary: wrongWorkDir },
  { weight: 1, arbitrary: wrongOverride },
  { weight: 1, arbitrary: foreignText },
);
