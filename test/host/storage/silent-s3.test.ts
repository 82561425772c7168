import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { expect } from 'chai';
import { s3ClientSettings } from '../../../host/storage/s3-client-settings.js';
import { S3FileStore } from '../../../host/storage/s3-file-store.js';
import { refusalOf } from '../refusal-of.js';

const HALF_AN_ANSWER = 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nonly this';

/** Takes every connection and says no more than `greeting`. */
class SilentServer {
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;

  constructor(greeting: string) {
    this.server = createServer((socket) => {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('data', () => socket.write(greeting));
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** The engine's own settings, but for one of the times it waits. */
function impatient(endpoint: string, timeout: 'requestTimeout' | 'socketTimeout'): S3FileStore {
  const aws = {
    region: 'us-east-1',
    accessKey: 'AKIDLOCAL',
    secretKey: 'local-secret',
    client: { endpoint, s3PathStyleAccess: true },
  };
  const settings = s3ClientSettings({ aws });
  const requestHandler = { ...settings.requestHandler, [timeout]: 50 };
  return new S3FileStore({ ...settings, requestHandler, maxAttempts: 1 });
}

describe('S3FileStore over a connection that went silent', () => {
  let server: SilentServer;
  let store: S3FileStore;

  afterEach(async () => {
    store.close();
    await server.close();
  });

  for (const [when, greeting, timeout] of [
    ['before the answer', '', 'requestTimeout'],
    ['in the middle of the answer', HALF_AN_ANSWER, 'socketTimeout'],
  ] as const) {
    it(`gives up ${when}, and says that another attempt may succeed`, async () => {
      server = new SilentServer(greeting);
      store = impatient(await server.listen(), timeout);
      const error = await refusalOf(store.readHead('s3://my-bucket/x', 1000));
      expect(error).to.include({ code: 'STORAGE_FAILED', recoverable: true });
      expect(error.message).to.contain('Cannot read s3://my-bucket/x: TimeoutError: ');
    });
  }
});
