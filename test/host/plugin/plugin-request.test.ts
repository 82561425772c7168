import { expect } from 'chai';
import { askedPlugins } from '../../../host/plugin/asked-plugins.js';
import {
  formatPluginId,
  parsePluginId,
  parsePluginRequest,
  type PluginIdRequest,
} from '../../../host/plugin/plugin-request.js';

function idRequest(text: string, origin = 'here'): PluginIdRequest {
  const reading = parsePluginId(text, origin);
  if ('problem' in reading) throw new Error(reading.problem);
  return reading.value;
}

describe(parsePluginId.name, () => {
  it('reads an id', () => {
    expect(idRequest('nf-hello')).to.deep.equal({
      kind: 'id',
      id: 'nf-hello',
      packageName: 'nf-hello',
      origin: 'here',
    });
  });

  it('takes the id from behind the npm scope of a package', () => {
    expect(idRequest('@acme.org/nf-hello@1.0.0')).to.deep.include({
      id: 'nf-hello',
      packageName: '@acme.org/nf-hello',
      range: '1.0.0',
    });
  });

  for (const range of ['1.2.3', '~2.9.0', '^1', '>=1.0.0 <2', '1.x', '*', '1.0.0-beta.1']) {
    it(`takes ${range} as a version, and gives it back as written`, () => {
      expect(idRequest(`nf-a@${range}`).range).to.equal(range);
      expect(formatPluginId(idRequest(`nf-a@${range}`))).to.equal(`nf-a@${range}`);
    });
  }

  for (const text of [
    '',
    'NF',
    '1a',
    'nf a',
    'nf_a',
    '../a',
    'a/b',
    '@a',
    '@a/',
    '@A/b',
    'nf-a@',
    'nf-a@ ',
    'nf-a@new',
  ]) {
    it(`reads none in '${text}'`, () => {
      expect(parsePluginId(text, 'here')).to.have.property('problem').that.contains(`'${text}'`);
    });
  }
});

describe(parsePluginRequest.name, () => {
  for (const path of ['./a', '../a', '/a/b', 'a/b', 'plugin.json', '.']) {
    it(`takes ${path} as a path`, () => {
      expect(parsePluginRequest(path, 'x')).to.deep.equal({ value: { kind: 'path', path, origin: 'x' } });
    });
  }

  for (const id of ['a', 'a@1.0.0', '@a/b']) {
    it(`takes ${id} as an id`, () => {
      expect(parsePluginRequest(id, 'x')).to.have.nested.property('value.kind', 'id');
    });
  }
});

describe(askedPlugins.name, () => {
  const written = [idRequest('nf-a@1.0.0', 'a.config:1:1'), idRequest('nf-b', 'a.config:2:1')];

  it('takes what the configuration asks for where nothing else is asked', () => {
    expect(askedPlugins(undefined, written)).to.deep.equal({ requests: written, refusals: [], notices: [] });
  });

  it('lets the command line take the place of it, and says what is left out', () => {
    const { requests, notices } = askedPlugins({ names: ['nf-a@^2', './dev'], by: '-plugins' }, written);
    expect(requests).to.deep.equal([
      idRequest('nf-a@^2', '-plugins'),
      { kind: 'path', path: './dev', origin: '-plugins' },
    ]);
    expect(notices).to.deep.equal([
      'Not loaded, since -plugins takes the place of the plugins block: nf-b (a.config:2:1).',
    ]);
  });

  it('lists everything that is no plugin at once', () => {
    const { requests, refusals } = askedPlugins({ names: ['Nf', 'nf-a', 'nf-b@new'], by: 'plugins' }, []);
    expect(requests).to.have.length(1);
    expect(refusals.map(({ code }) => code)).to.deep.equal(['CONFIG_INVALID']);
    expect(refusals[0]?.problems.map(({ path, message }) => [path, message])).to.deep.equal([
      ['plugins', "'Nf' is no id of a plugin"],
      ['plugins', "'new' of 'nf-b@new' is no version and no range of versions"],
    ]);
  });
});
