import { expect } from 'chai';
import { localOverrides } from '../../../cli/commands/local-run.js';

describe(localOverrides.name, () => {
  it('gives the settings of the cloud as the command line would', () => {
    const endpoint = 'http://127.0.0.1:41234';
    const settings = {
      aws: {
        region: 'eu-central-1',
        accessKey: 'local',
        secretKey: 'local-secret',
        ecs: { endpoint },
        client: { endpoint, s3PathStyleAccess: true },
      },
      wave: { endpoint },
      fusion: { containerConfigUrl: `${endpoint}/fusion/layer.json` },
    } as const;
    expect(localOverrides({ settings: () => settings })).to.deep.equal([
      { path: 'aws.region', value: 'eu-central-1' },
      { path: 'aws.accessKey', value: 'local' },
      { path: 'aws.secretKey', value: 'local-secret' },
      { path: 'aws.ecs.endpoint', value: 'http://127.0.0.1:41234' },
      { path: 'aws.client.endpoint', value: 'http://127.0.0.1:41234' },
      { path: 'aws.client.s3PathStyleAccess', value: true },
      { path: 'wave.endpoint', value: 'http://127.0.0.1:41234' },
      { path: 'fusion.containerConfigUrl', value: 'http://127.0.0.1:41234/fusion/layer.json' },
    ]);
  });
});
