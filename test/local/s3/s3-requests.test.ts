import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { type IncomingHttpHeaders, request } from 'node:http';
import { join } from 'node:path';
import { GetObjectCommand, HeadBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { createS3Service } from '../../../local/s3/s3-service.js';
import { dummyCredentials } from '../http/running-server.js';
import { failureOf, runS3, type RunningS3 } from './running-s3.js';

const authorization =
  'AWS4-HMAC-SHA256 Credential=AK/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0';

interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

describe(createS3Service.name, () => {
  let s3: RunningS3;

  beforeEach(async () => {
    s3 = await runS3();
  });

  afterEach(() => s3.close());

  /** Without an SDK, which would set right what is to be wrong. */
  function send(
    method: string,
    path: string,
    headers: Record<string, string> = {},
    body = '',
  ): Promise<RawAnswer> {
    return new Promise((resolve, reject) => {
      const options = { method, headers: { authorization, connection: 'close', ...headers } };
      const sent = request(s3.server.endpoint + path, options, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            body: Buffer.concat(chunks).toString(),
          }),
        );
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  const uploads = async (): Promise<string[]> => {
    const folder = join(s3.root, '../state/uploads');
    const [own = ''] = await readdir(folder);
    return readdir(join(folder, own));
  };

  it('refuses a put of unknown length', async () => {
    const answer = await send('PUT', '/bbb/k', { 'transfer-encoding': 'chunked' }, 'x');
    expect(answer.status).to.equal(411);
    expect(answer.body).to.contain('<Code>MissingContentLength</Code>');
  });

  it('keeps nothing of an upload whose client hangs up', async () => {
    const options = { method: 'PUT', headers: { authorization, 'content-length': '1000' } };
    const sent = request(`${s3.server.endpoint}/bbb/k`, options);
    sent.on('error', () => undefined);
    sent.write('some');
    while ((await uploads()).length === 0) await new Promise((resolve) => setImmediate(resolve));
    sent.destroy();
    while ((await uploads()).length > 0) await new Promise((resolve) => setImmediate(resolve));
    expect(await readdir(join(s3.root, 'bbb'))).to.deep.equal([]);
    expect(s3.server.logged).to.deep.equal([]);
  });

  const chunked = {
    'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
    'x-amz-trailer': 'x-amz-checksum-crc32',
  };
  const frames =
    '5;chunk-signature=0\r\nhello\r\n0;chunk-signature=0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n';

  it('takes signed chunks with a trailer, and repeats the checksum', async () => {
    const headers = { ...chunked, 'x-amz-decoded-content-length': '5' };
    const answer = await send('PUT', '/bbb/k', headers, frames);
    expect(answer.status).to.equal(200);
    expect(answer.headers['x-amz-checksum-crc32']).to.equal('NhCmhg==');
    expect((await send('GET', '/bbb/k')).body).to.equal('hello');
  });

  const broken: readonly [string, string, string, string][] = [
    ['another length than announced', '6', frames, 'IncompleteBody'],
    ['a wrong trailer', '5', frames.replace('NhCmhg', 'AAAAAA'), 'BadDigest'],
    ['no trailer though announced', '5', frames.replace(/x-amz.*\r\n\r\n/, '\r\n'), 'IncompleteBody'],
    ['a chunk that breaks off', '5', '5\r\nhel', 'IncompleteBody'],
  ];
  for (const [what, length, body, code] of broken) {
    it(`refuses chunks with ${what}`, async () => {
      const headers = { ...chunked, 'x-amz-decoded-content-length': length };
      const answer = await send('PUT', '/bbb/k', headers, body);
      expect(answer.status).to.equal(400);
      expect(answer.body).to.contain(`<Code>${code}</Code>`);
      expect(await readdir(join(s3.root, 'bbb'))).to.deep.equal([]);
    });
  }

  it('refuses a body that is not what its signature says', async () => {
    const answer = await send('PUT', '/bbb/k', { 'x-amz-content-sha256': 'a'.repeat(64) }, 'x');
    expect(answer.body).to.contain('<Code>XAmzContentSHA256Mismatch</Code>');
  });

  it('refuses a checksum it cannot check', async () => {
    const answer = await send('PUT', '/bbb/k', { 'x-amz-checksum-xxhash64': 'AAAA' }, 'x');
    expect(answer.status).to.equal(501);
    expect(answer.body).to.contain('x-amz-checksum-xxhash64');
  });

  it('keeps no path that climbs out of the bucket', async () => {
    await send('PUT', '/bbb/../../../escaped', { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }, 'x');
    await send('PUT', '/bbb/%2e%2e/%2e%2e/escaped', {}, 'x');
    expect(await readdir(join(s3.root, '..'))).to.have.members(['s3', 'state']);
    expect(await readdir(s3.root)).to.deep.equal(['bbb']);
    const outside = await send('GET', '/..%2fstate/x');
    expect(outside.body).to.contain('<Code>NoSuchBucket</Code>');
  });

  it('refuses a path that is no UTF-8', async () => {
    expect((await send('GET', '/bbb/%ff')).body).to.contain('<Code>InvalidURI</Code>');
  });

  it('names its region to who signs for another', async () => {
    const settings = { endpoint: s3.server.endpoint, credentials: dummyCredentials, forcePathStyle: true };
    const stray = new S3Client({ ...settings, region: 'eu-west-1', maxAttempts: 1 });
    const failure = await failureOf(stray.send(new GetObjectCommand({ Bucket: 'bbb', Key: 'k' })));
    const head = await failureOf(stray.send(new HeadBucketCommand({ Bucket: 'bbb' })));
    stray.destroy();
    expect(failure).to.include({ name: 'AuthorizationHeaderMalformed', status: 400 });
    expect(failure.message).to.contain("expecting 'us-east-1'");
    expect(head.status).to.equal(400);
  });

  it('lets a read set headers of its answer, but not break them', async () => {
    await s3.client.send(new PutObjectCommand({ Bucket: 'bbb', Key: 'k', Body: 'x' }));
    const answer = await send('GET', '/bbb/k?response-content-type=text%2Fcsv');
    expect(answer.headers['content-type']).to.equal('text/csv');
    const split = await send('GET', '/bbb/k?response-content-type=a%0d%0ab');
    expect(split.body).to.contain('<Code>InvalidArgument</Code>');
  });

  it('answers HEAD of a missing key with a status and no body', async () => {
    const answer = await send('HEAD', '/bbb/none');
    expect(answer).to.include({ status: 404, body: '' });
  });

  it('serves a bucket by the name of the host [S3-12]', async () => {
    const { port } = new URL(s3.server.endpoint);
    const host = { host: `bbb.localhost:${port}` };
    expect((await send('PUT', '/a/b', host, 'x')).status).to.equal(200);
    expect((await send('GET', '/bbb/a/b')).body).to.equal('x');
    expect((await send('GET', '/?list-type=2', host)).body).to.contain('<Key>a/b</Key>');
    expect((await send('HEAD', '/', host)).status).to.equal(200);
  });

  it('takes a body that waits for 100-continue [S3-27]', async () => {
    const answer = await new Promise<number>((done, fail) => {
      const headers = { authorization, expect: '100-continue', 'content-length': '5', connection: 'close' };
      const sent = request(`${s3.server.endpoint}/bbb/k`, { method: 'PUT', headers }, (got) => {
        got.resume();
        done(got.statusCode ?? 0);
      });
      sent.on('continue', () => sent.end('hello'));
      sent.on('error', fail);
      sent.flushHeaders();
    });
    expect(answer).to.equal(200);
    expect((await send('GET', '/bbb/k')).body).to.equal('hello');
  });

  const put = (headers: Record<string, string>): Promise<RawAnswer> => send('PUT', '/bbb/k', headers, 'x');
  const misuses: readonly [string, () => Promise<RawAnswer>, number, string][] = [
    [
      'above 5 GiB',
      () => put({ 'x-amz-decoded-content-length': String(5 * 1024 ** 3 + 1) }),
      400,
      '<Code>EntityTooLarge</Code><Message>Your proposed upload exceeds the maximum allowed size</Message><ProposedSize>5368709121</ProposedSize><MaxSizeAllowed>5368709120</MaxSizeAllowed>',
    ],
    [
      'with two checksums',
      () => put({ 'x-amz-checksum-crc32': 'AAAAAA==', 'x-amz-checksum-crc32c': 'AAAAAA==' }),
      400,
      'Multiple checksum Types are not allowed',
    ],
    [
      'with a checksum of the wrong length',
      () => put({ 'x-amz-checksum-crc32': 'AAAA' }),
      400,
      'Value for x-amz-checksum-crc32 header is invalid',
    ],
    [
      'that names an algorithm and brings no checksum',
      () => put({ 'x-amz-sdk-checksum-algorithm': 'CRC32' }),
      400,
      'no corresponding x-amz-checksum-*',
    ],
    [
      'whose payload is neither signed nor said to be unsigned',
      () => put({ 'x-amz-content-sha256': 'nonsense' }),
      400,
      '<Code>InvalidArgument</Code>',
    ],
  ];
  for (const [what, misuse, status, said] of misuses) {
    it(`refuses a put ${what} [S3-3]`, async () => {
      const answer = await misuse();
      expect(answer.status).to.equal(status);
      expect(answer.body).to.contain(said);
      expect(await readdir(join(s3.root, 'bbb'))).to.deep.equal([]);
    });
  }

  it('deletes many only with a digest of the list [S3-18]', async () => {
    const document = '<Delete><Object><Key>k</Key></Object></Delete>';
    const bare = await send('POST', '/bbb?delete', {}, document);
    expect(bare.body).to.contain('Missing required header for this request: Content-MD5');
    const md5 = createHash('md5').update(document).digest('base64');
    const answer = await send('POST', '/bbb?delete', { 'content-md5': md5 }, document);
    expect(answer.body).to.contain('<Deleted><Key>k</Key></Deleted>');
  });

  it('refuses to delete more than 1,000 at once [S3-18]', async () => {
    const objects = Array.from({ length: 1001 }, (_, index) => `<Object><Key>${index}</Key></Object>`);
    const document = `<Delete>${objects.join('')}</Delete>`;
    const md5 = createHash('md5').update(document).digest('base64');
    const answer = await send('POST', '/bbb?delete', { 'content-md5': md5 }, document);
    expect(answer.body).to.contain('<Code>MalformedXML</Code>');
  });

  it('tells who asks in the wrong region the right one in a header too [S3-23]', async () => {
    const elsewhere = { authorization: authorization.replace('us-east-1', 'eu-west-1') };
    const answer = await send('HEAD', '/bbb', elsewhere);
    expect(answer.status).to.equal(400);
    expect(answer.headers['x-amz-bucket-region']).to.equal('us-east-1');
  });

  for (const [query, said] of [
    ['acl', '<Permission>FULL_CONTROL</Permission>'],
    ['accelerate', '<AccelerateConfiguration'],
    ['encryption', '<SSEAlgorithm>AES256</SSEAlgorithm>'],
    ['logging', '<BucketLoggingStatus'],
    ['notification', '<NotificationConfiguration'],
    ['ownershipControls', '<ObjectOwnership>BucketOwnerEnforced</ObjectOwnership>'],
    ['publicAccessBlock', '<BlockPublicAcls>true</BlockPublicAcls>'],
    ['requestPayment', '<Payer>BucketOwner</Payer>'],
    ['versioning', '<VersioningConfiguration'],
    ['cors', '<Code>NoSuchCORSConfiguration</Code>'],
    ['lifecycle', '<Code>NoSuchLifecycleConfiguration</Code>'],
    ['object-lock', '<Code>ObjectLockConfigurationNotFoundError</Code>'],
    ['policy', '<Code>NoSuchBucketPolicy</Code>'],
    ['policyStatus', '<Code>NoSuchBucketPolicy</Code>'],
    ['replication', '<Code>ReplicationConfigurationNotFoundError</Code>'],
    ['website', '<Code>NoSuchWebsiteConfiguration</Code>'],
  ] as const) {
    it(`answers GET ?${query} as of a bucket nobody has configured [S3-22]`, async () => {
      const answer = await send('GET', `/bbb?${query}`);
      expect(answer.body).to.contain(said);
      expect(answer.status).to.equal(said.startsWith('<Code>') ? 404 : 200);
      expect((await send('GET', `/none?${query}`)).body).to.contain('<Code>NoSuchBucket</Code>');
      expect((await send('PUT', `/bbb?${query}`)).status).to.equal(501);
    });
  }

  for (const [path, operation] of [
    ['/bbb?analytics', 'GET ?analytics'],
    ['/bbb?unheard-of', 'GET ?unheard-of'],
    ['/bbb/k?torrent', 'GetObjectTorrent'],
    ['/bbb/k?retention', 'GetObjectRetention'],
    ['/bbb/k?legal-hold', 'GetObjectLegalHold'],
  ] as const) {
    it(`refuses ${path} by its name`, async () => {
      const answer = await send('GET', path);
      expect(answer.status).to.equal(501);
      expect(answer.body).to.contain(`${operation} is not implemented`);
    });
  }
});
