import { ConfigError, PreconditionError, type Problem, type Session } from '../../spi/index.js';
import { present } from '../present.js';
import type { AwsAccess, AwsEcsConfig } from './awsecs-config.js';
import { ConfigReader } from './config-reader.js';
import type { Option, OptionValues } from './option.js';
import { options, type OptionName } from './options.js';
import { unmetPreconditions } from './preconditions.js';
import { brokenRules } from './rules.js';
import { sessionOptions, type SessionOptions } from './session-options.js';
import { SCOPE, unknownOption } from './unknown-option.js';

/** What is set for this executor alone; it wins over `executor`. */
const OWN_EXECUTOR_SCOPE = 'executor.$awsecs';

/** Turns the session's raw configuration into a checked {@link AwsEcsConfig}, or into one error with all that is wrong. */
export class AwsEcsConfigProvider {
  constructor(private readonly session: Pick<Session, 'config' | 'workDir' | 'submits'>) {}

  /**
   * @throws ConfigError (CONFIG_INVALID) when a setting is wrong, missing or unknown; it lists unmet
   * preconditions too. PreconditionError with the precondition's own code when only those are unmet.
   */
  load(): AwsEcsConfig {
    const reader = new ConfigReader(this.session.config);
    const given = givenNames(reader);
    const own = readAll(options, (name, option) => reader.read(`${SCOPE}.${name}`, option));
    reader.requireScope(OWN_EXECUTOR_SCOPE);
    const shared = readAll(sessionOptions, (path, option) => reader.read(placeOf(reader, path), option));
    for (const problem of brokenRules(own, shared, given)) tell(reader, problem);
    const { workDir, submits = true } = this.session;
    refuseIfAny(reader, submits ? unmetPreconditions(workDir, shared) : []);
    return Object.freeze({
      ...own,
      access: awsAccess(shared),
      given,
      fusionPrivileged: shared['fusion.privileged'],
      queueSize: shared['executor.queueSize'],
      pollInterval: shared['executor.pollInterval'],
      submitRateLimit: shared['executor.submitRateLimit'],
    });
  }
}

/** The names under `aws.ecs` that hold a value; null takes a setting back. Unknown ones are a problem. */
function givenNames(reader: ConfigReader): ReadonlySet<OptionName> {
  const given = new Set<OptionName>();
  for (const [name, value] of reader.entries(SCOPE)) {
    if (!isOptionName(name)) reader.report(unknownOption(name, value));
    else if (value !== null) given.add(name);
  }
  return given;
}

function readAll<const Options extends Readonly<Record<string, Option<unknown>>>>(
  declared: Options,
  read: (name: string, option: Option<unknown>) => unknown,
): OptionValues<Options> {
  const values = Object.entries(declared).map(([name, option]) => [name, read(name, option)] as const);
  // Each value was read by its own option; a problem stops `load` before anyone sees a hole.
  return Object.fromEntries(values) as OptionValues<Options>;
}

function isOptionName(name: string): name is OptionName {
  return Object.hasOwn(options, name);
}

/** Nextflow's lookup of what is set for executors: `executor.$awsecs.x`, then `executor.x`. */
function placeOf(reader: ConfigReader, path: string): string {
  if (!path.startsWith('executor.')) return path;
  const own = `${OWN_EXECUTOR_SCOPE}${path.slice('executor'.length)}`;
  return reader.value(own) === undefined ? path : own;
}

function awsAccess(shared: SessionOptions): AwsAccess {
  const accessKeyId = shared['aws.accessKey'];
  const secretAccessKey = shared['aws.secretKey'];
  const keys = accessKeyId !== undefined && secretAccessKey !== undefined;
  return Object.freeze({
    s3PathStyle: shared['aws.client.s3PathStyleAccess'],
    ...present({
      region: shared['aws.region'],
      profile: shared['aws.profile'],
      s3Endpoint: shared['aws.client.endpoint'],
      credentials: keys ? () => Promise.resolve({ accessKeyId, secretAccessKey }) : undefined,
    }),
  });
}

/** What only follows from a setting that was refused is not told a second time. */
function tell(reader: ConfigReader, problem: Problem): void {
  if (!reader.refused(problem.path)) reader.report(problem);
}

function refuseIfAny(reader: ConfigReader, unmet: readonly Problem[]): void {
  const wrong = reader.problems;
  for (const problem of unmet) tell(reader, problem);
  const { problems } = reader;
  const [first] = problems;
  if (first === undefined) return;
  const things = problems.length === 1 ? 'one thing' : `${problems.length} things`;
  const message = `The awsecs executor cannot start: ${things} must change.`;
  if (wrong.length === 0 && first.code !== undefined) {
    throw new PreconditionError(message, { code: first.code, problems });
  }
  throw new ConfigError(message, { code: 'CONFIG_INVALID', problems });
}
