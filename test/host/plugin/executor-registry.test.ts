import { symlink } from 'node:fs/promises';
import { expect } from 'chai';
import type { ExecutorError } from '../../../spi/index.js';
import { ExecutorRegistry, loadPlugins } from '../../../host/plugin/executor-registry.js';
import { readManifest } from '../../../host/plugin/plugin-manifest.js';
import { FakeClock } from '../../support/fake-clock.js';
import { INERT, PluginFolder } from './plugin-folder.js';

describe(loadPlugins.name, () => {
  let folder: PluginFolder;
  let clock: FakeClock;

  beforeEach(async () => {
    folder = await PluginFolder.create();
    clock = new FakeClock();
  });

  afterEach(() => folder.remove());

  async function load(...paths: string[]): ReturnType<typeof loadPlugins> {
    const located = paths.map(async (path) => ({ path, manifest: await readManifest(path) }));
    return loadPlugins(await Promise.all(located), clock);
  }

  async function refusal(path: string): Promise<ExecutorError> {
    const { registry, refusals } = await load(path);
    expect(registry.names).to.deep.equal([]);
    const [error, ...others] = refusals;
    if (error === undefined) throw new Error('It was loaded.');
    expect(others).to.deep.equal([]);
    return error;
  }

  it('registers executors as declared, and leaves no timer', async () => {
    const paths = [
      await folder.plugin('one', { executors: ['b', 'a'] }),
      await folder.plugin('two', { executors: ['c'] }),
    ];
    const { registry, refusals } = await load(...paths);
    expect(refusals).to.deep.equal([]);
    expect(registry.names).to.deep.equal(['a', 'b', 'c']);
    expect(registry.pluginOf('a')).to.have.property('createExecutor');
    expect(clock.timers).to.equal(0);
  });

  it('refuses executors of one name, naming both plugins and where they are, and loads neither', async () => {
    const throws = "throw new Error('must not be loaded');";
    const one = await folder.plugin('one', { executors: ['a', 'b'] }, throws);
    const two = await folder.plugin('two', { version: '2.0.0', executors: ['b', 'a'] }, throws);
    const { refusals } = await load(one, two);
    expect(refusals.map(({ code }) => code)).to.deep.equal(['EXECUTOR_DUPLICATE', 'EXECUTOR_DUPLICATE']);
    expect(refusals[0]?.message).to.equal(
      `Cannot load two executors of one name: "b" is brought by plugin one 1.0.0 at ${one} and by ` +
        `plugin two 2.0.0 at ${two}. Load only one of the two.`,
    );
  });

  it('tells of every plugin that does not load, and loads the others', async () => {
    const { registry, refusals } = await load(
      await folder.plugin('one', {}, 'throw 1;'),
      await folder.plugin('two'),
      await folder.plugin('three', {}, 'syntax error'),
    );
    expect(refusals.map(({ code, message }) => [code, message.split(' ')[3]])).to.deep.equal([
      ['PLUGIN_LOAD_FAILED', 'one'],
      ['PLUGIN_LOAD_FAILED', 'three'],
    ]);
    expect(registry.names).to.deep.equal(['two']);
  });

  it('passes on why an entry fails', async () => {
    const error = await refusal(await folder.plugin('one', {}, "throw new Error('no licence');"));
    expect(error.code).to.equal('PLUGIN_LOAD_FAILED');
    expect(error.message).to.contain('one 1.0.0').and.to.contain('no licence');
    expect(error.cause).to.have.property('message', 'no licence');
  });

  for (const [what, entry] of [
    ['throws what cannot be shown', 'throw { toString() { throw 1; } };'],
    ['exports what cannot be looked at', 'export const plugin = new Proxy({}, { get() { throw 1; } });'],
  ] as const) {
    it(`names the plugin whose entry ${what}`, async () => {
      const error = await refusal(await folder.plugin('one', {}, entry));
      expect(error.code).to.equal('PLUGIN_LOAD_FAILED');
      expect(error.message).to.contain('one 1.0.0');
    });
  }

  it('gives up on an entry that never comes to its end', async () => {
    const loading = refusal(await folder.plugin('one', {}, 'await new Promise(() => {});'));
    while (clock.timers === 0) await new Promise((resolve) => setImmediate(resolve));
    await clock.advance(30_000);
    expect((await loading).message)
      .to.contain('one 1.0.0')
      .and.to.contain('not loaded within 30 seconds');
  });

  for (const text of [
    'export const other = 1;',
    'export const plugin = null;',
    'export const plugin = { createExecutor: (name) => ({ name }) };',
    'export default { check: () => [], createExecutor: (name) => ({ name }) };',
  ]) {
    it(`refuses an entry without the plugin export: ${text}`, async () => {
      const error = await refusal(await folder.plugin('one', {}, text));
      expect(error.message).to.contain('exports no "plugin" with the functions check and createExecutor');
    });
  }

  for (const entry of ['../outside.mjs', '/etc/passwd', '.', 'sub/../../outside.mjs']) {
    it(`does not leave the plugin's folder for ${entry}`, async () => {
      await folder.write('outside.mjs', INERT);
      const error = await refusal(await folder.plugin('one', { entry }));
      expect(error.message).to.contain("lies outside of the plugin's folder");
    });
  }

  it('does not follow a link out of the folder', async () => {
    const outside = await folder.write('outside.mjs', INERT);
    const path = await folder.plugin('one', { entry: 'link.mjs' });
    await symlink(outside, folder.at('one', 'link.mjs'));
    expect((await refusal(path)).message).to.contain("links out of the plugin's folder");
  });

  it('says that an entry does not exist', async () => {
    const error = await refusal(await folder.plugin('one', { entry: 'missing.mjs' }));
    expect(error.message).to.contain('missing.mjs').and.to.contain('ENOENT');
  });
});

describe(ExecutorRegistry.name, () => {
  const inert = { check: () => [], createExecutor: () => expect.fail('not called') };

  it('names the executors there are where one is unknown', () => {
    const registry = new ExecutorRegistry();
    expect(() => registry.pluginOf('x')).to.throw('no plugin brings an executor');
    registry.register('a', inert);
    expect(() => registry.pluginOf('x')).to.throw('There is no executor "x": available are a.');
  });

  it('takes no second executor of a name', () => {
    const registry = new ExecutorRegistry();
    registry.register('a', inert);
    expect(() => registry.register('a', { ...inert })).to.throw('Executor a is registered twice.');
    expect(registry.pluginOf('a')).to.equal(inert);
  });
});
