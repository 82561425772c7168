import { expect } from 'chai';
import { createControlService } from '../../../local/control/control-service.js';
import { FakeClock } from '../../support/fake-clock.js';
import type { RunningServer } from '../http/running-server.js';
import { controlled, serveControl, virtualStart, type Controlled } from './control-fixture.js';

interface Told {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

const signed = {
  authorization:
    'AWS4-HMAC-SHA256 Credential=AK/20260101/us-east-1/ecs/aws4_request, SignedHeaders=host, Signature=0',
  'x-amz-target': 'AmazonEC2ContainerServiceV20141113.ListTasks',
};

describe(createControlService.name, () => {
  let parts: Controlled;
  let server: RunningServer;

  beforeEach(async () => {
    parts = controlled();
    server = await serveControl(parts);
  });
  afterEach(() => server.close());

  const ask = async (method: string, path: string, body?: unknown): Promise<Told> => {
    const answer = await fetch(`${server.endpoint}/_local/${path}`, {
      method,
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    expect(answer.headers.get('content-type')).to.equal('application/json');
    return { status: answer.status, body: (await answer.json()) as Told['body'] };
  };
  const listTasks = async (): Promise<number> => {
    const answer = await fetch(server.endpoint, { method: 'POST', headers: signed, body: '{}' });
    await answer.text();
    return answer.status;
  };

  it('tells that it answers, and what it is', async () => {
    expect(await ask('GET', 'health')).to.deep.equal({ status: 200, body: { status: 'ok' } });
    expect((await ask('GET', 'info')).body).to.deep.equal({ runtime: 'none', region: 'us-east-1' });
  });

  it('adds a fault, which strikes, lists it and takes it out', async () => {
    const rule = { service: 'ecs', operation: 'List*', times: 1, effect: 'throttle' };
    expect(await ask('POST', 'faults', { calls: [rule] })).to.deep.equal({
      status: 200,
      body: { added: ['calls-1'] },
    });
    expect([await listTasks(), await listTasks()]).to.deep.equal([400, 200]);
    const { calls } = (await ask('GET', 'faults')).body as { calls: readonly object[] };
    expect(calls[0]).to.deep.include({ id: 'calls-1', met: 1, struck: 1 });
    expect((await ask('DELETE', 'faults?id=calls-1')).body).to.deep.equal({ removed: 1 });
    expect((await ask('DELETE', 'faults?id=calls-1')).status).to.equal(404);
    expect((await ask('DELETE', 'faults')).body).to.deep.equal({ removed: 0 });
  });

  it('is struck by no fault itself and not in the call record', async () => {
    await ask('POST', 'faults', { calls: [{ effect: 'reset' }] });
    expect((await ask('GET', 'health')).status).to.equal(200);
    expect(parts.calls.calls()).to.deep.equal([]);
  });

  it('tells the tasks, of one cluster where it is named', async () => {
    const { body } = await ask('GET', 'tasks');
    const told = (await ask('GET', 'tasks?cluster=other')).body['tasks'] as readonly { cluster: string }[];
    expect(body['tasks']).to.have.length(2);
    expect(told.map(({ cluster }) => cluster)).to.deep.equal(['other']);
    expect((await ask('GET', 'tasks?family=x')).status).to.equal(400);
  });

  it('begins and ends a scenario', async () => {
    const begun = await ask('POST', 'scenario', {
      calls: [{ effect: 'server-error' }],
      events: [{ at: '1h', do: 'lose-hosts' }],
    });
    expect(begun.body).to.have.property('pendingEvents', 1);
    expect(await listTasks()).to.equal(500);
    await ask('DELETE', 'scenario');
    expect((await ask('GET', 'scenario')).body).to.deep.equal({
      calls: [],
      images: [],
      tasks: [],
      pendingEvents: 0,
    });
  });

  it('refuses bad input with every problem', async () => {
    const { status, body } = await ask('POST', 'scenario', { calls: [{ effect: 'no' }], evnts: [] });
    expect(status).to.equal(400);
    expect(body['error']).to.have.property('code', 'InvalidInput');
    expect(body['error']).to.have.property('problems').with.length(2);
    expect((await ask('POST', 'faults', '{')).body['error']).to.have.property(
      'code',
      'SerializationException',
    );
    expect((await ask('POST', 'acts', '[]')).status).to.equal(400);
  });

  it('does acts and ends droughts', async () => {
    const act = { do: 'reclaim-spot', instances: { provider: 'SPOT' }, count: 2 };
    expect((await ask('POST', 'acts', act)).body).to.deep.equal({ struck: 2 });
    const impair = { do: 'impair', check: 'DAEMON', instances: { zone: 'us-east-1a' } };
    expect((await ask('POST', 'acts', impair)).body).to.deep.equal({ struck: 3 });
    expect(parts.cloud.done.at(-1)).to.equal('impair us-east-1 {"zone":"us-east-1a"} DAEMON undefined');
    expect((await ask('POST', 'acts', { do: 'impair', check: 'PULSE' })).status).to.equal(400);
    expect((await ask('POST', 'acts', { do: 'drought', of: { zone: 'a' } })).body).to.deep.equal({
      drought: 'drought-1',
    });
    expect((await ask('GET', 'acts')).body).to.deep.equal({
      droughts: [{ id: 'drought-1', region: 'us-east-1', of: { zone: 'a' } }],
    });
    expect((await ask('DELETE', 'acts?drought=drought-1')).status).to.equal(200);
    expect((await ask('DELETE', 'acts?drought=drought-1')).status).to.equal(404);
    expect(parts.cloud.done.at(-1)).to.equal('rain us-east-1 {"zone":"a"}');
  });

  it('tells virtual time and changes it, one way a request', async () => {
    expect((await ask('GET', 'time')).body).to.deep.equal({
      now: virtualStart,
      iso: '2026-01-01T00:00:00.000Z',
      virtual: true,
      rate: 0,
      timers: 0,
    });
    expect((await ask('POST', 'time', { advance: '1h' })).body).to.have.property(
      'now',
      virtualStart + 3_600_000,
    );
    expect((await ask('POST', 'time', { jump: '-1h' })).body).to.have.property('now', virtualStart);
    expect((await ask('POST', 'time', { rate: 2 })).body).to.have.property('rate', 2);
    for (const body of [{}, { advance: 1, jump: 1 }, { advance: -1 }, { rate: -1 }, { by: 1 }]) {
      expect(await ask('POST', 'time', body), JSON.stringify(body)).to.have.property('status', 400);
    }
  });

  it('answers 409 where time is the machine’s', async () => {
    const real = controlled(new FakeClock());
    const other = await serveControl(real);
    const answer = await fetch(`${other.endpoint}/_local/time`, { method: 'POST', body: '{"advance":1}' });
    expect(answer.status).to.equal(409);
    expect(await answer.text()).to.contain('TimeIsReal');
    const told = (await (await fetch(`${other.endpoint}/_local/time`)).json()) as object;
    expect(told).to.have.property('virtual', false);
    await other.close();
  });

  it('tells the calls received and forgets them', async () => {
    await listTasks();
    await listTasks();
    const { body } = await ask('GET', 'calls?last=1&service=ecs');
    expect(body['counts']).to.deep.equal({ 'ecs:ListTasks': 2 });
    expect(body['calls']).to.have.length(1);
    expect((await ask('GET', 'calls?service=s3')).body['calls']).to.deep.equal([]);
    expect((await ask('GET', 'calls?last=x&lst=1')).body['error'])
      .to.have.property('problems')
      .with.length(2);
    await ask('DELETE', 'calls');
    expect((await ask('GET', 'calls')).body).to.deep.equal({ counts: {}, faults: 0, calls: [] });
  });

  it('names what it serves where something else is asked for', async () => {
    const nothing = await ask('GET', 'nothing');
    expect(nothing.status).to.equal(404);
    expect(JSON.stringify(nothing.body)).to.contain('/_local/health, /_local/info, /_local/faults');
    const method = await fetch(`${server.endpoint}/_local/time`, { method: 'DELETE' });
    expect(method.status).to.equal(405);
    expect(method.headers.get('allow')).to.equal('GET, POST');
    await method.text();
  });

  it('serves no web page', async () => {
    const answer = await fetch(`${server.endpoint}/_local/health`, {
      headers: { origin: 'http://evil.example' },
    });
    expect(answer.status).to.equal(403);
    await answer.text();
  });

  it('refuses a body past its limit', async () => {
    const answer = await ask('POST', 'faults', `"${'x'.repeat(9 * 1024 * 1024)}"`);
    expect(answer.status).to.equal(413);
  });
});
