import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { expect } from 'chai';
import { turnedAway } from '../../../local/http/front-door.js';
import { runServer, type RunningServer } from './running-server.js';

const authorization =
  'AWS4-HMAC-SHA256 Credential=AK/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0';

describe(turnedAway.name, () => {
  let server: RunningServer;
  let handled: string[];

  beforeEach(async () => {
    handled = [];
    const service = {
      handle: (request: { readonly method: string; readonly path: string }) => {
        handled.push(`${request.method} ${request.path}`);
        return Promise.resolve({ status: 200, body: 'served', operation: 'Echo' });
      },
      close: () => Promise.resolve(),
    };
    server = await runServer({ s3: service, ecs: service });
  });
  afterEach(() => server.close());

  /** Sent by node:http, which leaves every header to us; fetch would not. */
  const ask = (
    headers: Readonly<Record<string, string>>,
    { method = 'GET', path = '/' } = {},
  ): Promise<{ status: number; body: string }> =>
    new Promise((resolve, reject) => {
      const port = Number(new URL(server.endpoint).port);
      const sent = httpRequest({ host: '127.0.0.1', port, method, path, headers, agent: false }, (answer) => {
        let body = '';
        answer.setEncoding('utf8');
        answer.on('data', (chunk: string) => (body += chunk));
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body }));
      });
      sent.on('error', reject);
      sent.end();
    });

  for (const origin of ['http://evil.example', 'null', 'http://127.0.0.1:8080']) {
    it(`answers 403 to a web page's request with Origin ${origin}`, async () => {
      const answer = await ask({ authorization, origin });
      expect(answer.status).to.equal(403);
      expect(answer.body).to.contain('web page').and.contain(origin);
      expect(handled).to.deep.equal([]);
    });
  }

  it('answers 403 to a request that a browser marks as another site’s, not to an address typed in', async () => {
    expect(await ask({ authorization, 'sec-fetch-site': 'cross-site' })).to.include({ status: 403 });
    expect(handled).to.deep.equal([]);
    expect(await ask({ authorization, 'sec-fetch-site': 'none' })).to.include({ status: 200 });
  });

  for (const host of [
    'evil.example',
    'evil.example:4566',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    'evillocalhost',
    '169.254.169.254',
    '[::2]',
    '127.0.0.1@evil.example',
  ]) {
    it(`answers 403 where Host is ${host}`, async () => {
      expect(await ask({ authorization, host })).to.include({ status: 403 });
      expect(handled).to.deep.equal([]);
    });
  }

  for (const host of [
    '127.0.0.1',
    '127.0.0.1:1',
    'localhost:4566',
    'LOCALHOST',
    '[::1]:80',
    'my-bucket.s3.localhost:1',
  ]) {
    it(`serves where Host is ${host}`, async () => {
      expect(await ask({ authorization, host })).to.deep.equal({ status: 200, body: 'served' });
    });
  }

  it('takes credentials of the query for GET, HEAD and PUT of S3, never for POST or another service', async () => {
    const path = (service: string): string =>
      `/b/k?X-Amz-Credential=AK%2F20260101%2Fus-east-1%2F${service}%2Faws4_request`;
    const status = async (method: string, service: string): Promise<number> =>
      (await ask({ 'content-length': '0' }, { method, path: path(service) })).status;
    for (const method of ['GET', 'HEAD', 'PUT']) expect(await status(method, 's3'), method).to.equal(200);
    for (const method of ['POST', 'DELETE']) expect(await status(method, 's3'), method).to.equal(403);
    for (const method of ['GET', 'POST']) expect(await status(method, 'ecs'), method).to.equal(403);
    expect(handled).to.deep.equal(['GET /b/k', 'HEAD /b/k', 'PUT /b/k']);
  });

  for (const target of ['*', '//etc/passwd', 'http://127.0.0.1/b/k']) {
    it(`answers 400 InvalidURI to GET ${target}`, async () => {
      const socket = connect(Number(new URL(server.endpoint).port), '127.0.0.1');
      socket.write(
        `GET ${target} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: ${authorization}\r\nConnection: close\r\n\r\n`,
      );
      let answer = '';
      for await (const chunk of socket) answer += String(chunk);
      expect(answer).to.match(/^HTTP\/1\.1 400 /);
      expect(answer).to.contain('<Code>InvalidURI</Code>');
      expect(handled).to.deep.equal([]);
    });
  }
});
