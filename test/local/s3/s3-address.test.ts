import { expect } from 'chai';
import { s3Address } from '../../../local/s3/s3-address.js';

describe(s3Address.name, () => {
  const cases: readonly [string, string, string, string][] = [
    ['127.0.0.1:4000', '/', '', ''],
    ['127.0.0.1:4000', '/bbb', 'bbb', ''],
    ['127.0.0.1:4000', '/bbb/', 'bbb', ''],
    ['localhost', '/bbb/a//b/', 'bbb', 'a//b/'],
    ['[::1]:80', '/bbb//a', 'bbb', '/a'],
    ['s3.localhost:4000', '/bbb/k', 'bbb', 'k'],
    ['s3.eu-west-1.localhost', '/bbb/k', 'bbb', 'k'],
    ['bbb.localhost:4000', '/k/x', 'bbb', 'k/x'],
    ['bbb.localhost', '/', 'bbb', ''],
    ['my.dotted.bucket.localhost', '/k', 'my.dotted.bucket', 'k'],
    ['bbb.s3.localhost:4000', '//k', 'bbb', '/k'],
    ['bbb.s3.eu-west-1.localhost', '/k', 'bbb', 'k'],
  ];
  for (const [host, path, bucket, key] of cases) {
    it(`reads ${path} of ${host} as key '${key}' of bucket '${bucket}' [S3-12]`, () => {
      expect(s3Address(host, path)).to.deep.equal({ bucket, key });
    });
  }
});
