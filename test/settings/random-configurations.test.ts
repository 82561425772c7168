import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import * as fc from 'fast-check';
import sinon from 'sinon';
import { assembleRun } from '../../host/engine/create-run.js';
import { ScriptError, type RunOptions } from '../../host/index.js';
import type { FileStore } from '../../host/storage/file-store.js';
import { isExecutorError, type ConfigValue, type Problem, type Session } from '../../spi/index.js';
import { AwsEcsConfigProvider } from '../../src/config/config-provider.js';
import { options } from '../../src/config/options.js';
import { settingsSchema } from '../../src/config/settings-docs.js';
import type { AwsEcsConfig } from '../../src/config/awsecs-config.js';
import { FakeClock } from '../support/fake-clock.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { configuration, type Configuration } from './configuration.js';
import { launched } from './guarded-plugin.js';

const CONFIGURATIONS = 10_000;
/** Tried side by side, each in a folder of its own: most of the time goes into waiting for files. */
const SIDE_BY_SIDE = 20;
const SCRIPT = "process HELLO {\ncontainer 'ubuntu:latest'\nscript:\n'true'\n}\nworkflow { HELLO() }\n";

interface Attempt {
  readonly one: Configuration;
  readonly error: unknown;
  readonly session: Session | undefined;
}

type Outcome = 'valid' | 'refused' | 'not in the language';

describe('ten thousand configurations', () => {
  let folder: string;
  let connect: sinon.SinonStub;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nf-settings-'));
    connect = sinon.stub(Socket.prototype, 'connect').throws(new Error('a connection was opened'));
    const entry = new URL('./guarded-plugin.js', import.meta.url).href;
    const manifest = {
      ...{ id: 'nf-awsecs', version: '0.1.0', spi: '^1.0.0', executors: ['awsecs'], entry: 'entry.mjs' },
      settings: { 'aws.ecs': settingsSchema() },
    };
    for (let slot = 0; slot < SIDE_BY_SIDE; slot++) await mkdir(join(folder, String(slot)));
    await writeFile(join(folder, 'main.nf'), SCRIPT);
    await writeFile(join(folder, 'plugin.json'), JSON.stringify(manifest));
    await writeFile(join(folder, 'entry.mjs'), `export { plugin } from ${JSON.stringify(entry)};\n`);
  });

  after(async () => {
    connect.restore();
    await rm(folder, { recursive: true });
  });

  /** Prepares a run in the way of the command line. Returns the session it came to, or why it did not. */
  async function attempt(one: Configuration, slot: number): Promise<Attempt> {
    const { files, overrides, workDir } = one;
    const cwd = join(folder, String(slot));
    await Promise.all([
      writeFile(join(cwd, 'nextflow.config'), files[0]),
      writeFile(join(cwd, 'named.config'), files[1]),
    ]);
    const logger = new RecordingLogger();
    const options = {
      scriptPath: join(folder, 'main.nf'),
      cwd,
      configFiles: [join(cwd, 'named.config')],
      configOverrides: overrides,
      ...(workDir === undefined ? {} : { workDir }),
      builtInPlugins: [join(folder, 'plugin.json')],
      clock: new FakeClock(),
      random: () => 0.5,
      logger,
      reporter: untouched('reporter') as RunOptions['reporter'],
    };
    const error = await assembleRun(options, () => untouched('store') as FileStore).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    return { one, error, session: launched.sessions.get(logger) };
  }

  const batch = fc.array(configuration, { minLength: SIDE_BY_SIDE, maxLength: SIDE_BY_SIDE });

  it('each give a valid configuration or one complete error, and never a launch', async function () {
    this.timeout(600_000);
    const counts: Record<Outcome, number> = { valid: 0, refused: 0, 'not in the language': 0 };
    await fc.assert(
      fc.asyncProperty(batch, async (several) => {
        const attempts = await Promise.all(several.map(attempt));
        for (const one of attempts) counts[await judgeAloud(one)] += 1;
        await launched.letGo();
      }),
      // The message holds the configuration; making it smaller would take twenty runs a step.
      { numRuns: CONFIGURATIONS / SIDE_BY_SIDE, endOnFailure: true },
    );
    console.log(`      ${JSON.stringify(counts)}`);
    const total = counts.valid + counts.refused + counts['not in the language'];
    expect(counts.valid / total, 'valid configurations').to.be.greaterThan(0.2);
    expect(counts.refused / total, 'refused configurations').to.be.greaterThan(0.2);
    expect(connect.callCount, 'connections').to.equal(0);
    expect(launched.calls, 'calls of the executor').to.deep.equal([]);
  });
});

/** A thing that no refused and no merely prepared run may touch. */
function untouched(what: string): object {
  return new Proxy(
    {},
    {
      get(_, name) {
        throw new Error(`the ${what} was used: ${String(name)}`);
      },
    },
  );
}

/** Adds the configuration to what is wrong with its outcome. */
async function judgeAloud(attempted: Attempt): Promise<Outcome> {
  try {
    return await judge(attempted);
  } catch (error) {
    const { files, overrides, workDir, faults } = attempted.one;
    const shown = JSON.stringify({ files, overrides, workDir, faults }, undefined, 2);
    throw new Error(`${error instanceof Error ? error.message : String(error)}\nfor ${shown}`, {
      cause: error,
    });
  }
}

async function judge({ one, error, session }: Attempt): Promise<Outcome> {
  const texts = one.faults.filter(({ text }) => text !== undefined);
  if (texts.length > 0) {
    expect(error, told(error)).to.be.instanceOf(ScriptError);
    const { faults } = error as ScriptError;
    expect(faults.length).to.be.greaterThan(0);
    for (const { location, message, advice } of faults) {
      expect(location.line).to.be.greaterThan(0);
      expect(message).to.not.equal('');
      expect(advice).to.not.equal('');
    }
    refuseSecrets(one, (error as ScriptError).message);
    return 'not in the language';
  }
  if (one.faults.length === 0) {
    expect(error, told(error)).to.equal(undefined);
    await compareValid(one, session!);
    return 'valid';
  }
  judgeRefusal(one, error);
  return 'refused';
}

function judgeRefusal(one: Configuration, error: unknown): void {
  expect(isExecutorError(error), told(error)).to.equal(true);
  const { message, problems } = error as Error & { readonly problems: readonly Problem[] };
  const named = problems.map(({ path }) => path).sort();
  expect(named).to.deep.equal(one.faults.map(({ broken }) => broken).sort());
  for (const { path, message: why, fix } of problems) {
    expect(why, path).to.not.equal('');
    expect(fix ?? '', `fix of ${path}: ${why}`).to.not.equal('');
  }
  expect(message).to.not.match(/[^\P{Cc}\n]/u);
  refuseSecrets(one, message + JSON.stringify(problems));
}

function refuseSecrets({ faults, expected }: Configuration, text: string): void {
  for (const { secret } of faults) if (secret !== undefined) expect(text).to.not.contain(secret);
  for (const path of ['aws.accessKey', 'aws.secretKey']) {
    const key = expected.get(path);
    if (typeof key === 'string') expect(text).to.not.contain(key);
  }
}

/** What the executor makes of the session is what was written, and nobody can change it. */
async function compareValid({ expected }: Configuration, session: Session): Promise<void> {
  const config = new AwsEcsConfigProvider(session).load();
  const frozen = (value: ConfigValue): boolean =>
    typeof value !== 'object' ||
    value === null ||
    (Object.isFrozen(value) && Object.values(value).every(frozen));
  expect(frozen(session.config) && Object.isFrozen(config), 'frozen').to.equal(true);
  for (const [name, option] of Object.entries(options)) {
    const value = expected.get(`aws.ecs.${name}`);
    expect(config[name as keyof AwsEcsConfig], name).to.deep.equal(value ?? option.fallback);
    expect(config.given.has(name as keyof typeof options)).to.equal(value !== undefined);
  }
  const or = (path: string, fallback?: ConfigValue): ConfigValue | undefined =>
    expected.get(path) ?? fallback;
  const forExecutor = (name: string, fallback?: number): ConfigValue | undefined =>
    or(`executor.$awsecs.${name}`, or(`executor.${name}`, fallback));
  expect(config).to.include({
    queueSize: forExecutor('queueSize', 1000),
    pollInterval: forExecutor('pollInterval', 10_000),
    fusionPrivileged: or('fusion.privileged', true),
  });
  expect(config.submitRateLimit).to.deep.equal(forExecutor('submitRateLimit'));
  const accessKeyId = or('aws.accessKey');
  const wanted: Record<string, unknown> = {
    region: or('aws.region'),
    profile: or('aws.profile'),
    s3Endpoint: or('aws.client.endpoint'),
    s3PathStyle: or('aws.client.s3PathStyleAccess', false),
    credentials: accessKeyId && { accessKeyId, secretAccessKey: or('aws.secretKey') },
  };
  // A function, so that nobody who shows the configuration shows the keys.
  const credentials = await config.access.credentials?.();
  expect({ ...config.access, ...(credentials !== undefined && { credentials }) }).to.deep.equal(
    Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined)),
  );
}

function told(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : `no error but ${String(error)}`;
}
