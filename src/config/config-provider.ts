import { distance } from 'fastest-levenshtein';
import { ConfigError, PreconditionError, type Problem, type Session } from '../../spi/index.js';
import { present } from '../present.js';
import { regionOfCluster } from './arn.js';
import type { AwsAccess, AwsEcsConfig } from './awsecs-config.js';
import { ConfigReader } from './config-reader.js';
import type { Option } from './option.js';
import { options, type AwsEcsOptions, type OptionName } from './options.js';
import { unmetPreconditions } from './preconditions.js';

const SCOPE = 'aws.ecs';
const DEFAULT_QUEUE_SIZE = 1000;
const DEFAULT_POLL_INTERVAL_MS = 10_000;

/** Turns the session's raw configuration into a checked {@link AwsEcsConfig}, or into one error with all that is wrong. */
export class AwsEcsConfigProvider {
  constructor(private readonly session: Pick<Session, 'config' | 'workDir'>) {}

  /**
   * @throws ConfigError (CONFIG_INVALID) when a setting is wrong, missing or unknown; it lists unmet
   * preconditions too. PreconditionError with the precondition's own code when only those are unmet.
   */
  load(): AwsEcsConfig {
    const reader = new ConfigReader(this.session.config);
    const given = this.givenNames(reader);
    const parsed = this.options(reader, given);
    const access = awsAccess(reader);
    checkRegion(reader, parsed.cluster, access.region);
    checkHostMode(reader, parsed, given);
    const config: AwsEcsConfig = {
      ...parsed,
      access,
      given,
      fusionPrivileged: reader.flag('fusion.privileged', true),
      queueSize: executorSetting(reader, 'queueSize', 'the most tasks at once') ?? DEFAULT_QUEUE_SIZE,
      pollInterval: executorSetting(reader, 'pollInterval', 'milliseconds') ?? DEFAULT_POLL_INTERVAL_MS,
    };
    refuseIfAny(reader.problems, unmetPreconditions(this.session, reader));
    return Object.freeze(config);
  }

  private givenNames(reader: ConfigReader): ReadonlySet<OptionName> {
    const given = new Set<OptionName>();
    for (const name of reader.names(SCOPE)) {
      if (isOptionName(name)) given.add(name);
      else reader.problems.push(unknownOption(name));
    }
    return given;
  }

  private options(reader: ConfigReader, given: ReadonlySet<OptionName>): AwsEcsOptions {
    const parsed: Record<string, unknown> = {};
    for (const [name, option] of Object.entries<Option<unknown>>(options)) {
      parsed[name] = given.has(name as OptionName)
        ? readOption(reader, name, option)
        : absent(reader, name, option);
    }
    // Each value was read by its own option; a problem stops `load` before anyone sees a hole.
    return parsed as AwsEcsOptions;
  }
}

function readOption(reader: ConfigReader, name: string, option: Option<unknown>): unknown {
  const path = `${SCOPE}.${name}`;
  const raw = reader.value(path);
  if (raw === undefined) return absent(reader, name, option);
  const value = option.read(raw);
  if (value === undefined) reader.refuse(path, `must be ${option.expected}, e.g. ${option.example}`, raw);
  return value;
}

function absent(reader: ConfigReader, name: string, option: Option<unknown>): unknown {
  if (option.required) {
    reader.problems.push({
      path: `${SCOPE}.${name}`,
      message: `is required. ${option.help}`,
      fix: `add to nextflow.config: aws { ecs { ${name} = ${option.example} } }`,
    });
  }
  return option.fallback;
}

function unknownOption(name: string): Problem {
  const names = Object.keys(options);
  const nearest = names.reduce((best, next) => (distance(name, next) < distance(name, best) ? next : best));
  return {
    path: `${SCOPE}.${name}`,
    message: 'is not a setting of the awsecs executor',
    fix: `did you mean ${SCOPE}.${nearest}? Known settings: ${names.join(', ')}`,
  };
}

function isOptionName(name: string): name is OptionName {
  return Object.hasOwn(options, name);
}

/** Nextflow's lookup: `executor.$awsecs.x`, then `executor.x`. */
function executorSetting(reader: ConfigReader, name: string, meaning: string): number | undefined {
  const own = `executor.$awsecs.${name}`;
  return reader.value(own) === undefined
    ? reader.count(`executor.${name}`, meaning)
    : reader.count(own, meaning);
}

function awsAccess(reader: ConfigReader): AwsAccess {
  const region = reader.text('aws.region');
  const profile = reader.text('aws.profile');
  const accessKeyId = reader.secret('aws.accessKey');
  const secretAccessKey = reader.secret('aws.secretKey');
  const s3Endpoint = reader.text('aws.client.endpoint');
  if ((accessKeyId === undefined) !== (secretAccessKey === undefined)) {
    const missing = accessKeyId === undefined ? 'accessKey' : 'secretKey';
    reader.problems.push({
      path: `aws.${missing}`,
      message: 'is missing: aws.accessKey and aws.secretKey come together',
    });
  }
  const keys = accessKeyId !== undefined && secretAccessKey !== undefined;
  return {
    s3PathStyle: reader.flag('aws.client.s3PathStyleAccess', false),
    ...present({
      region,
      profile,
      s3Endpoint,
      credentials: keys ? () => Promise.resolve({ accessKeyId, secretAccessKey }) : undefined,
    }),
  };
}

function checkRegion(reader: ConfigReader, cluster: string | undefined, region: string | undefined): void {
  const clusterRegion = cluster === undefined ? undefined : regionOfCluster(cluster);
  if (clusterRegion === undefined || region === undefined || clusterRegion === region) return;
  reader.problems.push({
    path: `${SCOPE}.cluster`,
    message: `lies in ${clusterRegion}, but aws.region is ${region}`,
    found: `'${String(cluster)}'`,
    fix: `set aws.region = '${clusterRegion}', or name a cluster of ${region}`,
  });
}

/** In host mode tasks have the network of their instance; what is set for another would be ignored. */
function checkHostMode(reader: ConfigReader, parsed: AwsEcsOptions, given: ReadonlySet<OptionName>): void {
  if (parsed.networkMode !== 'host') return;
  const unused: readonly OptionName[] = ['subnets', 'securityGroups'];
  for (const name of unused.filter((one) => given.has(one))) {
    reader.problems.push({
      path: `${SCOPE}.${name}`,
      message: "has no meaning with networkMode = 'host'",
      fix: `remove it, or set ${SCOPE}.networkMode = 'awsvpc'`,
    });
  }
}

function refuseIfAny(settings: readonly Problem[], preconditions: readonly Problem[]): void {
  const problems = [...settings, ...preconditions];
  const [first] = preconditions;
  if (problems.length === 0) return;
  const things = problems.length === 1 ? 'one thing' : `${problems.length} things`;
  const message = `The awsecs executor cannot start: ${things} must change.`;
  if (settings.length === 0 && first?.code !== undefined) {
    throw new PreconditionError(message, { code: first.code, problems });
  }
  throw new ConfigError(message, { code: 'CONFIG_INVALID', problems });
}
