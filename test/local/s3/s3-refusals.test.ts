import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectsCommand,
  GetObjectAclCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  PutObjectCommand,
  type CopyObjectCommandInput,
  type GetObjectAttributesCommandInput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { failureOf, runS3, type RunningS3 } from './running-s3.js';

const at = { Bucket: 'bbb', Key: 'there' };

type Send = (client: S3Client) => Promise<unknown>;

function put(more: object): Send {
  return (client) => client.send(new PutObjectCommand({ ...at, Body: 'x', ...more }));
}

function copy(more: Partial<CopyObjectCommandInput>): Send {
  return (client) =>
    client.send(new CopyObjectCommand({ Bucket: 'bbb', Key: 'copy', CopySource: 'bbb/there', ...more }));
}

function attributes(more: Partial<GetObjectAttributesCommandInput>): Send {
  const ObjectAttributes = ['ETag' as const];
  return (client) => client.send(new GetObjectAttributesCommand({ ...at, ObjectAttributes, ...more }));
}

const refusals: readonly (readonly [string, string, Send])[] = [
  ['a copy of a bucket', 'InvalidArgument', copy({ CopySource: 'bbb' })],
  ['a copy of a bucket with a slash', 'InvalidArgument', copy({ CopySource: 'bbb/' })],
  ['a copy of what is not encoded right', 'InvalidArgument', copy({ CopySource: 'bbb/%E0%A4%A' })],
  ['a copy of what is not there', 'NoSuchKey', copy({ CopySource: 'bbb/absent' })],
  ['a copy on conditions that fail', 'PreconditionFailed', copy({ CopySourceIfMatch: '"other"' })],
  [
    'a copy with a directive there is none of',
    'InvalidArgument',
    copy({ MetadataDirective: 'MERGE' as 'COPY' }),
  ],
  [
    'a copy with a checksum there is none of',
    'InvalidRequest',
    copy({ ChecksumAlgorithm: 'ROT13' as 'SHA256' }),
  ],
  ['a copy onto itself that changes nothing', 'InvalidRequest', copy({ Key: 'there' })],
  [
    'attributes there are none of',
    'InvalidArgument',
    attributes({ ObjectAttributes: ['ETag', 'Colour' as 'ETag'] }),
  ],
  ['attributes of what is not there', 'NoSuchKey', attributes({ Key: 'absent' })],
  ['a page of parts that is no number', 'InvalidArgument', attributes({ MaxParts: -1 })],
  [
    'the list of rights of what is not there',
    'NoSuchKey',
    (client) => client.send(new GetObjectAclCommand({ Bucket: 'bbb', Key: 'absent' })),
  ],
  ['a tag twice', 'InvalidArgument', put({ Tagging: 'a=1&a=2' })],
  ['a tag with no name', 'InvalidTag', put({ Tagging: '=1' })],
  ['a tag whose name is too long', 'InvalidTag', put({ Tagging: `${'k'.repeat(129)}=1` })],
  ['a tag whose value has other characters', 'InvalidTag', put({ Tagging: 'a=%23' })],
  ['a tag of AWS’s own', 'InvalidTag', put({ Tagging: 'AWS:a=1' })],
  [
    'a bucket in a region there is none of',
    'InvalidLocationConstraint',
    (client) =>
      client.send(
        new CreateBucketCommand({
          Bucket: 'elsewhere',
          CreateBucketConfiguration: { LocationConstraint: 'the moon' as 'eu-west-1' },
        }),
      ),
  ],
  [
    'to delete nothing',
    'MalformedXML',
    (client) => client.send(new DeleteObjectsCommand({ Bucket: 'bbb', Delete: { Objects: [] } })),
  ],
  [
    'part 0 of an object',
    'InvalidArgument',
    (client) => client.send(new GetObjectCommand({ ...at, PartNumber: 0 })),
  ],
  [
    'a part and a range at once',
    'InvalidRequest',
    (client) => client.send(new GetObjectCommand({ ...at, PartNumber: 1, Range: 'bytes=0-1' })),
  ],
];

describe('the local S3', () => {
  let s3: RunningS3;

  beforeEach(async () => {
    s3 = await runS3();
    await put({ Tagging: 'kind=text' })(s3.client);
  });
  afterEach(() => s3.close());

  for (const [what, code, send] of refusals) {
    it(`refuses ${what} with ${code}`, async () => {
      expect((await failureOf(send(s3.client))).name).to.equal(code);
    });
  }

  it('changes nothing where it refuses', async () => {
    for (const [, , send] of refusals) await failureOf(send(s3.client));
    const told = await s3.client.send(new GetObjectTaggingCommand(at));
    expect(told.TagSet).to.deep.equal([{ Key: 'kind', Value: 'text' }]);
    const read = await s3.client.send(new GetObjectCommand(at));
    expect(await read.Body?.transformToString()).to.equal('x');
  });

  it('gives all rights to the owner of an object', async () => {
    const { Grants } = await s3.client.send(new GetObjectAclCommand(at));
    expect(Grants?.map(({ Permission }) => Permission)).to.deep.equal(['FULL_CONTROL']);
  });
});
