import { expect } from 'chai';
import { RequestError } from '../../../spi/index.js';
import { AwsServiceError } from '../../../src/aws/service-error.js';
import { S3WorkDirApi, type WorkDirApi } from '../../../src/aws/work-dir-api.js';
import { failureOf } from '../settle-with.js';
import { WireStub } from './wire-stub.js';

const URI = 's3://my-bucket/work/ab/cd/.exitcode';

function s3Error(code: string): string {
  return `<?xml version="1.0"?><Error><Code>${code}</Code><Message>no</Message></Error>`;
}

describe(S3WorkDirApi.name, () => {
  let wire: WireStub;
  let workDir: WorkDirApi;

  beforeEach(async () => {
    wire = await WireStub.start();
    workDir = new S3WorkDirApi(wire.connect().s3);
  });

  afterEach(() => wire.stop());

  it('reads a text, an empty one too', async () => {
    wire.answer({ body: '0\n', type: 'text/plain' }, { body: '', type: 'text/plain' });
    expect(await workDir.readText(URI)).to.equal('0\n');
    expect(await workDir.readText(URI)).to.equal('');
    expect(wire.requests[0]).to.include({ method: 'GET' });
    expect(wire.requests[0]?.path).to.match(/^\/my-bucket\/work\/ab\/cd\/\.exitcode(\?|$)/);
  });

  it('tells an object that is not there from one that cannot be read', async () => {
    wire.answer({ status: 404, type: 'application/xml', body: s3Error('NoSuchKey') });
    expect(await workDir.readText(URI)).to.equal(undefined);
    for (const [status, code, kind] of [
      [403, 'AccessDenied', 'denied'],
      [404, 'NoSuchBucket', 'refused'],
    ] as const) {
      wire.answer({ status, type: 'application/xml', body: s3Error(code) });
      expect(await failureOf(workDir.readText(URI)))
        .to.be.instanceOf(AwsServiceError)
        .and.include({
          operation: 's3:GetObject',
          awsCode: code,
          kind,
        });
    }
  });

  it('writes a text', async () => {
    wire.answer({ body: '', type: 'application/xml' });
    await workDir.writeText(URI, '{"n":1}');
    expect(wire.requests[0]).to.include({ method: 'PUT' });
    expect(wire.requests[0]?.body).to.include('{"n":1}');
    wire.answer({ status: 403, type: 'application/xml', body: s3Error('AccessDenied') });
    expect(await failureOf(workDir.writeText(URI, 'x'))).to.include({
      operation: 's3:PutObject',
      kind: 'denied',
    });
  });

  it('refuses what is no place in S3 before any call', async () => {
    for (const call of [workDir.readText('/tmp/.exitcode'), workDir.writeText('/tmp/x', 'y')]) {
      expect(await failureOf(call))
        .to.be.instanceOf(RequestError)
        .with.property('code', 'WORKDIR_NOT_S3');
    }
    expect(wire.requests).to.deep.equal([]);
  });
});
