import { expect } from 'chai';
import { runSettings } from '../../local/run-settings.js';

describe(runSettings.name, () => {
  it('gives every client its endpoint, region and credentials explicitly', () => {
    const endpoint = 'http://127.0.0.1:41234';
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local-secret' };
    expect(runSettings({ endpoint, region: 'eu-central-1', credentials })).to.deep.equal({
      aws: {
        region: 'eu-central-1',
        accessKey: 'local',
        secretKey: 'local-secret',
        ecs: { endpoint },
        client: { endpoint, s3PathStyleAccess: true },
      },
      wave: { endpoint },
      fusion: { containerConfigUrl: `${endpoint}/fusion/layer.json` },
    });
  });
});
