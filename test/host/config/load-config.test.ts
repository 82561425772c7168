import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ConfigError, type ConfigMap } from '../../../spi/index.js';
import {
  checkConfiguration,
  configInvalid,
  readConfiguration,
  type ConfigSources,
  type LoadedConfig,
  type PluginClaims,
} from '../../../host/config/load-config.js';
import { ScriptError } from '../../../host/lang/script-error.js';
import { minimalConfig } from './quickstart-configs.js';

/** Both steps, for plugins whose scopes are known. */
async function loadConfig(
  sources: ConfigSources,
  claims: PluginClaims = { scopes: [] },
): Promise<LoadedConfig> {
  return checkConfiguration(await readConfiguration(sources), claims);
}

describe(`${readConfiguration.name} and ${checkConfiguration.name}`, () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nf-config-'));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  async function file(name: string, text: string): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, text);
    return path;
  }

  async function failure(sources: ConfigSources): Promise<ConfigError> {
    const outcome = await loadConfig(sources).then(
      ({ problems }): unknown => configInvalid(problems),
      (error: unknown) => error,
    );
    if (!(outcome instanceof ConfigError)) throw new Error(`expected a ConfigError, got ${String(outcome)}`);
    return outcome;
  }

  it('merges files in their order, the command line last', async () => {
    const first = await file('first.config', `${minimalConfig}\nprocess.cpus = 1\nprocess.memory = '1 GB'`);
    const second = await file('second.config', "process { cpus = 2 }\naws.ecs.taskRole = 'r'");
    const overrides = [
      { path: 'process.debug', value: true },
      { path: 'executor.$awsecs.queueSize', value: 7 },
      { path: 'aws.ecs.cluster', value: 'other' },
    ];
    const { config } = await loadConfig({ files: [first, second], overrides }, { scopes: ['aws.ecs'] });
    expect(config).to.deep.include({
      process: { executor: 'awsecs', cpus: 2, memory: '1 GB', debug: true },
      executor: { $awsecs: { queueSize: 7 } },
    });
    expect(config).to.have.nested.property('aws.ecs').that.includes({ cluster: 'other', taskRole: 'r' });
  });

  it('gives intervals in milliseconds, an executor’s own too', async () => {
    const path = await file(
      'a.config',
      "executor.pollInterval = '5 sec'\nexecutor.$x.pollInterval = '1 min'",
    );
    const { config } = await loadConfig({ files: [path] });
    expect(config).to.deep.equal({ executor: { pollInterval: 5000, $x: { pollInterval: 60_000 } } });
  });

  it('lets named files win over the default ones', async () => {
    const named = await file('named.config', "aws.region = 'named'");
    const standard = await file('nextflow.config', "aws.region = 'default'");
    expect((await loadConfig({ defaultFiles: [standard], files: [named] })).config).to.deep.equal({
      aws: { region: 'named' },
    });
  });

  it('is empty without any source', async () => {
    expect(await loadConfig({ defaultFiles: [join(folder, 'nextflow.config')] })).to.deep.equal({
      config: {},
      closures: new Map(),
      problems: [],
    });
  });

  it('gives the closures of process beside their texts', async () => {
    const { config, closures, problems } = await loadConfig({
      files: [
        await file('a.config', 'process { memory = { 4.GB * task.attempt }; cpus = { 2 } }'),
        await file('b.config', 'process.cpus = 3'),
      ],
    });
    expect(problems).to.deep.equal([]);
    expect(config).to.deep.equal({ process: { memory: '{ 4.GB * task.attempt }', cpus: 3 } });
    expect([...closures.keys()]).to.deep.equal(['memory']);
  });

  it('gives settings that nobody can change', async () => {
    const { config } = await loadConfig({
      files: [await file('a.config', 'process.resourceLabels = [a: 1]')],
    });
    const { process } = config as { process: { resourceLabels: ConfigMap } };
    expect([config, process, process.resourceLabels].every((value) => Object.isFrozen(value))).to.equal(true);
  });

  it('names every named file that cannot be read', async () => {
    const error = await failure({ files: [join(folder, 'absent.config'), folder] });
    expect(error.code).to.equal('CONFIG_UNREADABLE');
    expect(error.problems.map(({ path, message }) => [path, message])).to.deep.equal([
      [join(folder, 'absent.config'), 'the configuration file does not exist'],
      [folder, 'is no regular file and no pipe but a folder'],
    ]);
  });

  it('does not pass over a default file that exists and cannot be read', async () => {
    expect((await failure({ defaultFiles: [folder] })).problems).to.have.lengthOf(1);
  });

  it('names all that is wrong in all sources at once, with its place', async () => {
    const first = await file('a.config', 'process.cpus = 0\naws { regoin = 1 }\nfusion = 1');
    const second = await file('b.config', '\nfusion { enabled = true }');
    const error = await failure({
      files: [first, second],
      overrides: [
        { path: 'process.debug', value: 'maybe' },
        { path: 'aws..region', value: 'x' },
        { path: 'process', value: 'x' },
      ],
    });
    expect(error).to.include({ code: 'CONFIG_INVALID', name: 'ConfigError' });
    expect(error.message).to.match(/^Cannot use the configuration: 6 settings are wrong\. /);
    const found = error.problems.map(
      ({ path, message }) => `${path}: ${message.replaceAll(`${folder}/`, '')}`,
    );
    expect(found).to.deep.equal([
      'aws..region: is no path of a setting (given on the command line)',
      'fusion: is a scope at b.config:2:1 and a single value at a.config:3:1',
      'process: is a scope at a.config:1:1 and a single value at the command line',
      'process.cpus: must be a number greater than 0 (set at a.config:1:1)',
      'process.debug: must be true or false (set at the command line)',
      'aws.regoin: unknown setting (set at a.config:2:7)',
    ]);
  });

  it('leaves what is wrong out of the settings', async () => {
    const path = await file('a.config', "aws { region = 5; profile = 'p'; regoin = 'x' }\nprocess.cpus = 0");
    const { config, problems } = await loadConfig({ files: [path] });
    expect(config).to.deep.equal({ aws: { profile: 'p' }, process: {} });
    expect(problems.map((problem) => problem.path)).to.deep.equal([
      'aws.region',
      'aws.regoin',
      'process.cpus',
    ]);
  });

  it('refuses a file that is not in the language with its place', async () => {
    const path = await file('a.config', 'aws.region = x()');
    const error: unknown = await loadConfig({ files: [path] }).catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(ScriptError);
    expect(error).to.include({ path, line: 1, column: 14, code: 'SCRIPT_INVALID' });
  });

  it('tells the plugins of all files in their order', async () => {
    const first = await file('a.config', "plugins { id 'nf-a@1.0.0' }");
    const second = await file('b.config', "plugins { id 'nf-b' }\nplugins { id 'nf-a' }");
    const { plugins, root } = await readConfiguration({ files: [first, second] });
    expect(plugins.map(({ id, range, origin }) => [id, range, origin])).to.deep.equal([
      ['nf-a', '1.0.0', `${first}:1:11`],
      ['nf-b', undefined, `${second}:1:11`],
      ['nf-a', undefined, `${second}:2:11`],
    ]);
    expect([...root.entries.keys()]).to.deep.equal([]);
  });

  it('judges no scope that may be a missing plugin’s, and all else', async () => {
    const path = await file(
      'a.config',
      "acme { x = 1 }\naws { ecs { y = 1 }; regoin = 'x'; region = 5 }\nacne = 2\nother { z = 1 }\nprocess.cpus = 0",
    );
    const { config, problems } = await loadConfig({ files: [path] }, { scopes: ['other'], incomplete: true });
    expect(problems.map((problem) => problem.path)).to.deep.equal([
      'aws.regoin',
      'aws.region',
      'acne',
      'process.cpus',
    ]);
    expect(config).to.deep.equal({ aws: {}, other: { z: 1 }, process: {} });
  });
});
