import { expect } from 'chai';
import { ConfigError, SPI_VERSION } from '../../../spi/index.js';
import { MANIFEST_EXAMPLE, MANIFEST_SCHEMA } from '../../../host/plugin/manifest-schema.js';
import {
  parseManifest,
  readManifest,
  settingScopes,
  type LocatedManifest,
} from '../../../host/plugin/plugin-manifest.js';

const manifest = {
  id: 'nf-x',
  version: '1.2.3',
  spi: '^1.0.0',
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

  it('passes over a byte order mark, as npm does', () => {
    expect(parseManifest(`\uFEFF${JSON.stringify(manifest)}`, 'plugin.json')).to.deep.equal(manifest);
  });

  it('names both versions where the SPI does not fit', () => {
    const error = refusal({ ...manifest, spi: '^7.0.0', unknown: true });
    expect(error.code).to.equal('PLUGIN_SPI_UNSUPPORTED');
    expect(error.message)
      .to.contain('nf-x (/p/plugin.json)')
      .and.to.contain('^7.0.0')
      .and.to.contain(SPI_VERSION);
  });

  it('lists every problem at once, each with the file, what is allowed and what to write', () => {
    const error = refusal({ ...manifest, id: 'Bad Id', version: 'one', spi: 'abc', executors: [], entri: 1 });
    expect(error.code).to.equal('PLUGIN_MANIFEST_INVALID');
    expect(error.problems.map(({ path, found, fix }) => [path, found, fix])).to.have.deep.members([
      ['/p/plugin.json, entri', undefined, 'Remove it.'],
      ['/p/plugin.json, executors', '[]', 'Write e.g. "executors": ["hello"]'],
      ['/p/plugin.json, id', "'Bad Id'", 'Write e.g. "id": "nf-hello"'],
      ['/p/plugin.json, version', "'one'", undefined],
      ['/p/plugin.json, spi', "'abc'", undefined],
    ]);
  });

  it('names what is missing', () => {
    const { id, version, spi, executors } = manifest;
    const { problems } = refusal({ id, version, spi, executors });
    expect(problems.map(({ path, message, fix }) => `${path} ${message}. ${fix}`)).to.deep.equal([
      '/p/plugin.json, entry is required. Write e.g. "entry": "./index.js"',
      '/p/plugin.json, settings is required. Write e.g. "settings": {}',
    ]);
  });

  it('gives an example for every field that must be there', () => {
    expect(Object.keys(MANIFEST_EXAMPLE)).to.deep.equal([...MANIFEST_SCHEMA.required]);
    expect(parseManifest(JSON.stringify(MANIFEST_EXAMPLE), 'plugin.json')).to.deep.equal(MANIFEST_EXAMPLE);
  });

  it('refuses scopes that are no dotted names, and those of the engine itself', () => {
    const settings = {
      'a..b': {},
      aws: {},
      'process.ext': {},
      plugins: {},
      'plugins.x': {},
      'acme.batch': {},
    };
    const { problems } = refusal({ ...manifest, settings });
    expect(
      problems.map(({ path, message }) => `${path.replace('/p/plugin.json, ', '')} ${message}`),
    ).to.deep.equal([
      'settings.a..b must be a dotted scope such as acme or acme.batch',
      'settings.aws belongs to the engine',
      'settings.process.ext belongs to the engine',
      'settings.plugins belongs to the engine',
      'settings.plugins.x belongs to the engine',
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
    expect(message).to.contain('/nowhere/plugin.json').and.to.contain('there is no such file');
  });
});

describe(settingScopes.name, () => {
  it('tells the scopes of their settings, each once', () => {
    const located = (settings: Record<string, object>): LocatedManifest => ({
      path: '/p/plugin.json',
      manifest: { ...manifest, settings },
    });
    expect(settingScopes([located({ acme: {}, 'aws.ecs': {} }), located({ acme: {} })])).to.deep.equal([
      'acme',
      'aws.ecs',
    ]);
  });
});
