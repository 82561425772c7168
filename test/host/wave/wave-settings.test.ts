import { expect } from 'chai';
import { waveSettings, type Environment } from '../../../host/wave/wave-settings.js';
import { isExecutorError, type ConfigMap, type Problem } from '../../../spi/index.js';

function problemsOf(config: ConfigMap, environment: Environment = {}): readonly Problem[] {
  try {
    waveSettings(config, environment);
    return [];
  } catch (error) {
    if (!isExecutorError(error)) throw error;
    return error.problems;
  }
}

describe(waveSettings.name, () => {
  it('takes what Nextflow takes where nothing is said', () => {
    expect(waveSettings({}, {})).to.deep.equal({
      endpoint: 'https://wave.seqera.io',
      platform: { endpoint: 'https://api.cloud.seqera.io' },
      freeze: false,
      buildPatience: 2_400_000,
      cacheLife: 1_800_000,
      retry: { delay: 450, maxDelay: 90_000, maxAttempts: 5 },
      fusion: false,
    });
  });

  it('takes from the environment what is not set', () => {
    const environment = {
      WAVE_API_ENDPOINT: 'http://127.0.0.1:4566/',
      TOWER_ACCESS_TOKEN: ' token-1 ',
      TOWER_WORKSPACE_ID: '123',
      TOWER_WORKFLOW_ID: 'w1',
      TOWER_API_ENDPOINT: 'https://platform.example/api',
      FUSION_CONTAINER_CONFIG_URL: 'https://fusion.example/layer.json',
    };
    expect(waveSettings({ fusion: { enabled: true } }, environment)).to.deep.include({
      endpoint: 'http://127.0.0.1:4566',
      platform: {
        endpoint: 'https://platform.example/api',
        token: 'token-1',
        workspaceId: 123,
        workflowId: 'w1',
      },
      fusion: true,
      layerUrl: 'https://fusion.example/layer.json',
    });
  });

  it('lets settings win over the environment, and a blank variable be none', () => {
    const config = {
      wave: { endpoint: 'https://own.example' },
      tower: { accessToken: 'mine', workspaceId: '7', endpoint: 'https://p.example' },
    };
    const environment = {
      WAVE_API_ENDPOINT: 'nonsense',
      TOWER_ACCESS_TOKEN: 'other',
      TOWER_WORKSPACE_ID: 'x',
    };
    const settings = waveSettings(config, environment);
    expect(settings.endpoint).to.equal('https://own.example');
    expect(settings.platform).to.deep.equal({ endpoint: 'https://p.example', token: 'mine', workspaceId: 7 });
    expect(waveSettings({}, { TOWER_ACCESS_TOKEN: '  ' }).platform).to.not.have.property('token');
  });

  it('wants a place for frozen images', () => {
    expect(problemsOf({ wave: { freeze: true } }).map(({ path }) => path)).to.deep.equal([
      'wave.build.repository',
    ]);
    const build = { repository: 'r.example/wave', cacheRepository: 'r.example/cache' };
    expect(waveSettings({ wave: { freeze: true, build } }, {})).to.include({
      freeze: true,
      buildRepository: 'r.example/wave',
      cacheRepository: 'r.example/cache',
    });
  });

  it('names every variable that cannot be used, without its value', () => {
    const problems = problemsOf(
      {},
      {
        WAVE_API_ENDPOINT: 'ftp://user:secret@wave',
        TOWER_ACCESS_TOKEN: 'secret with a blank',
        TOWER_WORKSPACE_ID: 'secret-id',
        TOWER_API_ENDPOINT: 'secret',
        FUSION_CONTAINER_CONFIG_URL: 'https://u:secret@h/',
      },
    );
    expect(problems.map(({ path }) => path)).to.have.members(
      ['WAVE_API_ENDPOINT', 'TOWER_ACCESS_TOKEN', 'TOWER_WORKSPACE_ID', 'TOWER_API_ENDPOINT']
        .concat('FUSION_CONTAINER_CONFIG_URL')
        .map((name) => `environment variable ${name}`),
    );
    expect(JSON.stringify(problems)).to.not.contain('secret');
  });
});
