import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ConfigError } from '../../../spi/index.js';
import { ExecutorRegistry, loadPlugins } from '../../../host/plugin/executor-registry.js';
import { readManifests } from '../../../host/plugin/plugin-manifest.js';

const GOOD = 'export const plugin = { check: () => [], createExecutor: (name) => ({ name }) };\n';

describe('loadPlugins', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nxf plugin-'));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  async function write(id: string, executors: string[], text: string, entry = 'index.mjs'): Promise<string> {
    await mkdir(join(folder, id));
    const manifest = { id, version: '1.0.0', spi: '^0.1.0', executors, entry, settings: {} };
    await writeFile(join(folder, id, 'plugin.json'), JSON.stringify(manifest));
    await writeFile(join(folder, id, 'index.mjs'), text);
    return join(folder, id, 'plugin.json');
  }

  async function load(...paths: string[]): Promise<ExecutorRegistry> {
    return loadPlugins(await readManifests(paths));
  }

  async function refusal(...paths: string[]): Promise<ConfigError> {
    try {
      await load(...paths);
    } catch (error) {
      if (error instanceof ConfigError) return error;
      throw error;
    }
    throw new Error('It was loaded.');
  }

  it('registers executors as declared', async () => {
    const registry = await load(await write('one', ['b', 'a'], GOOD), await write('two', ['c'], GOOD));
    expect(registry.names).to.deep.equal(['a', 'b', 'c']);
    expect(registry.pluginOf('a')).to.have.property('createExecutor');
  });

  it('loads a manifest named twice once', async () => {
    const path = await write('one', ['a'], GOOD);
    expect((await load(path, path)).names).to.deep.equal(['a']);
  });

  it('refuses two executors of one name, naming both plugins', async () => {
    const error = await refusal(await write('one', ['a'], GOOD), await write('two', ['a'], GOOD));
    expect(error.code).to.equal('EXECUTOR_DUPLICATE');
    expect(error.message).to.contain('"a"').and.to.contain('plugin two').and.to.contain('plugin one');
  });

  it('passes on why an entry fails', async () => {
    const error = await refusal(await write('one', ['a'], "throw new Error('no licence');"));
    expect(error.code).to.equal('PLUGIN_LOAD_FAILED');
    expect(error.message).to.contain('one 1.0.0').and.to.contain('no licence');
    expect(error.cause).to.have.property('message', 'no licence');
  });

  for (const text of [
    'export const other = 1;',
    'export const plugin = { createExecutor: (name) => ({ name }) };',
  ]) {
    it(`refuses an entry without the plugin export: ${text}`, async () => {
      const error = await refusal(await write('one', ['a'], text));
      expect(error.message).to.contain('exports no "plugin" with the functions check and createExecutor');
    });
  }

  for (const entry of ['../outside.mjs', '/etc/passwd', '.', 'sub/../../outside.mjs']) {
    it(`does not leave the plugin's folder for ${entry}`, async () => {
      await writeFile(join(folder, 'outside.mjs'), GOOD);
      const error = await refusal(await write('one', ['a'], GOOD, entry));
      expect(error.message).to.contain("lies outside of the plugin's folder");
    });
  }

  it('does not follow a link out of the folder', async () => {
    await writeFile(join(folder, 'outside.mjs'), GOOD);
    const path = await write('one', ['a'], GOOD, 'link.mjs');
    await symlink(join(folder, 'outside.mjs'), join(folder, 'one', 'link.mjs'));
    expect((await refusal(path)).message).to.contain("links out of the plugin's folder");
  });

  it('says that an entry does not exist', async () => {
    const error = await refusal(await write('one', ['a'], GOOD, 'missing.mjs'));
    expect(error.message).to.contain('missing.mjs').and.to.contain('ENOENT');
  });
});

describe('ExecutorRegistry', () => {
  it('names the executors there are where one is unknown', () => {
    const registry = new ExecutorRegistry();
    expect(() => registry.pluginOf('x')).to.throw('no plugin brings an executor');
    registry.register('a', 'one', {
      check: () => [],
      createExecutor: () => expect.fail('not called'),
    });
    expect(() => registry.pluginOf('x')).to.throw('There is no executor "x": available are a.');
  });
});
