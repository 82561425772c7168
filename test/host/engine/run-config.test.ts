import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { readRunConfig } from '../../../host/engine/run-config.js';
import { fullConfig } from '../config/quickstart-configs.js';

describe(readRunConfig.name, () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nxf config-'));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  async function write(name: string, content: unknown): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  }

  const pluginWith = (...scopes: string[]): object => ({
    id: 'nf-x',
    version: '1.0.0',
    spi: '^1.0.0',
    executors: ['x'],
    entry: 'there-is-none.js',
    settings: Object.fromEntries(scopes.map((scope) => [scope, { type: 'object' }])),
  });

  it("takes the quickstart's configuration with a plugin that claims its scope, and loads no plugin", async () => {
    await write('nextflow.config', fullConfig);
    const path = await write('plugin.json', pluginWith('aws.ecs'));
    const { config, plugins } = await readRunConfig({
      scriptPath: join(folder, 'main.nf'),
      builtInPlugins: [path],
    });
    expect(config).to.have.nested.property('aws.ecs').that.includes({ cluster: 'nextflow-cluster' });
    expect(plugins.map(({ path: at, manifest }) => [at, manifest.id])).to.deep.equal([[path, 'nf-x']]);
  });

  it('refuses the scope without the plugin', async () => {
    await write('nextflow.config', fullConfig);
    const options = {
      scriptPath: join(folder, 'main.nf'),
      builtInPlugins: [await write('plugin.json', pluginWith('acme'))],
    };
    const { config, problems } = await readRunConfig(options);
    expect(problems.map(({ path }) => path)).to.deep.equal(['aws.ecs']);
    expect(config).to.have.property('aws').that.does.not.have.property('ecs');
  });

  it('reads the files of the current folder, the named ones and the command line over them', async () => {
    await write('nextflow.config', 'acme { a = 1; b = 1; c = 1 }');
    const options = {
      scriptPath: '/nowhere/main.nf',
      cwd: folder,
      builtInPlugins: [await write('plugin.json', pluginWith('acme'))],
      configFiles: [await write('more.config', 'acme { b = 2; c = 2 }')],
      configOverrides: [{ path: 'acme.c', value: 3 }],
    };
    expect((await readRunConfig(options)).config).to.deep.equal({ acme: { a: 1, b: 2, c: 3 } });
  });
});
