import { expect } from 'chai';
import { WaveCalls } from '../../../host/wave/wave-calls.js';
import { WaveClient } from '../../../host/wave/wave-client.js';
import { waveSettings } from '../../../host/wave/wave-settings.js';
import { isExecutorError, type ConfigMap } from '../../../spi/index.js';
import { FakeClock } from '../../support/fake-clock.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { answer, LAYER, ScriptedHttp } from './scripted-http.js';

const TARGET = 'wave.example/wt/0123/library/ubuntu:latest';
const wish = { image: 'ubuntu:latest', platform: 'linux/arm64', config: LAYER } as const;
const READY = { requestId: 'r1', targetImage: TARGET, succeeded: true, expiration: '2026-01-02T12:00:00Z' };
const BUILDING = { requestId: 'r/1', targetImage: TARGET, buildId: 'bd-1_1' };

describe(WaveClient.name, () => {
  let clock: FakeClock;
  let logger: RecordingLogger;

  beforeEach(() => {
    clock = new FakeClock();
    logger = new RecordingLogger();
  });

  async function provide(http: ScriptedHttp, more: ConfigMap = {}): Promise<unknown> {
    const config = { ...more, wave: { endpoint: 'https://wave.example', ...(more['wave'] as ConfigMap) } };
    const settings = waveSettings(config, {});
    const random = (): number => 0.5;
    const calls = new WaveCalls({ http: http.send, clock, random, logger, retry: settings.retry });
    const client = new WaveClient({ settings, calls, clock, random, logger });
    const provided = client.provide(wish).catch((error: unknown) => {
      if (!isExecutorError(error)) throw error;
      return error;
    });
    await clock.advance(7_200_000);
    expect(clock.timers).to.equal(0);
    return provided;
  }

  it('asks for the image with its layer and platform', async () => {
    const http = new ScriptedHttp(answer(READY));
    expect(await provide(http)).to.deep.equal({
      targetImage: TARGET,
      requestId: 'r1',
      succeeded: true,
      expires: Date.UTC(2026, 0, 2, 12),
    });
    expect(http.requests[0]).to.include({ method: 'POST', url: 'https://wave.example/v1alpha2/container' });
    const { fingerprint, ...body } = http.body(0);
    expect(fingerprint).to.match(/^[0-9a-f]{32}$/);
    expect(body).to.deep.equal({
      containerImage: 'ubuntu:latest',
      containerPlatform: 'linux/arm64',
      containerConfig: LAYER,
      freeze: false,
      timestamp: '2026-01-01T00:00:00.000Z',
      towerEndpoint: 'https://api.cloud.seqera.io',
    });
  });

  it('says who asks, and where lasting images are to be', async () => {
    const http = new ScriptedHttp(answer(READY));
    const build = { repository: 'r.example/wave', cacheRepository: 'r.example/cache' };
    await provide(http, { wave: { freeze: true, build }, tower: { accessToken: 'tok', workspaceId: '12' } });
    expect(http.body(0)).to.include({
      freeze: true,
      buildRepository: 'r.example/wave',
      cacheRepository: 'r.example/cache',
      towerAccessToken: 'tok',
      towerWorkspaceId: 12,
    });
  });

  it('takes an image without a build for ready where Wave says nothing of success', async () => {
    const http = new ScriptedHttp(answer({ targetImage: TARGET }));
    expect(await provide(http)).to.deep.equal({ targetImage: TARGET });
    expect(http.requests).to.have.length(1);
  });

  it('looks at a build until it is done, less and less often', async () => {
    const looks: number[] = [];
    const building = (): Promise<ReturnType<typeof answer>> => {
      looks.push((clock.now() - Date.UTC(2026, 0, 1)) / 1000);
      return Promise.resolve(answer({ status: looks.length < 10 ? 'BUILDING' : 'DONE', succeeded: true }));
    };
    const http = new ScriptedHttp(answer(BUILDING), building);
    expect(await provide(http)).to.include({ targetImage: TARGET });
    expect(http.requests[1]?.url).to.equal('https://wave.example/v1alpha2/container/r%2F1/status');
    expect(looks.slice(0, 4)).to.deep.equal([0, 1, 2.5, 4.75]);
    const gaps = looks.slice(1).map((at, index) => at - (looks[index] ?? 0));
    expect(Math.max(...gaps)).to.equal(15);
    expect(logger.messages('info')).to.deep.equal(['Wave builds ubuntu:latest for linux/arm64 (bd-1_1).']);
  });

  it('says why a build failed, and where to read on', async () => {
    const failed = {
      status: 'DONE',
      succeeded: false,
      reason: 'no space\nleft.',
      detailsUri: 'https://wave.example/view/builds/bd-1',
    };
    const error = await provide(new ScriptedHttp(answer(BUILDING), answer(failed)));
    expect(error).to.include({ code: 'WAVE_BUILD_FAILED', recoverable: false });
    expect((error as Error).message).to.equal(
      "Cannot use the image ubuntu:latest for linux/arm64: Wave's build failed: no space left. Mend what the build " +
        'says (https://wave.example/view/builds/bd-1), then run again: Wave builds anew.',
    );
  });

  it('reads up on a build that had failed already', async () => {
    const http = new ScriptedHttp(
      answer({ ...BUILDING, succeeded: false }),
      answer({ status: 'DONE', reason: 'bad' }),
    );
    expect(await provide(http)).to.have.property('code', 'WAVE_BUILD_FAILED');
  });

  it('waits for a build no longer than it may', async () => {
    const http = new ScriptedHttp(answer(BUILDING), answer({ status: 'BUILDING' }));
    const error = await provide(http, { wave: { build: { maxDuration: 60_000 } } });
    expect(error).to.include({ code: 'WAVE_BUILD_TIMEOUT', recoverable: true });
    expect((error as Error).message)
      .to.contain('takes longer than 1m')
      .and.contain('wave.build.maxDuration');
    expect(http.requests.length).to.be.within(5, 12);
  });

  const foreign: readonly (readonly [string, object | string])[] = [
    ['no JSON', '<html>a proxy</html>'],
    ['no JSON object', '3'],
    ['no targetImage', {}],
    ['no targetImage', { targetImage: '$(reboot)' }],
    ['no targetImage', { targetImage: '-rm' }],
    ['a build without a requestId', { targetImage: TARGET, buildId: 'b' }],
  ];
  for (const [fault, body] of foreign) {
    it(`refuses an answer with ${fault}: ${JSON.stringify(body)}`, async () => {
      const error = await provide(new ScriptedHttp(answer(body)));
      expect(error).to.have.property('code', 'WAVE_ANSWER_INVALID');
      expect((error as Error).message)
        .to.contain(`(${fault})`)
        .and.contain('Check wave.endpoint');
    });
  }

  it('refuses a status that says nothing', async () => {
    const error = await provide(new ScriptedHttp(answer(BUILDING), answer({})));
    expect((error as Error).message).to.contain('(no status)');
  });
});
