import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
  type CompletedPart,
  type S3Client,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { MultipartUploads } from '../../../local/s3/multipart-uploads.js';
import { failureOf, runS3, type RunningS3 } from './running-s3.js';

describe(MultipartUploads.name, () => {
  let s3: RunningS3;
  let client: S3Client;
  const of = { Bucket: 'bbb', Key: 'k' } as const;

  beforeEach(async () => {
    s3 = await runS3();
    ({ client } = s3);
  });
  afterEach(() => s3.close());

  const create = async (more: object = {}): Promise<string> =>
    (await client.send(new CreateMultipartUploadCommand({ ...of, ...more }))).UploadId ?? '';
  const upload = async (UploadId: string, PartNumber: number, more: object = {}): Promise<CompletedPart> => {
    const input = { ...of, UploadId, PartNumber, Body: `part ${PartNumber}`, ...more };
    const answer = await client.send(new UploadPartCommand(input));
    const { ETag, ChecksumCRC32, ChecksumCRC32C, ChecksumSHA1, ChecksumSHA256 } = answer;
    return { PartNumber, ETag, ChecksumCRC32, ChecksumCRC32C, ChecksumSHA1, ChecksumSHA256 };
  };
  const complete = (UploadId: string, Parts: CompletedPart[], more: object = {}): Promise<object> =>
    client.send(new CompleteMultipartUploadCommand({ ...of, UploadId, MultipartUpload: { Parts }, ...more }));

  const refusedTypes: readonly [object, string][] = [
    [
      { ChecksumAlgorithm: 'SHA256', ChecksumType: 'FULL_OBJECT' },
      'FULL_OBJECT checksum type cannot be used',
    ],
    [{ ChecksumAlgorithm: 'CRC64NVME', ChecksumType: 'COMPOSITE' }, 'COMPOSITE checksum type cannot be used'],
    [{ ChecksumType: 'COMPOSITE' }, 'can only be used with the x-amz-checksum-algorithm header'],
    [{ ChecksumAlgorithm: 'MD4' }, "unsupported: 'MD4'"],
  ];
  for (const [input, said] of refusedTypes) {
    it(`refuses to begin with ${JSON.stringify(input)} [S3-14]`, async () => {
      const failure = await failureOf(create(input));
      expect(failure).to.include({ name: 'InvalidRequest', status: 400 });
      expect(failure.message).to.contain(said);
    });
  }

  it('wants the declared checksum with each part, and with each part of the completion [S3-14]', async () => {
    const id = await create({ ChecksumAlgorithm: 'SHA256' });
    const other = await failureOf(upload(id, 1, { ChecksumAlgorithm: 'CRC32' }));
    expect(other).to.include({ name: 'InvalidRequest' });
    expect(other.message).to.contain('expected checksum Type: sha256, actual checksum Type: crc32');
    const part = await upload(id, 1, { ChecksumAlgorithm: 'SHA256' });
    const bare = await failureOf(complete(id, [{ PartNumber: 1, ETag: part.ETag }]));
    expect(bare.message).to.contain('It was missing for part 1');
    const wrong = { ...part, ChecksumSHA256: Buffer.alloc(32).toString('base64') };
    expect(await failureOf(complete(id, [wrong]))).to.include({ name: 'InvalidPart' });
    expect(await complete(id, [part]))
      .to.have.property('ChecksumSHA256')
      .that.matches(/=-1$/);
  });

  it('takes any checksum with a part where none was declared, and keeps one of the whole [S3-14]', async () => {
    const id = await create();
    const part = await upload(id, 1, { ChecksumAlgorithm: 'SHA1' });
    expect(part.ChecksumSHA1).to.equal(undefined);
    const named = { PartNumber: 1, ETag: part.ETag, ChecksumSHA1: Buffer.alloc(20).toString('base64') };
    expect(await failureOf(complete(id, [named]))).to.include({ name: 'InvalidPart' });
    await complete(id, [part]);
    const head = await client.send(new HeadObjectCommand({ ...of, ChecksumMode: 'ENABLED' }));
    expect(head).to.include({ ChecksumType: 'FULL_OBJECT' });
    expect(head.ChecksumCRC64NVME).to.be.a('string');
  });

  it('holds a completion against the size and checksum it brings [S3-14]', async () => {
    const id = await create({ ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' });
    const part = await upload(id, 1, { ChecksumAlgorithm: 'CRC32' });
    expect(await failureOf(complete(id, [part], { MpuObjectSize: 7 }))).to.include({
      name: 'InvalidRequest',
    });
    const wrong = { ChecksumCRC32: 'AAAAAA==', ChecksumType: 'FULL_OBJECT' };
    expect(await failureOf(complete(id, [part], wrong))).to.include({ name: 'BadDigest' });
    const composite = { ChecksumType: 'COMPOSITE' };
    expect(await failureOf(complete(id, [part], composite))).to.include({ name: 'InvalidRequest' });
    await complete(id, [part], { MpuObjectSize: 6, ChecksumCRC32: part.ChecksumCRC32 });
    const uploads = join(s3.root, '../state/uploads');
    const left = (await readdir(uploads, { recursive: true })).filter((name) => name.includes('/'));
    expect(left).to.deep.equal([]);
  });

  it('reads a part by its number with the checksum of that part [S3-14]', async () => {
    const id = await create({ ChecksumAlgorithm: 'CRC32C' });
    const part = await upload(id, 1, { ChecksumAlgorithm: 'CRC32C' });
    await complete(id, [part]);
    const read = { ...of, PartNumber: 1, ChecksumMode: 'ENABLED' } as const;
    const answer = await client.send(new GetObjectCommand(read));
    expect(await answer.Body?.transformToString()).to.equal('part 1');
    expect(answer).to.include({ ChecksumCRC32C: part.ChecksumCRC32C, PartsCount: 1 });
    const told = await client.send(
      new GetObjectAttributesCommand({ ...of, ObjectAttributes: ['ObjectParts', 'Checksum'] }),
    );
    expect(told.ObjectParts?.Parts?.[0]).to.include({ Size: 6, ChecksumCRC32C: part.ChecksumCRC32C });
    expect(told.Checksum?.ChecksumCRC32C).to.match(/=$/);
    const past = client.send(new GetObjectCommand({ ...of, PartNumber: 2 }));
    expect(await failureOf(past)).to.include({ status: 416 });
  });

  it('refuses part numbers out of range, ranges past a source, and other keys of an upload [S3-13]', async () => {
    const id = await create();
    for (const number of [0, 10_001]) {
      expect(await failureOf(upload(id, number))).to.include({ name: 'InvalidArgument' });
    }
    await client.send(new PutObjectCommand({ ...of, Key: 'from', Body: '0123' }));
    for (const CopySourceRange of ['bytes=0-4', 'bytes=2-', 'bytes=3-1']) {
      const input = { ...of, UploadId: id, PartNumber: 1, CopySource: 'bbb/from', CopySourceRange };
      const copy = client.send(new UploadPartCopyCommand(input));
      expect(await failureOf(copy)).to.include({ name: 'InvalidArgument' });
    }
    const elsewhere = client.send(new ListPartsCommand({ ...of, Key: 'other', UploadId: id }));
    expect(await failureOf(elsewhere)).to.include({ name: 'NoSuchUpload' });
    const climbing = client.send(new AbortMultipartUploadCommand({ ...of, UploadId: '../../attributes' }));
    expect(await failureOf(climbing)).to.include({ name: 'NoSuchUpload' });
  });

  for (const [body, code] of [
    [[], 'MalformedXML'],
    [[{ PartNumber: 1 }], 'MalformedXML'],
  ] as const) {
    it(`refuses to complete with the parts ${JSON.stringify(body)} [S3-13]`, async () => {
      const id = await create();
      expect(await failureOf(complete(id, [...body]))).to.include({ name: code, status: 400 });
    });
  }

  it('pages uploads under way without loss or repeat, also of one key [S3-13]', async () => {
    for (const Key of ['a', 'a', 'a', 'd/1', 'd/2', 'e']) await create({ Key });
    const found: string[] = [];
    let marker = {};
    for (let pages = 0; pages < 9; pages++) {
      const input = { Bucket: 'bbb', MaxUploads: 2, Delimiter: '/', ...marker };
      const page = await client.send(new ListMultipartUploadsCommand(input));
      found.push(...(page.Uploads ?? []).map((item) => item.UploadId ?? ''));
      found.push(...(page.CommonPrefixes ?? []).map((item) => item.Prefix ?? ''));
      if (page.IsTruncated !== true) break;
      marker = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker };
    }
    expect(found).to.have.length(5);
    expect(new Set(found).size).to.equal(5);
    expect(found).to.include('d/');
  });
});
