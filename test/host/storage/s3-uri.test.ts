import { expect } from 'chai';
import fc from 'fast-check';
import { joinUri, parseS3Uri, withoutTrailingSlash } from '../../../host/storage/s3-uri.js';

describe('parseS3Uri', () => {
  for (const [uri, bucket, key] of [
    ['s3://my-bucket', 'my-bucket', ''],
    ['s3://my-bucket/', 'my-bucket', ''],
    ['s3://my-bucket/a/b', 'my-bucket', 'a/b'],
    ['s3://my.bucket/a b%20+ü', 'my.bucket', 'a b%20+ü'],
  ] as const) {
    it(`reads ${uri}`, () => {
      expect(parseS3Uri(uri)).to.deep.equal({ bucket, key });
    });
  }

  for (const uri of [
    '/tmp/work',
    'work',
    'file:///tmp',
    'gs://my-bucket/x',
    's3:/my-bucket',
    's3://',
    's3://B/x',
    's3://my-bucket/a/../b',
    's3://my-bucket/./a',
  ]) {
    it(`refuses ${uri} and says what to give`, () => {
      expect(() => parseS3Uri(uri)).to.throw('Use a work dir in S3, e.g. s3://my-bucket/work.');
    });
  }

  it('takes a joined key apart again', () => {
    const segment = fc
      .string({ minLength: 1 })
      .filter((text) => !/^\.{1,2}$/.test(text) && !text.includes('/'));
    fc.assert(
      fc.property(fc.array(segment, { minLength: 1 }), (segments) => {
        expect(parseS3Uri(joinUri('s3://my-bucket', ...segments)).key).to.equal(segments.join('/'));
      }),
    );
  });
});

describe('withoutTrailingSlash', () => {
  it('takes slashes off the end, but not those of the scheme', () => {
    expect(withoutTrailingSlash('s3://b/work//')).to.equal('s3://b/work');
    expect(withoutTrailingSlash('s3://')).to.equal('s3://');
    expect(withoutTrailingSlash('/')).to.equal('/');
  });
});
