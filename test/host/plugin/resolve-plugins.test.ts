import { mkdir, symlink } from 'node:fs/promises';
import { expect } from 'chai';
import { parsePluginId } from '../../../host/plugin/plugin-request.js';
import {
  resolvePlugins,
  type PluginWishes,
  type ResolvedPlugins,
} from '../../../host/plugin/resolve-plugins.js';
import { PluginFolder } from './plugin-folder.js';

describe(resolvePlugins.name, () => {
  let folder: PluginFolder;

  beforeEach(async () => {
    folder = await PluginFolder.create();
  });

  afterEach(() => folder.remove());

  function resolve(names: readonly string[], wishes: Partial<PluginWishes> = {}): Promise<ResolvedPlugins> {
    return resolvePlugins({
      given: { names, by: '-plugins' },
      cwd: folder.at('here'),
      searchFrom: [folder.at('pipeline'), folder.at('here')],
      ...wishes,
    });
  }

  async function found(names: readonly string[], wishes: Partial<PluginWishes> = {}): Promise<string[]> {
    const { plugins, refusals } = await resolve(names, wishes);
    expect(refusals.map(({ message }) => message)).to.deep.equal([]);
    return plugins.map(({ path }) => path);
  }

  async function refused(names: readonly string[], wishes: Partial<PluginWishes> = {}): Promise<string[]> {
    const { refusals } = await resolve(names, wishes);
    return refusals.map(({ code, message }) => `${code} ${message}`);
  }

  it('takes paths of manifests and of their folders, relative to the current folder', async () => {
    const [a, b] = [await folder.plugin('here/a'), await folder.plugin('b')];
    expect(await found(['./a', '../b/plugin.json', folder.at('here/a')])).to.deep.equal([a, b]);
  });

  it('loads one plugin by its path and by a link to it once', async () => {
    const path = await folder.plugin('here/a');
    await symlink(folder.at('here/a'), folder.at('here/link'));
    expect(await found(['./a', './link'])).to.deep.equal([path]);
  });

  it("looks from the script's folder, then from the current one, upwards", async () => {
    const far = await folder.plugin('node_modules/a');
    expect(await found(['a'])).to.deep.equal([far]);
    const current = await folder.plugin('here/node_modules/a');
    expect(await found(['a'], { searchFrom: [folder.at('here'), folder.at('pipeline')] })).to.deep.equal([
      current,
    ]);
    const nearest = await folder.plugin('pipeline/node_modules/a');
    expect(await found(['a'])).to.deep.equal([nearest]);
  });

  it('finds packages of an npm scope, and linked ones', async () => {
    const scoped = await folder.plugin('node_modules/@acme/a');
    const linked = await folder.plugin('elsewhere/b');
    await symlink(folder.at('elsewhere/b'), folder.at('node_modules/b'));
    const paths = await found(['@acme/a', 'b', '../elsewhere/b']);
    expect(paths).to.deep.equal([linked, scoped]);
  });

  it('finds the plugin that the folder itself belongs to', async () => {
    const own = await folder.plugin('my-plugin');
    await folder.write('my-plugin/package.json', {});
    expect(await found(['my-plugin'], { searchFrom: [folder.at('my-plugin/examples/one')] })).to.deep.equal([
      own,
    ]);
  });

  it('takes no plugin.json that lies above the package, or above a folder of no package', async () => {
    await folder.plugin('shared/my-plugin');
    await folder.write('shared/my-plugin/run/package.json', {});
    for (const start of ['run/below', 'other'])
      expect(
        await refused(['my-plugin'], { searchFrom: [folder.at('shared/my-plugin', start)] }),
        start,
      ).to.have.length(1);
  });

  it('passes over files of that name that are some other program’s', async () => {
    for (const name of ['here', 'pipeline']) await folder.write(`${name}/package.json`, {});
    await folder.write('here/plugin.json', 'not json');
    await folder.write('pipeline/plugin.json', 'null');
    const path = await folder.plugin('node_modules/a');
    expect(await found(['a'])).to.deep.equal([path]);
  });

  it('finds the package that the engine belongs to, whatever folders it is asked from', async () => {
    const [path = ''] = await found(['nf-awsecs'], { searchFrom: ['/'], cwd: '/' });
    expect(path)
      .to.match(/plugin\.json$/)
      .and.not.contain(folder.path);
  });

  it('loads what is built in unasked, and again by id only once', async () => {
    const path = await folder.plugin('built/a');
    expect(await found([], { builtIn: [path] })).to.deep.equal([path]);
    await folder.plugin('node_modules/a', { version: '2.0.0' });
    expect(await found(['a@^1.0.0'], { builtIn: [path] })).to.deep.equal([path]);
  });

  it('loads what is built in first, then paths, then ids', async () => {
    const paths = [
      await folder.plugin('built/c'),
      await folder.plugin('here/b'),
      await folder.plugin('node_modules/a'),
    ];
    expect(await found(['a', './b'], { builtIn: paths.slice(0, 1) })).to.deep.equal(paths);
  });

  it('says where it looked for a plugin that is not there, and what to do', async () => {
    const [said = '', ...more] = await refused(['nf-hello@^1.0.0']);
    expect(more).to.deep.equal([]);
    expect(said).to.contain('PLUGIN_NOT_FOUND Cannot find plugin nf-hello@^1.0.0, asked for by -plugins: ');
    expect(said).to.contain(
      `node_modules/nf-hello with a plugin.json is in ${folder.at('pipeline')} and ${folder.at('here')}`,
    );
    expect(said).to.contain('npm install nf-hello@^1.0.0').and.not.contain('Did you mean');
  });

  it('offers the nearest plugin there is, built in or installed', async () => {
    await folder.plugin('node_modules/nf-hello');
    await folder.write('node_modules/nf-hellox/package.json', {});
    const built = await folder.plugin('built/nf-world');
    const said = await refused(['nf-hallo', 'nf-wordl'], { builtIn: [built] });
    expect(said[0]).to.contain('Did you mean nf-hello?');
    expect(said[1]).to.contain('Did you mean nf-world?');
  });

  it('says that a package of that name is no plugin', async () => {
    await folder.write('node_modules/a/package.json', {});
    const [said] = await refused(['a']);
    expect(said).to.contain(`the package ${folder.at('node_modules/a')} holds no plugin.json`);
  });

  it('says how to load a folder that was meant', async () => {
    await folder.plugin('here/a');
    expect((await refused(['a']))[0]).to.contain('Give -plugins ./a to load the folder');
  });

  it('goes on without the plugins of Nextflow whose work the engine does, and says so', async () => {
    const { plugins, refusals, notices } = await resolve(['nf-amazon@2.9.0', 'nf-wave']);
    expect([plugins, refusals]).to.deep.equal([[], []]);
    expect(notices).to.deep.equal([
      'Plugin nf-amazon@2.9.0 (-plugins) is not loaded: S3 and the AWS settings are part of this engine.',
      'Plugin nf-wave (-plugins) is not loaded: Wave and Fusion are part of this engine.',
    ]);
  });

  it('tells other plugins of Nextflow from those that could be installed', async () => {
    const [said] = await refused(['nf-google@1.0.0']);
    expect(said)
      .to.contain('PLUGIN_NOT_FOUND')
      .and.contain('a part of Nextflow')
      .and.not.contain('npm install');
  });

  it('refuses a package whose plugin has another id', async () => {
    await folder.plugin('node_modules/a', { id: 'b' });
    const { refusals } = await resolve(['a']);
    expect(refusals[0]?.problems.map(({ path, found: id, message }) => [path, id, message])).to.deep.equal([
      [`${folder.at('node_modules/a/plugin.json')}, id`, 'b', 'must be a, as the package that was asked for'],
    ]);
  });

  it('takes what the configuration asks for, where nothing is given beside it', async () => {
    const path = await folder.plugin('node_modules/a');
    const reading = parsePluginId('a@^1.0.0', 'a.config:1:3');
    if ('problem' in reading) throw new Error(reading.problem);
    const written = [reading.value];
    const { plugins } = await resolvePlugins({ written, cwd: folder.path, searchFrom: [folder.path] });
    expect(plugins.map((plugin) => plugin.path)).to.deep.equal([path]);
    const { notices } = await resolve([], { written });
    expect(notices).to.deep.equal([
      'Not loaded, since -plugins takes the place of the plugins block: a@^1.0.0 (a.config:1:3).',
    ]);
  });

  it('lists everything that is wrong with all of them at once', async () => {
    await mkdir(folder.at('here/empty'), { recursive: true });
    await folder.write('here/text/plugin.json', '{');
    await folder.plugin('here/bad', { version: '1', executors: [] });
    await folder.plugin('here/new', { spi: '^9.0.0' });
    await folder.plugin('here/good');
    const { plugins, refusals } = await resolve([
      './empty',
      './none.json',
      './text',
      './bad',
      './new',
      'gone',
      './good',
      'Gone',
    ]);
    expect(plugins.map(({ manifest }) => manifest.id)).to.deep.equal(['good']);
    expect(refusals.map(({ code, message }) => [code, message.split(/[:.(]/)[0]])).to.deep.equal([
      ['CONFIG_INVALID', 'Cannot tell which plugins to load'],
      ['PLUGIN_MANIFEST_UNREADABLE', `Cannot read the plugin manifest ${folder.at('here/empty/plugin')}`],
      ['PLUGIN_MANIFEST_UNREADABLE', `Cannot read the plugin manifest ${folder.at('here/none')}`],
      ['PLUGIN_MANIFEST_INVALID', `The plugin manifest ${folder.at('here/text/plugin')}`],
      ['PLUGIN_MANIFEST_INVALID', `The plugin manifest ${folder.at('here/bad/plugin')}`],
      ['PLUGIN_SPI_UNSUPPORTED', 'Cannot load plugin new '],
      ['PLUGIN_NOT_FOUND', 'Cannot find plugin gone, asked for by -plugins'],
    ]);
  });

  it('does not look elsewhere for an id whose manifest at hand cannot be used', async () => {
    await folder.plugin('pipeline/node_modules/a', { spi: '^9.0.0' });
    await folder.plugin('node_modules/a');
    expect((await refused(['a'])).map((said) => said.split(' ')[0])).to.deep.equal([
      'PLUGIN_SPI_UNSUPPORTED',
    ]);
  });
});
