import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ConfigError, SPI_VERSION } from '../../../spi/index.js';
import {
  parseManifest,
  readManifest,
  readManifests,
  settingScopes,
} from '../../../host/plugin/plugin-manifest.js';

const manifest = {
  id: 'nf-x',
  version: '1.2.3',
  spi: '^0.1.0',
  executors: ['x'],
  entry: 'index.js',
  settings: { 'aws.ecs': { type: 'object' } },
};

function refusal(content: unknown): ConfigError {
  try {
    parseManifest(typeof content === 'string' ? content : JSON.stringify(content), '/p/plugin.json');
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('It was accepted.');
}

describe('parseManifest', () => {
  it('gives the content of a valid manifest', () => {
    expect(parseManifest(JSON.stringify(manifest), 'plugin.json')).to.deep.equal(manifest);
  });

  it('names both versions where the SPI does not fit', () => {
    const error = refusal({ ...manifest, spi: '^7.0.0', unknown: true });
    expect(error.code).to.equal('PLUGIN_SPI_UNSUPPORTED');
    expect(error.message).to.contain('nf-x').and.to.contain('^7.0.0').and.to.contain(SPI_VERSION);
  });

  it('lists every problem at once', () => {
    const error = refusal({ ...manifest, id: 'Bad Id', version: 'one', spi: 'abc', executors: [], entri: 1 });
    expect(error.code).to.equal('PLUGIN_MANIFEST_INVALID');
    expect(error.problems.map(({ path }) => path)).to.have.members([
      'entri',
      'executors',
      'id',
      'version',
      'spi',
    ]);
  });

  it('names what is missing', () => {
    const { id, version, spi, executors } = manifest;
    expect(refusal({ id, version, spi, executors }).problems.map(({ message }) => message)).to.deep.equal([
      "must have required property 'entry'",
      "must have required property 'settings'",
    ]);
  });

  it('refuses scopes that are no dotted names, and those of the engine itself', () => {
    const settings = { 'a..b': {}, aws: {}, 'process.ext': {}, 'acme.batch': {} };
    const problems = refusal({ ...manifest, settings }).problems;
    expect(problems).to.deep.equal([
      { path: 'settings.a..b', message: 'must be a dotted scope such as acme or acme.batch' },
      { path: 'settings.aws', message: 'belongs to the engine; take a scope of its own' },
      { path: 'settings.process.ext', message: 'belongs to the engine; take a scope of its own' },
    ]);
  });

  it('refuses what is no JSON, or no object', () => {
    expect(refusal('{').message).to.contain('/p/plugin.json is no JSON');
    expect(refusal([]).code).to.equal('PLUGIN_MANIFEST_INVALID');
    expect(refusal('null').code).to.equal('PLUGIN_MANIFEST_INVALID');
  });
});

describe('readManifest', () => {
  it('says which file it could not read', async () => {
    let message = '';
    await readManifest('/nowhere/plugin.json').catch((error: unknown) => (message = String(error)));
    expect(message).to.contain('/nowhere/plugin.json').and.to.contain('ENOENT');
  });
});

describe('readManifests', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nxf manifests-'));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  async function write(name: string, settings: object): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, JSON.stringify({ ...manifest, id: name.replace('.json', ''), settings }));
    return path;
  }

  it('reads them in their order, one named twice once', async () => {
    const [one, two] = [await write('one.json', {}), await write('two.json', {})];
    const plugins = await readManifests([two, one, two]);
    expect(plugins.map(({ path, manifest: { id } }) => [path, id])).to.deep.equal([
      [two, 'two'],
      [one, 'one'],
    ]);
  });

  it('tells the scopes of their settings, each once', async () => {
    const paths = [
      await write('one.json', { acme: {}, 'aws.ecs': {} }),
      await write('two.json', { acme: {} }),
    ];
    expect(settingScopes(await readManifests(paths))).to.deep.equal(['acme', 'aws.ecs']);
  });
});
