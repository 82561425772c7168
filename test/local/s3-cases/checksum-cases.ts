import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
  type ChecksumAlgorithm,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { casesOf, failureOf, mebibyte, put, someBytes, textOf, type S3Case } from './s3-case.js';

/** Checksums of `123456789`; the CRCs are the check values of their catalogue. */
const nine = Buffer.from('123456789');
const expected: Readonly<Partial<Record<ChecksumAlgorithm, string>>> = {
  CRC32: Buffer.from('cbf43926', 'hex').toString('base64'),
  CRC32C: Buffer.from('e3069283', 'hex').toString('base64'),
  CRC64NVME: Buffer.from('ae8b14860a799888', 'hex').toString('base64'),
  SHA1: createHash('sha1').update(nine).digest('base64'),
  SHA256: createHash('sha256').update(nine).digest('base64'),
};

const sha256 = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash('sha256');
  for (const bytes of parts) hash.update(bytes);
  return hash.digest();
};

function keeping(algorithm: ChecksumAlgorithm): S3Case {
  return {
    title: `keeps the ${algorithm} of a text and of a stream, and tells it where asked [S3-17]`,
    run: async (client, Bucket) => {
      const common = { Bucket, ChecksumAlgorithm: algorithm };
      await client.send(new PutObjectCommand({ ...common, Key: 'text', Body: nine }));
      const stream = { Body: Readable.from([nine]), ContentLength: nine.length };
      await client.send(new PutObjectCommand({ ...common, Key: 'stream', ...stream }));
      for (const Key of ['text', 'stream']) {
        const head = await client.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }));
        expect(head[`Checksum${algorithm}` as 'ChecksumCRC32']).to.equal(expected[algorithm]);
        const silent = await client.send(new HeadObjectCommand({ Bucket, Key }));
        expect(silent[`Checksum${algorithm}` as 'ChecksumCRC32']).to.equal(undefined);
      }
    },
  };
}

export const checksumCases = casesOf('checksums', [
  ...(['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const).map(keeping),
  {
    title: 'refuses a body whose checksum or MD5 is wrong, and keeps what was there',
    notOn: { moto: 'it compares no checksums' },
    run: async (client, Bucket) => {
      await put(client, Bucket, 'k', 'old');
      const wrong = (more: object): Promise<unknown> =>
        client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'new', ...more }));
      expect(await failureOf(wrong({ ChecksumCRC32: 'AAAAAA==' }))).to.deep.equal({
        name: 'BadDigest',
        status: 400,
      });
      const ContentMD5 = createHash('md5').update('other').digest('base64');
      expect(await failureOf(wrong({ ContentMD5 }))).to.deep.equal({ name: 'BadDigest', status: 400 });
      expect(await textOf(client, Bucket, 'k')).to.equal('old');
    },
  },
  {
    title: 'keeps of an upload in parts with SHA256 the checksum of the parts, and tells those too',
    notOn: { moto: 'it tells no checksum of a part' },
    run: async (client, Bucket) => {
      const contents = [someBytes(5 * mebibyte, 3), Buffer.from('end')];
      const of = { Bucket, Key: 'k' };
      const created = await client.send(
        new CreateMultipartUploadCommand({ ...of, ChecksumAlgorithm: 'SHA256' }),
      );
      const upload = { ...of, UploadId: created.UploadId ?? '' };
      const Parts = [];
      for (const [index, Body] of contents.entries()) {
        const sent = { ...upload, PartNumber: index + 1, Body, ChecksumAlgorithm: 'SHA256' } as const;
        const { ETag, ChecksumSHA256 } = await client.send(new UploadPartCommand(sent));
        expect(ChecksumSHA256).to.equal(sha256(Body).toString('base64'));
        Parts.push({ PartNumber: index + 1, ETag, ChecksumSHA256 });
      }
      const complete = new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } });
      const answer = await client.send(complete);
      const composite = sha256(...contents.map((bytes) => sha256(bytes))).toString('base64');
      expect(answer.ChecksumSHA256).to.equal(`${composite}-2`);
      const head = await client.send(new HeadObjectCommand({ ...of, ChecksumMode: 'ENABLED' }));
      expect(head.ChecksumSHA256).to.equal(`${composite}-2`);
      const told = await client.send(
        new GetObjectAttributesCommand({ ...of, ObjectAttributes: ['ObjectParts', 'ObjectSize', 'ETag'] }),
      );
      expect(told.ObjectSize).to.equal(5 * mebibyte + 3);
      expect(told.ObjectParts?.TotalPartsCount).to.equal(2);
    },
  },
  {
    title: 'keeps of an upload in parts with a CRC32 of the whole object just that',
    run: async (client, Bucket) => {
      const contents = [someBytes(5 * mebibyte, 5), Buffer.from('end')];
      const of = { Bucket, Key: 'k' };
      const whole = { ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' } as const;
      const created = await client.send(new CreateMultipartUploadCommand({ ...of, ...whole }));
      const upload = { ...of, UploadId: created.UploadId ?? '' };
      const Parts = [];
      for (const [index, Body] of contents.entries()) {
        const sent = { ...upload, PartNumber: index + 1, Body, ChecksumAlgorithm: 'CRC32' } as const;
        const { ETag, ChecksumCRC32 } = await client.send(new UploadPartCommand(sent));
        Parts.push({ PartNumber: index + 1, ETag, ChecksumCRC32 });
      }
      await client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(crc32(Buffer.concat(contents)));
      const head = await client.send(new HeadObjectCommand({ ...of, ChecksumMode: 'ENABLED' }));
      expect(head).to.include({ ChecksumCRC32: bytes.toString('base64'), ChecksumType: 'FULL_OBJECT' });
    },
  },
  {
    title: 'tells size, ETag without quotes and checksum of an object in one document [S3-21]',
    notOn: { moto: 'it reads only the first of the attributes asked for' },
    run: async (client, Bucket) => {
      const etag = await put(client, Bucket, 'k', nine);
      const told = await client.send(
        new GetObjectAttributesCommand({
          Bucket,
          Key: 'k',
          ObjectAttributes: ['ETag', 'ObjectSize', 'Checksum', 'StorageClass'],
        }),
      );
      expect(told).to.include({ ETag: etag.replaceAll('"', ''), ObjectSize: 9, StorageClass: 'STANDARD' });
      expect(told.Checksum?.ChecksumCRC32).to.equal(expected.CRC32);
    },
  },
  {
    title: 'tells no checksum of the whole with a range [S3-17]',
    run: async (client, Bucket) => {
      await put(client, Bucket, 'k', nine);
      const read = { Bucket, Key: 'k', Range: 'bytes=0-3', ChecksumMode: 'ENABLED' } as const;
      const answer = await client.send(new GetObjectCommand(read));
      expect(await answer.Body?.transformToString()).to.equal('1234');
      expect(answer.ChecksumCRC32).to.equal(undefined);
    },
  },
]);
