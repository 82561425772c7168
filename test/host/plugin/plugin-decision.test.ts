import { expect } from 'chai';
import {
  decidePlugins,
  type PluginCandidate,
  type PluginDecision,
} from '../../../host/plugin/plugin-decision.js';
import type { PluginIdRequest } from '../../../host/plugin/plugin-request.js';

function candidate(
  id: string,
  changes: Partial<PluginCandidate> & { version?: string } = {},
): PluginCandidate {
  const { version = '1.0.0', identity = `/${id}/plugin.json`, ...others } = changes;
  const manifest = { id, version, spi: '^1.0.0', executors: [id], entry: 'x.js', settings: {} };
  return { plugin: { path: identity, manifest }, identity, origin: 'somewhere', builtIn: false, ...others };
}

function ask(id: string, range?: string, origin = 'a.config:1:1'): PluginIdRequest {
  return { kind: 'id', id, packageName: id, origin, ...(range === undefined ? {} : { range }) };
}

function outcome({ plugins, refusals }: PluginDecision): unknown {
  return [plugins.map(({ path }) => path), refusals.map(({ code }) => code)];
}

describe(decidePlugins.name, () => {
  it('loads each candidate, in their order, asked for by id or not', () => {
    const decision = decidePlugins([candidate('b'), candidate('a')], [ask('a')]);
    expect(outcome(decision)).to.deep.equal([['/b/plugin.json', '/a/plugin.json'], []]);
  });

  it('loads what comes from one place twice once', () => {
    const decision = decidePlugins([candidate('a'), candidate('a', { origin: 'elsewhere' })], []);
    expect(outcome(decision)).to.deep.equal([['/a/plugin.json'], []]);
  });

  it('refuses one id from two places, naming both', () => {
    const decision = decidePlugins(
      [
        candidate('a', { origin: '-plugins' }),
        candidate('a', { identity: '/b/plugin.json', version: '2.0.0', origin: 'b.config:1:1' }),
      ],
      [],
    );
    expect(outcome(decision)).to.deep.equal([['/a/plugin.json'], ['PLUGIN_CONFLICT']]);
    expect(decision.refusals[0]?.message).to.equal(
      'Cannot load plugin a: it is found twice, version 1.0.0 at /a/plugin.json (-plugins) and version 2.0.0 at ' +
        '/b/plugin.json (b.config:1:1). Ask for one of the two only.',
    );
  });

  it('lets a path take the place of what is built in', () => {
    const built = candidate('a', { builtIn: true, identity: '/built/plugin.json' });
    expect(outcome(decidePlugins([built, candidate('a')], []))).to.deep.equal([['/a/plugin.json'], []]);
  });

  for (const range of [undefined, '1.0.0', '^1.0.0', '~1.0.0', '>=0.9 <2', '1.x', '*']) {
    it(`is content with version 1.0.0 for ${range ?? 'an id without version'}`, () => {
      expect(outcome(decidePlugins([candidate('a')], [ask('a', range)]))).to.deep.equal([
        ['/a/plugin.json'],
        [],
      ]);
    });
  }

  it('refuses a version that was not asked for, naming both', () => {
    const { refusals } = decidePlugins([candidate('a')], [ask('a', '^2.0.0')]);
    expect(refusals.map(({ code, message }) => [code, message])).to.deep.equal([
      [
        'PLUGIN_VERSION_MISMATCH',
        'Cannot load plugin a@^2.0.0, asked for by a.config:1:1: the one at /a/plugin.json is version 1.0.0. ' +
          'Ask for a@1.0.0, or install that one (npm install a@^2.0.0).',
      ],
    ]);
  });

  it('does not tell people to install what is built in', () => {
    const { refusals } = decidePlugins([candidate('a', { builtIn: true })], [ask('a', '2.0.0')]);
    expect(refusals[0]?.message)
      .to.contain('the one built into this program is version 1.0.0')
      .and.not.contain('npm');
  });

  it('tells of everybody whose version it is not', () => {
    const requests = [ask('a', '^2.0.0'), ask('a', '^1.0.0', 'b:1:1'), ask('a', '>=2', 'c:1:1')];
    const decision = decidePlugins([candidate('a', { version: '3.0.0' })], requests);
    expect(outcome(decision)).to.deep.equal([['/a/plugin.json'], ['PLUGIN_CONFLICT']]);
    const one = decidePlugins([candidate('a', { version: '1.5.0' })], [requests[0]!, requests[2]!]);
    expect(outcome(one)).to.deep.equal([
      ['/a/plugin.json'],
      ['PLUGIN_VERSION_MISMATCH', 'PLUGIN_VERSION_MISMATCH'],
    ]);
  });

  it('refuses two versions that no release can be, naming who asks', () => {
    const { refusals } = decidePlugins(
      [candidate('a')],
      [ask('a', '1.0.0'), ask('a', '2.0.0', 'b.config:3:7')],
    );
    expect(refusals.map(({ message }) => message)).to.deep.equal([
      'Cannot load plugin a: a@1.0.0 is asked for by a.config:1:1, and a@2.0.0 by b.config:3:7; no version is both. ' +
        'Keep one of the two.',
    ]);
  });

  it('takes a release that all who ask accept', () => {
    const requests = [ask('a', '^1.0.0'), ask('a', '>=1.2.0'), ask('a')];
    expect(outcome(decidePlugins([candidate('a', { version: '1.3.0' })], requests))).to.deep.equal([
      ['/a/plugin.json'],
      [],
    ]);
  });
});
