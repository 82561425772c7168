import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import { expect } from 'chai';
import { AwsError } from '../../../local/http/aws-error.js';
import type { CallFault, CallFaultSource, CallMark, Strike } from '../../../local/http/call-fault.js';
import type { LocalService } from '../../../local/http/service.js';
import { FakeClock, settle } from '../../support/fake-clock.js';
import { runServer, type RunningServer } from './running-server.js';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

const text = JSON.stringify({ tasks: ['0123456789'] });
const scope = (name: string): Record<string, string> => ({
  authorization: `AWS4-HMAC-SHA256 Credential=AK/20260101/us-east-1/${name}/aws4_request, SignedHeaders=host, Signature=0`,
});
const head = (name: string): Record<string, string> => ({
  ...scope(name),
  'x-amz-target': 'Service.DescribeTasks',
});

/** Answers, or the code of what went wrong on the connection. */
function ask(
  endpoint: string,
  {
    service = 'ecs',
    method = 'POST',
    headers = {},
    body = '{}',
  }: {
    readonly service?: string;
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
  } = {},
): Promise<Answer | string> {
  return new Promise((resolve) => {
    const sent = httpRequest(endpoint, { method, agent: false, headers: { ...head(service), ...headers } });
    sent.on('error', (error) => resolve('code' in error ? String(error.code) : error.message));
    sent.on('response', (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', () => resolve(`cut after ${Buffer.concat(chunks).length}`));
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) }),
      );
    });
    sent.end(method === 'HEAD' ? undefined : body);
  });
}

describe('calls under faults', () => {
  let server: RunningServer;
  let clock: FakeClock;
  let carriedOut: string[];
  let asked: CallMark[];
  let fault: CallFault | undefined;

  const befall = (strike: Strike | undefined, held: Partial<CallFault> = {}): void => {
    fault = { rules: ['calls-1'], holdRequest: 0, holdAnswer: 0, strike, ...held };
  };
  const recorded = (): unknown => server.calls.calls().at(-1)?.fault;

  beforeEach(async () => {
    clock = new FakeClock();
    carriedOut = [];
    asked = [];
    fault = undefined;
    const answering = (body: () => string | Readable, more: Partial<LocalService> = {}): LocalService => ({
      handle: async (request) => {
        const chunks: Buffer[] = [];
        for await (const chunk of request.body) chunks.push(Buffer.from(chunk as Uint8Array));
        carriedOut.push(Buffer.concat(chunks).toString());
        const headers = { 'content-type': 'application/json', 'content-length': String(text.length) };
        return { status: 200, headers, body: body(), operation: 'Served' };
      },
      close: () => Promise.resolve(),
      ...more,
    });
    const source: CallFaultSource = {
      watches: (service) => service !== 'unwatched',
      strike: (call) => {
        asked.push(call);
        return fault;
      },
    };
    server = await runServer(
      {
        ecs: answering(() => text),
        unwatched: answering(() => text),
        s3: answering(
          () => Readable.from([text.slice(0, 7), text.slice(7)].map((part) => Buffer.from(part))),
          {
            operationOf: ({ method }) => `${method}Object`,
          },
        ),
        xml: answering(() => text, {
          renderError: (error) => ({ status: error.status, body: `<${error.code}/>`, error: error.code }),
        }),
      },
      { faults: source, clock },
    );
  });
  afterEach(() => server.close());

  it('leaves a call alone where no rule strikes, and does not ask about a service without rules', async () => {
    expect(await ask(server.endpoint)).to.have.property('status', 200);
    expect(await ask(server.endpoint, { service: 'unwatched' })).to.have.property('status', 200);
    expect(asked).to.deep.equal([{ service: 'ecs', operation: 'DescribeTasks', region: 'us-east-1' }]);
    expect(recorded()).to.equal(undefined);
    expect(carriedOut).to.deep.equal(['{}', '{}']);
  });

  it('refuses in the protocol of the service and carries nothing out', async () => {
    befall({ kind: 'refuse', error: new AwsError('ThrottlingException', 'Rate exceeded') });
    const json = await ask(server.endpoint);
    expect(json).to.have.property('status', 400);
    expect(String((json as Answer).body)).to.equal(
      '{"__type":"ThrottlingException","message":"Rate exceeded"}',
    );
    expect(String(((await ask(server.endpoint, { service: 'xml' })) as Answer).body)).to.equal(
      '<ThrottlingException/>',
    );
    expect(carriedOut).to.deep.equal([]);
    expect(server.calls.calls()[0]).to.deep.include({
      operation: 'DescribeTasks',
      status: 400,
      error: 'ThrottlingException',
      fault: { rules: ['calls-1'], carriedOut: false, seen: '400 ThrottlingException' },
    });
    expect(server.calls.faults).to.equal(2);
  });

  it('resets the connection before the call is accepted', async () => {
    befall({ kind: 'reset' });
    expect(await ask(server.endpoint)).to.equal('ECONNRESET');
    expect(carriedOut).to.deep.equal([]);
    expect(server.calls.calls()[0]).to.deep.include({
      status: 0,
      fault: { rules: ['calls-1'], carriedOut: false, seen: 'connection reset' },
    });
  });

  it('loses the answer to a call that was carried out, and records it as answered', async () => {
    befall({ kind: 'lose-answer' });
    expect(await ask(server.endpoint)).to.equal('ECONNRESET');
    expect(carriedOut).to.deep.equal(['{}']);
    expect(server.calls.calls()[0]).to.deep.include({
      operation: 'Served',
      status: 200,
      fault: { rules: ['calls-1'], carriedOut: true, seen: 'connection closed without an answer' },
    });
    expect(server.calls.calls()[0]).to.not.have.property('error');
  });

  for (const service of ['ecs', 's3']) {
    it(`ends the connection within the body of ${service}`, async () => {
      befall({ kind: 'cut-answer' });
      expect(await ask(server.endpoint, { service })).to.equal(`cut after ${Math.floor(text.length / 2)}`);
      expect(carriedOut).to.have.length(1);
      expect(recorded()).to.have.property('seen', '200, then the connection closed within the body');
    });

    it(`garbles the body of ${service}`, async () => {
      befall({ kind: 'garble-answer', how: 'garbage' });
      const garbage = (await ask(server.endpoint, { service })) as Answer;
      expect(garbage.body).to.have.length(text.length);
      expect(() => JSON.parse(garbage.body.toString()) as unknown).to.throw(SyntaxError);
      befall({ kind: 'garble-answer', how: 'truncated' });
      const truncated = (await ask(server.endpoint, { service })) as Answer;
      expect(truncated.body.toString()).to.equal(text.slice(0, Math.floor(text.length / 2)));
      expect(truncated.headers['content-length']).to.equal(String(Math.floor(text.length / 2)));
      expect(recorded()).to.have.property('seen', '200 with a body that is cut short');
    });

    it(`lets the body of ${service} trickle on the clock`, async () => {
      befall({ kind: 'slow-body', ms: 10_000 });
      const began = clock.now();
      const ended: string[] = [];
      const answer = ask(server.endpoint, { service }).finally(() => ended.push('answer'));
      while (ended.length === 0) {
        await settle();
        if (clock.timers > 0) await clock.advance(1000);
      }
      expect(String(((await answer) as Answer).body)).to.equal(text);
      expect(clock.now() - began).to.be.within(2000, 10_000);
    });
  }

  it('answers under another content type', async () => {
    befall({ kind: 'content-type', type: 'text/html' });
    const answer = (await ask(server.endpoint)) as Answer;
    expect(answer.headers['content-type']).to.equal('text/html');
    expect(String(answer.body)).to.equal(text);
    expect(recorded()).to.have.property('seen', '200 as text/html');
  });

  it('cuts what has no body before its head, and garbles nothing of it', async () => {
    befall({ kind: 'cut-answer' });
    expect(await ask(server.endpoint, { method: 'HEAD' })).to.equal('ECONNRESET');
    expect(recorded()).to.have.property('seen', 'connection closed without an answer');
    befall({ kind: 'garble-answer', how: 'garbage' });
    expect(await ask(server.endpoint, { method: 'HEAD' })).to.have.property('status', 200);
    expect(recorded()).to.have.property('seen', '200 without a body');
  });

  it('holds an answer back after the call was carried out', async () => {
    befall(undefined, { holdAnswer: 500 });
    const answer = ask(server.endpoint);
    while (clock.timers === 0) await settle();
    expect(carriedOut).to.deep.equal(['{}']);
    expect(recorded()).to.deep.include({ carriedOut: true, seen: '200, after 500 ms' });
    await clock.advance(500);
    expect(await answer).to.have.property('status', 200);
  });

  it('holds a call back before it is carried out', async () => {
    befall(undefined, { holdRequest: 500 });
    const answer = ask(server.endpoint);
    while (clock.timers === 0) await settle();
    expect(carriedOut).to.deep.equal([]);
    expect(server.calls.calls()).to.deep.equal([]);
    await clock.advance(500);
    expect(await answer).to.have.property('status', 200);
    expect(carriedOut).to.deep.equal(['{}']);
  });

  it('does not carry out a call whose client has gone while it was held', async () => {
    befall(undefined, { holdRequest: 500 });
    const sent = httpRequest(server.endpoint, { method: 'POST', agent: false, headers: head('ecs') });
    sent.on('error', () => undefined);
    sent.end('{}');
    while (clock.timers === 0) await settle();
    sent.destroy();
    for (let turn = 0; turn < 20; turn++) await settle();
    await clock.advance(500);
    while (server.calls.calls().length === 0) await settle();
    expect(recorded()).to.deep.include({
      carriedOut: false,
      seen: 'nothing: the client was gone, after 500 ms',
    });
    expect(carriedOut).to.deep.equal([]);
  });

  it('does not wait for a clock that stands still when it closes', async () => {
    befall(undefined, { holdAnswer: 500 });
    const answer = ask(server.endpoint);
    while (clock.timers === 0) await settle();
    await server.close();
    expect(await answer).to.equal('ECONNRESET');
    expect(clock.timers).to.equal(0);
  });

  it('tells operations by method, target or form, and hands the form on whole', async () => {
    const form = `Action=DescribeVpcs&Filter=${'x'.repeat(300_000)}`;
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    await fetch(server.endpoint, { method: 'POST', headers: { ...scope('xml'), ...type }, body: form });
    const long = { ...scope('xml'), 'x-amz-target': `X.${'y'.repeat(100)}` };
    await fetch(server.endpoint, { method: 'POST', headers: long, body: 'z' });
    await fetch(server.endpoint, { headers: scope('s3') });
    expect(asked.map(({ operation }) => operation)).to.deep.equal(['DescribeVpcs', 'Unknown', 'GETObject']);
    expect(carriedOut).to.deep.equal([form, 'z', '']);
  });
});
