import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { isExecutorError } from '../../../spi/index.js';
import { s3ClientSettings } from '../../../host/storage/s3-client-settings.js';
import { refusalOf } from '../refusal-of.js';
import { S3FileStore } from '../../../host/storage/s3-file-store.js';
import { settle } from '../../support/fake-clock.js';

/** Just enough of S3 for one bucket of texts. */
class TinyS3 {
  readonly objects = new Map<string, Buffer>();
  requests = 0;
  /** Requests still to be answered with 503. */
  failing = 0;
  private readonly server: Server = createServer((request, response) => void this.answer(request, response));

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Resolves when no client is connected any more. */
  async idle(): Promise<void> {
    const count = (): Promise<number> =>
      new Promise((resolve) => this.server.getConnections((_error, connections) => resolve(connections)));
    while ((await count()) > 0) await settle();
    await settle();
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.requests += 1;
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const key = decodeURIComponent((request.url ?? '').split('?')[0] ?? '');
    if (this.failing > 0) {
      this.failing -= 1;
      fail(response, 503, 'ServiceUnavailable');
      return;
    }
    if (key.startsWith('/forbidden/')) fail(response, 403, 'AccessDenied');
    else if (request.method === 'PUT') {
      this.objects.set(key, Buffer.concat(parts));
      response.end();
    } else this.get(request, response, this.objects.get(key));
  }

  private get(request: IncomingMessage, response: ServerResponse, body: Buffer | undefined): void {
    if (body === undefined) {
      fail(response, 404, 'NoSuchKey', request.method === 'HEAD');
      return;
    }
    const [, from, to] = /^bytes=(\d*)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
    if (to === undefined) response.writeHead(200, { 'content-length': body.length });
    else if (body.length <= Number(from)) {
      fail(response, 416, 'InvalidRange');
      return;
    }
    const content =
      to === undefined
        ? body
        : from === ''
          ? body.subarray(-Number(to))
          : body.subarray(Number(from), Number(to) + 1);
    if (to !== undefined) {
      response.writeHead(206, {
        'content-length': content.length,
        'content-range': `bytes ${Number(from)}-${Number(from) + content.length - 1}/${body.length}`,
      });
    }
    response.end(request.method === 'HEAD' ? undefined : content);
  }
}

function fail(response: ServerResponse, status: number, code: string, bare = false): void {
  response.writeHead(status, { 'content-type': 'application/xml' });
  response.end(bare ? undefined : `<Error><Code>${code}</Code><Message>${code} said S3</Message></Error>`);
}

describe('S3FileStore', () => {
  const server = new TinyS3();
  let store: S3FileStore;
  let settings: ReturnType<typeof s3ClientSettings>;

  before(async () => {
    const endpoint = await server.listen();
    const aws = {
      region: 'us-east-1',
      accessKey: 'AKIDLOCAL',
      secretKey: 'local-secret',
      client: { endpoint, s3PathStyleAccess: true },
    };
    settings = s3ClientSettings({ aws });
  });

  beforeEach(() => {
    store = new S3FileStore(settings);
  });

  afterEach(async () => {
    store.close();
    await server.idle();
  });

  after(async () => {
    await server.close();
  });

  it('knows a bucket that is there, one that is not, and that it was not told', async () => {
    server.objects.set('/bucket-1/', Buffer.alloc(0));
    expect(await store.bucketExists('s3://bucket-1/work')).to.equal(true);
    expect(await store.bucketExists('s3://bucket-2/work')).to.equal(false);
    expect(await store.bucketExists('s3://forbidden/work')).to.equal(undefined);
  });

  it('opens nothing again once it is closed', async () => {
    await store.writeText('s3://bucket-1/before', '');
    const used = new S3FileStore(settings);
    expect(await used.exists('s3://bucket-1/before')).to.equal(true);
    used.close();
    const late = [
      used.exists('s3://bucket-1/before'),
      used.writeVersion('s3://bucket-1/after', '', undefined),
      used.removeAll(['s3://bucket-1/before']),
    ];
    for (const call of late) expect((await refusalOf(call)).code).to.equal('SHUT_DOWN');
    expect(await used.bucketExists('s3://bucket-1/work')).to.equal(undefined);
    expect(await store.exists('s3://bucket-1/before')).to.equal(true);
    expect(await store.exists('s3://bucket-1/after')).to.equal(false);
  });

  it('reads what it wrote', async () => {
    await store.writeText('s3://bucket-1/a dir/ü', 'text\nüß');
    expect(await store.readHead('s3://bucket-1/a dir/ü', 100)).to.deep.equal({ text: 'text\nüß', size: 9 });
    expect(await store.exists('s3://bucket-1/a dir/ü')).to.equal(true);
  });

  it('tells an absent file from an empty one', async () => {
    await store.writeText('s3://bucket-1/empty', '');
    expect(await store.readHead('s3://bucket-1/empty', 10)).to.deep.equal({ text: '', size: 0 });
    expect(await store.readTail('s3://bucket-1/empty', 10)).to.equal('');
    expect(await store.readHead('s3://bucket-1/absent', 10)).to.equal(undefined);
    expect(await store.readTail('s3://bucket-1/absent', 10)).to.equal(undefined);
    expect(await store.exists('s3://bucket-1/absent')).to.equal(false);
  });

  it('reads the end of a file and drops half a character', async () => {
    await store.writeText('s3://bucket-1/long', `${'x'.repeat(100)}üend`);
    expect(await store.readTail('s3://bucket-1/long', 4)).to.equal('end');
    expect(await store.readTail('s3://bucket-1/long', 5)).to.equal('üend');
    expect(await store.readTail('s3://bucket-1/long', 1000)).to.have.length(104);
  });

  it('reads a file part by part, to its end and no further', async () => {
    await store.writeText('s3://bucket-1/parts', '0123456789');
    const read = async (from: number): Promise<string | undefined> => {
      const bytes = await store.readPart('s3://bucket-1/parts', from, 4);
      return bytes === undefined ? undefined : Buffer.from(bytes).toString();
    };
    expect([await read(0), await read(4), await read(8), await read(10)]).to.deep.equal([
      '0123',
      '4567',
      '89',
      '',
    ]);
    await store.writeText('s3://bucket-1/parts', '');
    expect(await read(0)).to.equal('');
    expect(await store.readPart('s3://bucket-1/absent', 0, 4)).to.equal(undefined);
  });

  it('reads the beginning of a file, drops half a character and tells the whole size', async () => {
    await store.writeText('s3://bucket-1/long', `startü${'x'.repeat(100)}`);
    expect(await store.readHead('s3://bucket-1/long', 5)).to.deep.equal({ text: 'start', size: 107 });
    expect(await store.readHead('s3://bucket-1/long', 6)).to.deep.equal({ text: 'start', size: 107 });
    expect(await store.readHead('s3://bucket-1/long', 7)).to.deep.equal({ text: 'startü', size: 107 });
    expect((await store.readHead('s3://bucket-1/long', 107))?.text).to.have.length(106);
  });

  it('keeps a character that is broken in the file itself', async () => {
    server.objects.set('/bucket-1/broken', Buffer.from([0x78, 0xc3]));
    expect(await store.readHead('s3://bucket-1/broken', 2)).to.deep.equal({ text: 'x\uFFFD', size: 2 });
  });

  it('says what it could not do, in the words of S3', async () => {
    try {
      await store.readHead('s3://forbidden/x', 10);
      expect.fail('it was read');
    } catch (error) {
      if (!isExecutorError(error)) throw error;
      expect(error.message).to.contain('Cannot read s3://forbidden/x: AccessDenied said S3.');
      expect({ code: error.code, recoverable: error.recoverable }).to.deep.equal({
        code: 'STORAGE_FAILED',
        recoverable: false,
      });
    }
  });

  it('retries a write that meets a passing fault', async () => {
    server.failing = 1;
    const before = server.requests;
    await store.writeText('s3://bucket-1/retried', 'x');
    expect(server.requests - before).to.equal(2);
    expect(await store.readHead('s3://bucket-1/retried', 10)).to.include({ text: 'x' });
  });

  it('refuses a place that is not in S3', async () => {
    let message = '';
    await store.writeText('/tmp/x', '').catch((error: unknown) => (message = String(error)));
    expect(message).to.contain('Cannot use "/tmp/x"');
  });
});
