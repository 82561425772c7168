import * as fc from 'fast-check';
import type { ConfigOverride } from '../../host/index.js';
import type { ConfigValue } from '../../spi/index.js';
import { statement, type Style } from './config-text.js';
import { fault, type Fault } from './faults.js';
import {
  clusterName,
  credential,
  executionRole,
  securityGroups,
  subnets,
  validSettings,
  type Valid,
} from './valid-settings.js';

/** A configuration as a user hands it in, and what must come of it. */
export interface Configuration {
  /** Text of `nextflow.config`, and of a file the user names. */
  readonly files: readonly [byDefault: string, named: string];
  readonly overrides: readonly ConfigOverride[];
  /** As the option gives it; a setting gives it where absent. */
  readonly workDir: string | undefined;
  /** Values the executor must read, by path. */
  readonly expected: ReadonlyMap<string, ConfigValue>;
  readonly faults: readonly Fault[];
}

const style: fc.Arbitrary<Style> = fc.record({
  place: fc.constantFrom('default file', 'default file', 'named file', 'command line'),
  form: fc.constantFrom('dotted', 'nested', 'map'),
  quote: fc.constantFrom("'", '"', "'''", '"""'),
  escaped: fc.boolean(),
});

type Settings = ReadonlyMap<string, Valid>;

/** Settings that rules tie together, so that none of them breaks one. */
const tied: fc.Arbitrary<Settings> = fc
  .record({
    region: fc.option(fc.constantFrom('us-east-1', 'eu-west-3', 'cn-north-1'), { nil: undefined }),
    asArn: fc.boolean(),
    cluster: clusterName,
    role: executionRole,
    mode: fc.option(fc.constantFrom('auto', 'awsvpc', 'host'), { nil: undefined }),
    subnets: fc.option(subnets, { nil: undefined }),
    groups: fc.option(securityGroups, { nil: undefined }),
    keys: fc.option(fc.tuple(credential, credential), { nil: undefined }),
    executorBy: fc.constantFrom('process.executor', 'executor.name'),
    workDirBySetting: fc.boolean(),
  })
  .map(
    ({ region, asArn, cluster, role, mode, subnets: nets, groups, keys, executorBy, workDirBySetting }) => {
      const settings = new Map<string, Valid>();
      const put = (path: string, value: ConfigValue | undefined): void => {
        if (value !== undefined) settings.set(path, { written: value, read: value });
      };
      put('aws.region', region);
      put(
        'aws.ecs.cluster',
        asArn ? `arn:aws:ecs:${region ?? 'us-east-1'}:123456789012:cluster/${cluster}` : cluster,
      );
      put('aws.ecs.executionRole', role);
      put('aws.ecs.networkMode', mode);
      if (mode !== 'host' && nets !== undefined) settings.set('aws.ecs.subnets', nets);
      if (mode !== 'host' && groups !== undefined) settings.set('aws.ecs.securityGroups', groups);
      put('aws.accessKey', keys?.[0]);
      put('aws.secretKey', keys?.[1]);
      put('wave.enabled', true);
      put('fusion.enabled', true);
      put(executorBy, 'awsecs');
      if (workDirBySetting) put('workDir', WORK_DIR);
      return settings;
    },
  );

export const WORK_DIR = 's3://my-bucket/work';

/** Half of the settings that stand alone. */
const free: fc.Arbitrary<Settings> = fc
  .tuple(
    ...Object.entries(validSettings).map(([path, valid]) =>
      fc.option(valid, { nil: undefined, freq: 2 }).map((one) => [path, one] as const),
    ),
  )
  .map((all) => new Map(all.flatMap(([path, one]) => (one === undefined ? [] : [[path, one] as const]))));

const faults: fc.Arbitrary<readonly Fault[]> = fc.oneof(
  { weight: 3, arbitrary: fc.constant([]) },
  { weight: 7, arbitrary: fc.array(fault, { minLength: 1, maxLength: 5 }) },
);

/** Any configuration: valid ones in every way of writing them, and the same with up to five faults. */
export const configuration: fc.Arbitrary<Configuration> = fc
  .tuple(tied, free, faults, fc.array(style, { minLength: 7, maxLength: 7 }), fc.nat(1000))
  .map(([first, second, wished, styles, turn]) => {
    const chosen = independent(wished);
    const removed = chosen.flatMap(({ remove = [], set = [] }) => [
      ...remove,
      ...set.map(([path]) => path.join('.')),
    ]);
    const valid = [...first, ...second].filter(([path]) => !removed.some((other) => isWithin(path, other)));
    const settings = [
      ...valid.map(([path, { written }]) => [path.split('.'), written] as const),
      ...chosen.flatMap(({ set = [] }) => set),
    ];
    // Every order and every way of writing; a setting of a file that loses is overruled by none.
    const turned = [...settings.slice(turn % settings.length), ...settings.slice(0, turn % settings.length)];
    const written = turned.map(([path, value], index) => ({
      path,
      value,
      style: styles[index % styles.length]!,
    }));
    const byLine = written.filter(
      ({ path, value, style: { place } }) =>
        place === 'command line' && isScalar(value) && !path.some((name) => name.includes('.')),
    );
    const byFile = written.filter((one) => !byLine.includes(one));
    const inNamed = byFile.filter(({ style: { place } }) => place === 'named file');
    const workDir = chosen.find((one) => one.workDir !== undefined)?.workDir;
    return {
      files: [
        [
          ...byFile.filter((one) => !inNamed.includes(one)).map(statement),
          ...chosen.flatMap(({ text }) => text ?? []),
        ].join('\n'),
        inNamed.map(statement).join('\n'),
      ],
      overrides: [
        ...byLine.map(({ path, value }) => ({
          path: path.join('.'),
          value: value as string | number | boolean,
        })),
        ...chosen.flatMap(({ override }) => override ?? []),
      ],
      workDir: workDir ?? (first.has('workDir') ? undefined : WORK_DIR),
      expected: new Map(valid.map(([path, { read }]) => [path, read])),
      faults: chosen,
    };
  });

/** The faults that do not reach into one another, so that each is a problem of its own. */
function independent(wished: readonly Fault[]): Fault[] {
  const chosen: Fault[] = [];
  for (const one of wished) {
    const touched = chosen.flatMap(({ touches }) => touches);
    const free = one.touches.every((path) =>
      touched.every((other) => !isWithin(path, other) && !isWithin(other, path)),
    );
    if (free) chosen.push(one);
  }
  return chosen;
}

function isWithin(path: string, scope: string): boolean {
  return path === scope || path.startsWith(`${scope}.`);
}

function isScalar(value: ConfigValue): boolean {
  return typeof value !== 'object';
}
