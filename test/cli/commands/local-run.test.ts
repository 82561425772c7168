import { expect } from 'chai';
import { localOverrides } from '../../../cli/commands/local-run.js';

describe(localOverrides.name, () => {
  it('gives every client its endpoint, region and credentials explicitly', () => {
    const cloud = {
      endpoint: 'http://127.0.0.1:41234',
      region: 'eu-central-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local-secret' },
    };
    expect(localOverrides(cloud)).to.deep.equal([
      { path: 'aws.region', value: 'eu-central-1' },
      { path: 'aws.accessKey', value: 'local' },
      { path: 'aws.secretKey', value: 'local-secret' },
      { path: 'aws.ecs.endpoint', value: 'http://127.0.0.1:41234' },
      { path: 'aws.client.endpoint', value: 'http://127.0.0.1:41234' },
      { path: 'aws.client.s3PathStyleAccess', value: true },
    ]);
  });
});
