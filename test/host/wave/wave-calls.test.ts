import { expect } from 'chai';
import { WaveCalls } from '../../../host/wave/wave-calls.js';
import { isExecutorError, type ExecutorError } from '../../../spi/index.js';
import { FakeClock, settle } from '../../support/fake-clock.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { answer, noConnection, ScriptedHttp, silence } from './scripted-http.js';

const retry = { delay: 1000, maxDelay: 60_000, maxAttempts: 3 };
const request = { method: 'GET', url: 'https://wave.example/x' } as const;
const errand = {
  deed: 'get the image a from Wave',
  url: request.url,
  setting: 'wave.endpoint',
  advice: 'Ask Seqera Platform.',
  secret: 'tok-1',
};

describe(WaveCalls.name, () => {
  let clock: FakeClock;
  let logger: RecordingLogger;

  beforeEach(() => {
    clock = new FakeClock();
    logger = new RecordingLogger();
  });

  const over = (http: ScriptedHttp): WaveCalls =>
    new WaveCalls({ http: http.send, clock, random: () => 0.5, logger, retry });

  /** Lets all waits pass. */
  async function outcome(calls: WaveCalls): Promise<string | ExecutorError> {
    const sent = calls.send(request, errand).catch((error: unknown) => {
      if (!isExecutorError(error)) throw error;
      return error;
    });
    await clock.advance(3_600_000);
    expect(clock.timers).to.equal(0);
    return sent;
  }

  async function failureOf(http: ScriptedHttp): Promise<ExecutorError> {
    const failure = await outcome(over(http));
    if (typeof failure === 'string') throw new Error(`It answered ${failure}`);
    return failure;
  }

  it('answers with the text of a success', async () => {
    expect(await outcome(over(new ScriptedHttp(answer('fine'))))).to.equal('fine');
  });

  for (const [what, ill] of [
    ['a server that is ill', answer('', 503)],
    ['too many requests', answer('', 429)],
    ['a broken connection', noConnection('ECONNRESET')],
  ] as const) {
    it(`tries again after ${what}`, async () => {
      const http = new ScriptedHttp(ill, ill, answer('fine'));
      expect(await outcome(over(http))).to.equal('fine');
      expect(http.requests).to.have.length(3);
    });
  }

  it('waits longer from try to try, and as long as it is asked to', async () => {
    const http = new ScriptedHttp(answer('', 500), answer('', 429, '30'), answer('fine'));
    const sent = over(http).send(request, errand);
    const counts: number[] = [];
    for (const ms of [999, 1, 29_999, 1]) {
      await clock.advance(ms);
      counts.push(http.requests.length);
    }
    expect(counts).to.deep.equal([1, 2, 2, 3]);
    expect(await sent).to.equal('fine');
    expect(logger.messages('info').join()).to.contain('(answer 429); trying again in 30 s');
  });

  it('gives up after the last try where there are too many requests', async () => {
    const http = new ScriptedHttp(answer('', 429));
    expect(await failureOf(http)).to.include({ code: 'WAVE_LIMITED' });
    expect(http.requests).to.have.length(3);
  });

  it('waits out five minutes without an answer, and says so once', async () => {
    const http = new ScriptedHttp(
      ...Array.from({ length: 30 }, () => noConnection('ENOTFOUND')),
      answer('fine'),
    );
    expect(await outcome(over(http))).to.equal('fine');
    expect(logger.messages('warn')).to.have.length(1);
    expect(logger.messages('warn')[0]).to.match(/^Wave cannot be used for now; trying again .*ENOTFOUND/);
    expect(logger.messages('info')).to.deep.equal(['Wave answers again.']);
  });

  it('gives up where Wave was not reached for ten minutes, saying what it saw', async () => {
    const error = await failureOf(new ScriptedHttp(answer({ message: 'overloaded' }, 502)));
    expect(error).to.include({ code: 'WAVE_UNREACHABLE', recoverable: true });
    expect(error.message).to.equal(
      'Cannot get the image a from Wave: https://wave.example answered 502: overloaded. Check the network and ' +
        'wave.endpoint, and run again.',
    );
  });

  it('says why nobody answered', async () => {
    const listened = await failureOf(new ScriptedHttp(noConnection('ECONNREFUSED')));
    expect(listened.message).to.contain('https://wave.example did not answer (ECONNREFUSED)');
    const many = new AggregateError([Object.assign(new Error('x'), { code: 'ETIMEDOUT' })]);
    const tried = await failureOf(new ScriptedHttp(new TypeError('fetch failed', { cause: many })));
    expect(tried.message).to.contain('did not answer (ETIMEDOUT)');
    const plain = await failureOf(new ScriptedHttp(new Error('bad\nport')));
    expect(plain.message).to.contain('did not answer (bad port)');
  });

  it('waits a minute for an answer', async () => {
    const http = new ScriptedHttp(silence, answer('fine'));
    const sent = over(http).send(request, errand);
    await clock.advance(59_999);
    expect(http.requests).to.have.length(1);
    await clock.advance(1001);
    expect(await sent).to.equal('fine');
    const error = await failureOf(new ScriptedHttp(silence));
    expect(error.message).to.contain('did not answer (no answer within 60 s)');
  });

  it('asks once where the answer will not change', async () => {
    for (const [status, code] of [
      [400, 'WAVE_REFUSED'],
      [404, 'WAVE_REFUSED'],
      [307, 'WAVE_REFUSED'],
      [401, 'WAVE_UNAUTHORIZED'],
      [403, 'WAVE_UNAUTHORIZED'],
    ] as const) {
      const http = new ScriptedHttp(answer({ message: 'no such image' }, status));
      const error = await failureOf(http);
      expect([error.code, error.recoverable, http.requests.length]).to.deep.equal([code, false, 1]);
      expect(error.message)
        .to.contain('no such image')
        .and.match(/TOWER_ACCESS_TOKEN|Seqera Platform/);
    }
  });

  it('does not wait longer than the policy lets it', async () => {
    const http = new ScriptedHttp(answer('', 429, '3456'));
    const error = await failureOf(http);
    expect(http.requests).to.have.length(1);
    expect(error).to.include({ code: 'WAVE_LIMITED', recoverable: true });
    expect(error.message).to.contain('asked again after 3456 (Retry-After)');
  });

  it('repeats no credential of what others say, and no page of a proxy', async () => {
    const echoed = await failureOf(
      new ScriptedHttp(answer({ message: 'bad token tok-1 of eyJhbGciOiJIUzI1Ni9' }, 401)),
    );
    expect(echoed.message).to.contain('bad token *** of eyJ***').and.not.contain('tok-1');
    const page = await failureOf(new ScriptedHttp(answer(`<html><h1>No</h1>${'x'.repeat(900)}`, 403)));
    expect(page.message).to.contain('No x').and.not.contain('<h1>');
    expect(page.message.length).to.be.below(900);
  });

  it('asks nothing more once it is closed, and gives up what is under way', async () => {
    const http = new ScriptedHttp(silence);
    const calls = over(http);
    const sent = calls.send(request, errand).catch((error: unknown) => error);
    await settle();
    calls.close();
    expect(await sent).to.have.property('code', 'SHUT_DOWN');
    expect(await calls.send(request, errand).catch((error: unknown) => error)).to.have.property(
      'code',
      'SHUT_DOWN',
    );
    expect(http.requests).to.have.length(1);
    expect(clock.timers).to.equal(0);
  });

  it('ends a wait between tries with the session', async () => {
    const calls = over(new ScriptedHttp(answer('', 500)));
    const sent = calls.send(request, errand).catch((error: unknown) => error);
    await settle();
    expect(clock.timers).to.equal(1);
    calls.close();
    expect(await sent).to.have.property('code', 'SHUT_DOWN');
    expect(clock.timers).to.equal(0);
  });
});
