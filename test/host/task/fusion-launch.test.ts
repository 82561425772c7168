import { expect } from 'chai';
import type { ConfigMap } from '../../../spi/index.js';
import { fusionPath, launchFor } from '../../../host/task/fusion-launch.js';

const workDir = 's3://my-bucket/work/ab/cdef';

describe('launchFor', () => {
  it('starts the wrapper through Fusion, exec form', () => {
    expect(launchFor(workDir, {})).to.deep.equal({
      entryPoint: ['/usr/bin/fusion'],
      command: ['bash', '/fusion/s3/my-bucket/work/ab/cdef/.command.run'],
      environment: {
        FUSION_WORK: '/fusion/s3/my-bucket/work/ab/cdef',
        FUSION_TAGS:
          '[.command.*|.exitcode|.fusion.*](nextflow.io/metadata=true),[*](nextflow.io/temporary=true)',
      },
    });
  });

  it('tells Fusion a configured endpoint and its region, and never a credential', () => {
    const config: ConfigMap = {
      aws: {
        region: 'eu-west-1',
        accessKey: 'AKID',
        secretKey: 'very secret',
        client: { endpoint: 'http://127.0.0.1:4000' },
      },
    };
    const { environment } = launchFor(workDir, config);
    expect(environment).to.include({
      AWS_S3_ENDPOINT: 'http://127.0.0.1:4000',
      FUSION_AWS_REGION: 'eu-west-1',
    });
    expect(JSON.stringify(environment)).to.not.match(/AKID|very secret/);
  });

  it('tells Fusion what the settings say of tags, log and cache', () => {
    const fusion = { tags: '[*](a=b)', logLevel: 'debug', logOutput: 'stderr', cacheSize: 3 * 1024 ** 3 };
    const { environment } = launchFor(workDir, { fusion });
    expect(environment).to.deep.equal({
      FUSION_WORK: '/fusion/s3/my-bucket/work/ab/cdef',
      FUSION_TAGS: '[*](a=b)',
      FUSION_LOG_LEVEL: 'debug',
      FUSION_LOG_OUTPUT: 'stderr',
      FUSION_CACHE_SIZE: '3072M',
    });
    expect(launchFor(workDir, { fusion: { tags: false } }).environment).to.have.keys('FUSION_WORK');
  });

  it('leaves the region to Fusion where the endpoint is AWS', () => {
    const { environment } = launchFor(workDir, { aws: { region: 'eu-west-1' } });
    expect(environment).to.have.keys('FUSION_WORK', 'FUSION_TAGS');
  });
});

describe('fusionPath', () => {
  it('keeps keys as they stand', () => {
    expect(fusionPath("s3://my-bucket/it's a key/%20")).to.equal("/fusion/s3/my-bucket/it's a key/%20");
    expect(fusionPath('s3://my-bucket')).to.equal('/fusion/s3/my-bucket');
  });
});
