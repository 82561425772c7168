import { createServer, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { systemClock } from '../../../local/clock.js';
import { EngineError } from '../../../local/runtime/container/engine-error.js';
import { EngineHttp } from '../../../local/runtime/container/engine-http.js';
import { FakeClock, settle } from '../../support/fake-clock.js';

describe(EngineHttp.name, () => {
  let folder: string;
  let server: Server;
  let answer: (response: ServerResponse) => void;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nf-http-'));
    server = createServer((_request, response) => answer(response));
    server.listen(join(folder, 's'));
    await once(server, 'listening');
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await rm(folder, { recursive: true });
  });

  const http = (clock: FakeClock | typeof systemClock = systemClock): EngineHttp =>
    new EngineHttp({ kind: 'socket', path: join(folder, 's') }, clock);
  const get = { method: 'GET', path: '/x', within: 1000 } as const;
  const failure = async (call: Promise<unknown>): Promise<EngineError> => {
    const error = await call.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (!(error instanceof EngineError)) throw new Error('it did not fail as it should');
    return error;
  };

  it('gives JSON, and nothing for an empty answer', async () => {
    answer = (response) => response.end('{"a":1}');
    expect(await http().json(get)).to.deep.equal({ a: 1 });
    answer = (response) => response.writeHead(204).end();
    expect(await http().json(get)).to.equal(undefined);
  });

  it('gives the engine’s own words and status where it refuses', async () => {
    answer = (response) => response.writeHead(409).end('{"message":"no"}');
    expect(await failure(http().json(get))).to.include({
      status: 409,
      text: 'Error response from daemon: no',
    });
    answer = (response) => response.writeHead(502).end('<html>bad gateway');
    expect(await failure(http().json(get))).to.include({ status: 502, message: '<html>bad gateway' });
  });

  it('gives up an answer that does not begin, or does not end, in time', async () => {
    const clock = new FakeClock();
    answer = () => undefined;
    const silent = failure(http(clock).json(get));
    await settle();
    await clock.advance(1000);
    expect(await silent).to.have.property('message', 'no answer within 1000 ms');
    const begun = new Promise<void>((resolve) => {
      answer = (response) => void response.write('{', () => resolve());
    });
    const endless = failure(http(clock).json(get));
    await begun;
    for (let turn = 0; turn < 10; turn++) await settle();
    await clock.advance(1000);
    expect((await endless).message).to.match(/did not end in time|aborted/);
    expect(clock.timers).to.equal(0);
  });

  it('holds no answer without end in memory', async () => {
    answer = (response) => {
      const chunk = Buffer.alloc(1024 * 1024);
      const more = (): void => {
        while (!response.destroyed && response.write(chunk));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    };
    expect(await failure(http().json({ method: 'GET', path: '/x' }))).to.have.property(
      'message',
      'the answer is too large',
    );
  });

  it('gives up every call on its way when it is closed', async () => {
    answer = () => undefined;
    const one = http();
    const call = failure(one.json({ method: 'GET', path: '/x' }));
    await settle();
    one.close();
    expect(await call).to.have.property('status', undefined);
  });

  it('tells a socket that is not there from one that refuses', async () => {
    const nowhere = new EngineHttp({ kind: 'socket', path: join(folder, 'none') }, systemClock);
    expect(await failure(nowhere.json(get))).to.have.property('absent', true);
    answer = (response) => response.destroy();
    expect(await failure(http().json(get))).to.have.property('absent', false);
  });
});
