import { expect } from 'chai';
import { parseS3Uri } from '../../../src/workdir/s3-uri.js';

describe(parseS3Uri.name, () => {
  it('splits bucket and key', () => {
    expect(parseS3Uri('s3://my-bucket/work/ab/cd/.exitcode')).to.deep.equal({
      bucket: 'my-bucket',
      key: 'work/ab/cd/.exitcode',
    });
    expect(parseS3Uri('s3://my-bucket')).to.deep.equal({ bucket: 'my-bucket', key: '' });
    expect(parseS3Uri('s3://my-bucket/')).to.deep.equal({ bucket: 'my-bucket', key: '' });
    expect(parseS3Uri('s3://b/a//b\nc')).to.deep.equal({ bucket: 'b', key: 'a//b\nc' });
  });

  for (const uri of ['', 's3://', 's3:///key', '/tmp/work', 'http://b/k', ' s3://b/k']) {
    it(`takes ${JSON.stringify(uri)} for no place in S3`, () => expect(parseS3Uri(uri)).to.equal(undefined));
  }
});
