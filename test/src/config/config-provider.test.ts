import { inspect } from 'node:util';
import { expect } from 'chai';
import * as fc from 'fast-check';
import {
  ConfigError,
  PreconditionError,
  isExecutorError,
  type ConfigMap,
  type ConfigValue,
} from '../../../spi/index.js';
import type { AwsEcsConfig } from '../../../src/config/awsecs-config.js';
import { AwsEcsConfigProvider } from '../../../src/config/config-provider.js';
import { options } from '../../../src/config/options.js';

const WORK_DIR = 's3://my-bucket/work';
const ECS: ConfigMap = {
  cluster: 'nextflow-cluster',
  executionRole: 'arn:aws:iam::123456789:role/ecsTaskExecutionRole',
};
const ON: ConfigMap = { wave: { enabled: true }, fusion: { enabled: true } };

function load(config: ConfigMap, workDir = WORK_DIR): AwsEcsConfig {
  return new AwsEcsConfigProvider({ config, workDir }).load();
}

function withEcs(ecs: ConfigMap, more: ConfigMap = {}): ConfigMap {
  return { aws: { region: 'us-east-1', ecs: { ...ECS, ...ecs } }, ...ON, ...more };
}

function failure(config: ConfigMap, workDir = WORK_DIR): ConfigError | PreconditionError {
  try {
    load(config, workDir);
  } catch (error) {
    if (error instanceof ConfigError || error instanceof PreconditionError) return error;
    throw error;
  }
  throw new Error('the configuration was taken');
}

describe(AwsEcsConfigProvider.name, () => {
  it('reads the quickstart’s minimal configuration and fills in the defaults', () => {
    const config = load({ process: { executor: 'awsecs' }, ...withEcs({}) });
    expect(config).to.deep.include({
      ...ECS,
      taskRole: undefined,
      subnets: undefined,
      securityGroups: undefined,
      logsGroup: '/aws/ecs/nextflow',
      maxSpotAttempts: 5,
      assignPublicIp: true,
      capacityProvider: undefined,
      networkMode: 'auto',
      resourcesIn: 'auto',
      endpoint: undefined,
      access: { region: 'us-east-1', s3PathStyle: false },
      fusionPrivileged: true,
      queueSize: 1000,
      pollInterval: 10_000,
    });
    expect([...config.given]).to.deep.equal(['cluster', 'executionRole']);
    expect(Object.isFrozen(config)).to.equal(true);
  });

  it('reads the quickstart’s full configuration', () => {
    const full = {
      taskRole: 'arn:aws:iam::123456789:role/ecsTaskRole',
      subnets: ['subnet-abc123', 'subnet-def456'],
      securityGroups: ['sg-xyz789'],
      logsGroup: '/aws/ecs/nextflow',
      maxSpotAttempts: 5,
      assignPublicIp: true,
    };
    const config = load(withEcs(full));
    expect(config).to.deep.include(full);
    expect(config.given.has('assignPublicIp')).to.equal(true);
  });

  it('takes one string where a list is meant', () => {
    const config = load(withEcs({ subnets: 'subnet-1', securityGroups: 'sg-1', capacityProvider: 'spot' }));
    expect(config).to.deep.include({
      subnets: ['subnet-1'],
      securityGroups: ['sg-1'],
      capacityProvider: ['spot'],
    });
  });

  it('reads how AWS is reached, S3 apart from the rest', async () => {
    const { access, endpoint } = load({
      ...ON,
      aws: {
        region: 'eu-west-3',
        profile: 'lab',
        accessKey: 'AKIA',
        secretKey: 'hidden',
        client: { endpoint: 'http://127.0.0.1:9', s3PathStyleAccess: true },
        ecs: { ...ECS, endpoint: 'http://127.0.0.1:8' },
      },
    });
    expect(endpoint).to.equal('http://127.0.0.1:8');
    const { credentials, ...others } = access;
    expect(await credentials?.()).to.deep.equal({ accessKeyId: 'AKIA', secretAccessKey: 'hidden' });
    expect(inspect(access, { depth: null, showHidden: true })).not.to.contain('hidden');
    expect(others).to.deep.equal({
      region: 'eu-west-3',
      profile: 'lab',
      s3Endpoint: 'http://127.0.0.1:9',
      s3PathStyle: true,
    });
  });

  it('looks for executor settings under $awsecs first', () => {
    const executor = { queueSize: 5, pollInterval: 2_000, $awsecs: { queueSize: 7 } };
    expect(load(withEcs({}, { executor }))).to.include({ queueSize: 7, pollInterval: 2_000 });
  });

  it('reads fusion.privileged', () => {
    const config = load(withEcs({}, { fusion: { enabled: true, privileged: false } }));
    expect(config.fusionPrivileged).to.equal(false);
  });

  it('reports every problem at once, each with path, value and mend', () => {
    const error = failure(
      {
        aws: {
          region: 7,
          accessKey: 'AKIA',
          ecs: { cluster: 'a b', clutser: 'x', maxSpotAttempts: -1, networkMode: 'bridge' },
        },
        executor: { queueSize: 0 },
        fusion: { enabled: true, privileged: 'no' },
      },
      '/tmp/work',
    );
    expect(error).to.be.instanceOf(ConfigError).with.property('code', 'CONFIG_INVALID');
    expect(error.problems.map(({ path }) => path).sort()).to.deep.equal([
      'aws.ecs.cluster',
      'aws.ecs.clutser',
      'aws.ecs.executionRole',
      'aws.ecs.maxSpotAttempts',
      'aws.ecs.networkMode',
      'aws.region',
      'aws.secretKey',
      'executor.queueSize',
      'fusion.privileged',
      'wave.enabled',
      'work dir',
    ]);
    for (const { path, found, fix } of error.problems) {
      expect(error.message).to.include(path);
      if (found !== undefined) expect(error.message).to.include(found);
      if (fix !== undefined) expect(error.message).to.include(fix);
    }
    expect(error.message.split('\n')[0]).to.equal('The awsecs executor cannot start: 11 things must change.');
  });

  it('names the missing required settings with the line to add', () => {
    const error = failure({ aws: { ecs: {} }, ...ON });
    expect(error.problems.map(({ path }) => path)).to.deep.equal([
      'aws.ecs.cluster',
      'aws.ecs.executionRole',
    ]);
    expect(error.message).to.include("aws { ecs { cluster = 'nextflow-cluster' } }");
  });

  it('takes null for a setting taken back, not for one the user set', () => {
    const config = load(withEcs({ assignPublicIp: null, networkMode: 'host', subnets: null }));
    expect(config).to.include({ assignPublicIp: true, subnets: undefined });
    expect([...config.given]).to.deep.equal(['cluster', 'executionRole', 'networkMode']);
  });

  it('freezes what it read, lists and access too', () => {
    const config = load(withEcs({ subnets: ['subnet-1'] }, {}));
    for (const part of [config, config.subnets, config.access]) expect(Object.isFrozen(part)).to.equal(true);
  });

  it('says of a single value in place of a scope one thing, and nothing of what is missed in it', () => {
    const error = failure({
      ...ON,
      aws: { ecs: ECS },
      fusion: 'hunter2',
      executor: { $awsecs: ['hunter2'] },
    });
    expect(error.problems.map(({ path }) => path)).to.deep.equal(['executor.$awsecs', 'fusion']);
    expect(error.message).to.not.include('hunter2');
    expect(failure({ ...ON, aws: 'hunter2' }).problems.map(({ path }) => path)).to.deep.equal(['aws']);
  });

  it('says of a switch of the wrong type what it must be, and not that it is off', () => {
    const error = failure(withEcs({}, { wave: { enabled: 'true' } }));
    expect(error.problems).to.deep.equal([
      {
        path: 'wave.enabled',
        message: 'must be `true` or `false`',
        found: "'true'",
        fix: 'Write it like: wave.enabled = true',
      },
    ]);
  });

  it('gives the nearest name for an unknown one', () => {
    const error = failure(withEcs({ subnet: 'subnet-1' }));
    expect(error.problems[0]).to.deep.include({ path: 'aws.ecs.subnet' });
    expect(error.problems[0]?.fix).to.match(/^Did you mean aws\.ecs\.subnets\?/);
  });

  it('refuses names that every object has as unknown like others', () => {
    const error = failure({
      aws: { ecs: { ...ECS, constructor: 'x', toString: 'y' } as unknown as ConfigMap },
      ...ON,
    });
    expect(error.problems.map(({ path }) => path)).to.deep.equal(['aws.ecs.constructor', 'aws.ecs.toString']);
  });

  it('refuses a block in the place of a setting, and a setting in the place of the block', () => {
    expect(failure(withEcs({ cluster: { name: 'x' } })).problems[0]).to.deep.include({
      path: 'aws.ecs.cluster',
      found: 'a block of settings',
    });
    expect(failure({ aws: { ecs: 'x' }, ...ON }).problems[0]).to.deep.include({
      path: 'aws.ecs',
      message: 'must be a block of settings, not a single value',
    });
  });

  it('refuses a cluster of another region than aws.region', () => {
    const error = failure(withEcs({ cluster: 'arn:aws:ecs:eu-west-3:123456789012:cluster/c' }));
    expect(error.message).to.include('lies in eu-west-3, but aws.region is us-east-1');
  });

  it('fails with the precondition’s own code where only preconditions are unmet', () => {
    const cases = [
      { config: withEcs({}, { wave: {} }), workDir: WORK_DIR, code: 'WAVE_REQUIRED' },
      { config: withEcs({}, { fusion: {} }), workDir: WORK_DIR, code: 'FUSION_REQUIRED' },
      { config: withEcs({}), workDir: 'work', code: 'WORKDIR_NOT_S3' },
    ];
    for (const { config, workDir, code } of cases) {
      expect(failure(config, workDir)).to.be.instanceOf(PreconditionError).with.property('code', code);
    }
  });

  it('refuses subnets and groups that host mode would ignore', () => {
    const ecs = { networkMode: 'host', subnets: 'subnet-1', securityGroups: ['sg-1'] };
    const { code, problems } = failure(withEcs(ecs));
    expect(code).to.equal('CONFIG_INVALID');
    expect(problems).to.deep.equal(
      ['aws.ecs.subnets', 'aws.ecs.securityGroups'].map((path) => ({
        path,
        message: "has no meaning with networkMode = 'host'",
        fix: "Remove it, or set aws.ecs.networkMode = 'awsvpc'.",
      })),
    );
    expect(load(withEcs({ ...ecs, networkMode: 'awsvpc' })).subnets).to.deep.equal(['subnet-1']);
    expect(load(withEcs({ networkMode: 'host' })).networkMode).to.equal('host');
  });

  it('says one thing where one thing is wrong', () => {
    expect(failure(withEcs({}, { wave: {} })).message).to.include('cannot start: one thing must change.');
  });

  it('gives a configuration or one ExecutorError for anything under aws, and never shows the secret key', function () {
    this.timeout(60_000);
    const scalar = fc.oneof(
      fc.string(),
      fc.double(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.constantFrom('subnet-1', 'sg-1', 'auto', 'host', ECS['cluster'], ECS['executionRole']),
    );
    const { value } = fc.letrec<{ value: ConfigValue }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        scalar,
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(fc.string(), tie('value'), { maxKeys: 4 }),
      ) as fc.Arbitrary<ConfigValue>,
    }));
    const name = fc.oneof(fc.constantFrom(...Object.keys(options)), fc.string());
    const ecs = fc.oneof(
      { weight: 9, arbitrary: fc.dictionary(name, value) },
      { weight: 1, arbitrary: value },
    );
    const secret = fc.uuid().map((id) => `secret-${id}`);
    const optionalValue = fc.option(value, { nil: undefined });
    fc.assert(
      fc.property(
        ecs,
        secret,
        optionalValue,
        optionalValue,
        fc.boolean(),
        (scope, key, region, access, on) => {
          const aws = {
            ecs: scope,
            secretKey: key,
            ...(region !== undefined && { region }),
            ...(access !== undefined && { accessKey: access }),
          };
          try {
            load({ aws, ...(on ? ON : {}) });
          } catch (error) {
            expect(isExecutorError(error), String(error)).to.equal(true);
            const { message, problems } = error as ConfigError;
            expect(problems.length).to.be.greaterThan(0);
            expect(message + JSON.stringify(problems)).not.to.include(key);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});
