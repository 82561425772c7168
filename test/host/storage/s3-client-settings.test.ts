import { expect } from 'chai';
import { s3ClientSettings } from '../../../host/storage/s3-client-settings.js';

describe('s3ClientSettings', () => {
  it('leaves everything to the SDK where nothing is configured, but bounds retries and time', () => {
    expect(s3ClientSettings({})).to.deep.equal({
      maxAttempts: 5,
      forcePathStyle: false,
      requestHandler: {
        connectionTimeout: 5000,
        requestTimeout: 60_000,
        throwOnRequestTimeout: true,
        socketTimeout: 60_000,
      },
    });
  });

  it('takes region, profile and credentials from the configuration', async () => {
    const aws = { region: 'eu-west-1', profile: 'lab', accessKey: 'AKID', secretKey: 'secret' };
    expect(s3ClientSettings({ aws })).to.include({ region: 'eu-west-1', profile: 'lab' });
    const { credentials } = s3ClientSettings({ aws });
    if (typeof credentials !== 'function') throw new Error('credentials can be printed');
    expect(await credentials()).to.deep.equal({ accessKeyId: 'AKID', secretAccessKey: 'secret' });
  });

  it('closes every way around a configured endpoint', () => {
    const aws = { client: { endpoint: 'http://127.0.0.1:4000', s3PathStyleAccess: true } };
    expect(s3ClientSettings({ aws })).to.include({
      endpoint: 'http://127.0.0.1:4000',
      forcePathStyle: true,
      useFipsEndpoint: false,
      useDualstackEndpoint: false,
      useAccelerateEndpoint: false,
    });
  });

  it('refuses half of a pair of credentials without showing it', () => {
    expect(() => s3ClientSettings({ aws: { secretKey: 'hidden' } })).to.throw(/aws\.accessKey is not set/);
    expect(() => s3ClientSettings({ aws: { secretKey: 'hidden' } })).to.not.throw(/hidden/);
  });
});
