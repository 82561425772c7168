import { connect } from 'node:net';
import { once } from 'node:events';
import { expect } from 'chai';
import { AwsError } from '../../../local/http/aws-error.js';
import { LocalServer } from '../../../local/http/server.js';
import type { LocalService, ServiceRequest, ServiceResponse } from '../../../local/http/service.js';
import { runServer, type RunningServer } from './running-server.js';

function service(handle: (request: ServiceRequest) => ServiceResponse): LocalService {
  return {
    handle: (request) => new Promise((resolve) => resolve(handle(request))),
    close: () => Promise.resolve(),
  };
}

function signed(name: string): Record<string, string> {
  return {
    authorization: `AWS4-HMAC-SHA256 Credential=AK/20260101/eu-west-1/${name}/aws4_request, SignedHeaders=host, Signature=0`,
  };
}

describe(LocalServer.name, () => {
  let server: RunningServer;

  beforeEach(async () => {
    server = await runServer({
      echo: service((request) => ({
        status: 200,
        body: `${request.region} ${request.path}`,
        operation: 'Echo',
      })),
      refusing: service(() => {
        throw new AwsError('NoSuchThing', 'there is none', 404, { Thing: 'x' });
      }),
      broken: service(() => {
        throw new TypeError('a bug');
      }),
    });
  });

  afterEach(() => server.close());

  it('listens on 127.0.0.1 and on no other address', async () => {
    expect(server.endpoint).to.match(/^http:\/\/127\.0\.0\.1:\d+$/);
    const other = connect(Number(new URL(server.endpoint).port), '127.0.0.2');
    const outcome = await new Promise<string>((resolve) => {
      other.once('connect', () => resolve('connected'));
      other.once('error', () => resolve('refused'));
    });
    other.destroy();
    expect(outcome).to.equal('refused');
  });

  it('tells the time in its answers, and none where its time is not the machine’s', async () => {
    const { headers } = await fetch(`${server.endpoint}/`, { headers: signed('echo') });
    expect(headers.get('date')).to.match(/ GMT$/);
    const undated = await runServer({}, { dated: false });
    try {
      const answer = await fetch(`${undated.endpoint}/`, { headers: signed('echo') });
      expect(answer.headers.get('date')).to.equal(null);
    } finally {
      await undated.close();
    }
  });

  it('routes by the scope of the signature and tells a request id', async () => {
    const answer = await fetch(`${server.endpoint}/a%20b?c=d`, { headers: signed('echo') });
    expect(await answer.text()).to.equal('eu-west-1 /a%20b');
    expect(answer.headers.get('x-amzn-requestid')).to.match(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });

  it('gives every answer an id of its own', async () => {
    const ids = await Promise.all(
      [1, 2].map(async () => {
        const answer = await fetch(server.endpoint, { headers: signed('echo') });
        await answer.text();
        return answer.headers.get('x-amzn-requestid');
      }),
    );
    expect(ids[0]).to.not.equal(ids[1]);
  });

  for (const authorization of [undefined, 'Bearer x', 'AWS4-HMAC-SHA256 Credential=AK/2026/x, Signature=0']) {
    it(`refuses a request that is authorised by ${String(authorization)}`, async () => {
      const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
      const answer = await fetch(server.endpoint, { headers });
      expect(answer.status).to.equal(403);
      expect(await answer.text()).to.contain('<Code>MissingAuthenticationToken</Code>');
    });
  }

  it('tells an unsigned JSON request its error in JSON, an unsigned query in EC2 XML', async () => {
    const json = await fetch(server.endpoint, { method: 'POST', headers: { 'x-amz-target': 'Ecs.RunTask' } });
    expect(await json.json()).to.include({ __type: 'MissingAuthenticationToken' });
    const form = new URLSearchParams({ Action: 'DescribeVpcs' });
    const query = await fetch(server.endpoint, { method: 'POST', body: form });
    expect(await query.text()).to.contain('<Response><Errors><Error><Code>MissingAuthenticationToken');
  });

  it('takes a presigned scope for S3 only', async () => {
    const presigned = (name: string): string =>
      `${server.endpoint}/?X-Amz-Credential=AK%2F20260101%2Fus-east-1%2F${name}%2Faws4_request`;
    expect((await fetch(presigned('echo'))).status).to.equal(403);
    expect((await fetch(presigned('s3'))).status).to.equal(501);
  });

  it('names the services it has where another is asked for', async () => {
    const answer = await fetch(server.endpoint, { headers: signed('dynamodb') });
    expect(answer.status).to.equal(501);
    expect(await answer.text()).to.contain("no service 'dynamodb'. It serves: broken, echo, refusing.");
  });

  it('answers a thrown AwsError with its status and members', async () => {
    const headers = { ...signed('refusing'), 'x-amz-target': 'Thing.Get' };
    const answer = await fetch(server.endpoint, { method: 'POST', headers });
    expect(answer.status).to.equal(404);
    expect(await answer.json()).to.deep.equal({
      __type: 'NoSuchThing',
      message: 'there is none',
      Thing: 'x',
    });
  });

  it('survives a bug in a service, logs it, and tells the client no details', async () => {
    const answer = await fetch(server.endpoint, { headers: signed('broken') });
    expect(answer.status).to.equal(500);
    expect(await answer.text())
      .to.contain('InternalError')
      .and.not.contain('a bug');
    expect(server.logged.join('\n')).to.contain('TypeError: a bug');
    expect((await fetch(server.endpoint, { headers: signed('echo') })).status).to.equal(200);
  });

  it('records operation, region, status and error of every call', async () => {
    await fetch(server.endpoint, { headers: signed('echo') });
    await fetch(server.endpoint, { headers: { ...signed('refusing'), 'x-amz-target': 'Thing.Get' } });
    expect(server.calls.count('echo', 'Echo')).to.equal(1);
    expect(server.calls.calls()[1]).to.deep.equal({
      service: 'refusing',
      operation: 'Unknown',
      region: 'eu-west-1',
      at: 1000,
      status: 404,
      error: 'NoSuchThing',
    });
  });

  it('counts what it has no name for as unknown, so that a client cannot make the record grow', async () => {
    for (const name of ['one', 'two']) await fetch(server.endpoint, { headers: signed(name) });
    expect(server.calls.count('unknown', 'Unknown')).to.equal(2);
    expect(server.calls.count('one', 'Unknown')).to.equal(0);
  });

  it('sends no body in answer to HEAD', async () => {
    const answer = await fetch(server.endpoint, { method: 'HEAD', headers: signed('echo') });
    expect(await answer.text()).to.equal('');
  });

  it('ends idle connections when it closes', async () => {
    const socket = connect(Number(new URL(server.endpoint).port), '127.0.0.1');
    await once(socket, 'connect');
    const ended = once(socket, 'close');
    await server.close();
    await ended;
  });

  it('rejects where its port is taken', async () => {
    const port = Number(new URL(server.endpoint).port);
    const second = new LocalServer({
      services: new Map(),
      calls: server.calls,
      now: () => 0,
      random: () => 0.5,
      log: () => undefined,
    });
    const failure: unknown = await second.listen(port).catch((error: unknown) => error);
    expect(failure).to.have.property('code', 'EADDRINUSE');
  });
});
