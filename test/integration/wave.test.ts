import { expect } from 'chai';
import { openImages } from '../../host/wave/open-images.js';
import { fetchHttp } from '../../host/wave/http.js';
import type { ImageSource } from '../../host/wave/image-source.js';
import { openSession, type SessionOptions } from '../../host/index.js';
import type { LocalCloud } from '../../local/index.js';
import { CallRecord } from '../../local/http/call-record.js';
import { LocalServer } from '../../local/http/server.js';
import { createWaveService, wavePrefixes, type WaveDeps } from '../../local/wave/wave-service.js';
import type { Clock, ConfigMap, ProcessDefinition } from '../../spi/index.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { useCloud } from './use-cloud.js';

const container = 'ubuntu:latest';
const HELLO: ProcessDefinition = { name: 'HELLO', container, directives: { others: {} } };

/** A clock on which waits are over at once and count in full; no answer on loopback takes its 60 seconds. */
class HurriedClock implements Clock {
  private time = Date.UTC(2026, 0, 1);

  now(): number {
    return this.time;
  }

  after(ms: number, action: () => void): ReturnType<Clock['after']> {
    if (ms >= 60_000) return { cancel: () => undefined };
    const pass = setImmediate(() => {
      this.time += ms;
      action();
    });
    return { cancel: () => clearImmediate(pass) };
  }
}

describe('images from the Wave of the local cloud', function () {
  this.timeout(30_000);

  describe('asked for one by one', () => {
    const clock = new HurriedClock();
    let logger: RecordingLogger;
    let calls: CallRecord;
    let close: () => Promise<void>;
    let endpoint: string;

    beforeEach(() => {
      logger = new RecordingLogger();
      close = () => Promise.resolve();
    });

    afterEach(() => close());

    async function serve(deps: Partial<WaveDeps> = {}): Promise<void> {
      let drawn = 0;
      const random = (): number => (drawn = (drawn + 0.37) % 1);
      const log = (): void => undefined;
      const wave = createWaveService({ clock, random, log, ...deps });
      calls = new CallRecord();
      const server = new LocalServer({
        services: new Map(),
        unsigned: wavePrefixes.map((prefix) => ({ prefix, name: 'wave', service: wave })),
        calls,
        now: () => clock.now(),
        random,
        log,
      });
      endpoint = `http://127.0.0.1:${await server.listen()}`;
      close = () => server.close();
    }

    function images(more: ConfigMap = {}, environment: Readonly<Record<string, string>> = {}): ImageSource {
      const config: ConfigMap = {
        fusion: { enabled: true, containerConfigUrl: `${endpoint}/fusion/layer.json` },
        ...more,
        wave: { enabled: true, endpoint, ...(more['wave'] as ConfigMap | undefined) },
      };
      const source = openImages(config, { environment, clock, random: () => 0.5, logger, http: fetchHttp });
      if (source === undefined) throw new Error('Wave is off.');
      return source;
    }

    const failure = (source: ImageSource): Promise<unknown> =>
      source.imageFor(HELLO).catch((error: unknown) => error);

    it('gives a name with a token, which it knows, with the layer that it describes', async () => {
      await serve();
      expect(await images().imageFor(HELLO)).to.match(
        new RegExp(`^${endpoint.slice('http://'.length)}/wt/[0-9a-f]{12}/library/ubuntu:latest$`),
      );
      expect(Object.fromEntries(calls.counts())).to.deep.equal({
        'wave:fusionLayer': 1,
        'wave:container': 1,
      });
    });

    const freeze = { freeze: true, build: { repository: 'r.example/wave' } };

    it('waits for a slow build of a frozen image', async () => {
      await serve({ builds: () => ({ duration: 600_000 }) });
      expect(await images({ wave: freeze }).imageFor(HELLO)).to.match(/^r\.example\/wave:[0-9a-f]{16}$/);
      expect(calls.count('wave', 'containerStatus')).to.be.within(40, 60);
      expect(logger.messages('info')[0]).to.match(/^Wave builds ubuntu:latest for linux\/amd64 \(bd-/);
    });

    it('says why a build failed, and builds anew for the next who asks', async () => {
      let builds = 0;
      await serve({
        builds: () => (++builds === 1 ? { duration: 5000, failure: 'no space left' } : { duration: 5000 }),
      });
      const source = images({ wave: freeze });
      const error = await failure(source);
      expect(error).to.have.property('code', 'WAVE_BUILD_FAILED');
      expect((error as Error).message).to.match(
        /no space left\. .*http:\/\/127\.0\.0\.1:\d+\/view\/builds\/bd-/,
      );
      expect(await source.imageFor(HELLO)).to.match(/^r\.example\/wave:/);
    });

    it('gives up a build that takes too long', async () => {
      await serve({ builds: () => ({ duration: 600_000 }) });
      const error = await failure(
        images({ wave: { freeze: true, build: { ...freeze.build, maxDuration: 30_000 } } }),
      );
      expect(error).to.have.property('code', 'WAVE_BUILD_TIMEOUT');
    });

    it('shows the token of the environment, and says when it is not taken, without showing it to people', async () => {
      await serve({ accessTokens: ['good-token'] });
      expect(await images({}, { TOWER_ACCESS_TOKEN: 'good-token' }).imageFor(HELLO)).to.contain('/wt/');
      const error = await failure(images({}, { TOWER_ACCESS_TOKEN: 'old-token' }));
      expect(error).to.have.property('code', 'WAVE_UNAUTHORIZED');
      expect((error as Error).message)
        .to.contain('Renew TOWER_ACCESS_TOKEN')
        .and.not.contain('old-token');
    });

    it('waits where nobody in particular has asked too often, as long as it is told to', async () => {
      await serve();
      for (let image = 0; image < 100; image++)
        await images().imageFor({ ...HELLO, container: `a:${image}` });
      const before = clock.now();
      expect(await images().imageFor(HELLO)).to.contain('/wt/');
      expect(clock.now() - before).to.be.within(30_000, 60_000);
      expect(logger.messages('info').join('\n')).to.contain('(answer 429); trying again in 36 s');
    });

    it('gives up where it would have to wait for an hour', async () => {
      await serve({ builds: () => ({ duration: 0 }) });
      const frozen = images({ wave: freeze });
      for (let image = 0; image < 25; image++) await frozen.imageFor({ ...HELLO, container: `a:${image}` });
      expect(await failure(frozen)).to.have.property('code', 'WAVE_LIMITED');
    });

    it('says that nobody listens', async () => {
      await serve();
      const source = images();
      await close();
      const error = await failure(source);
      expect(error).to.have.property('code', 'WAVE_UNREACHABLE');
      expect((error as Error).message).to.contain('did not answer (ECONNREFUSED)');
    });
  });

  describe('in a session', () => {
    let cloud: LocalCloud;
    useCloud((opened) => ({ cloud } = opened));

    function options(...config: ConfigMap[]): SessionOptions {
      const executionRole = 'arn:aws:iam::123456789012:role/ecsTaskExecutionRole';
      return {
        plugins: [new URL('../../../plugin.json', import.meta.url).pathname],
        workDir: 's3://my-bucket/work',
        config: [
          { wave: { enabled: true }, fusion: { enabled: true }, executor: { pollInterval: '500 ms' } },
          { aws: { ecs: { cluster: 'nextflow-cluster', executionRole } } },
          cloud.settings(),
          ...config,
        ],
      };
    }

    it('asks once for many tasks, which run in the image it gave', async () => {
      await using session = await openSession(options());
      const task = { process: 'HELLO', container, script: 'echo hi' };
      const results = await Promise.all([1, 2, 3].map(() => session.run(task)));
      expect(results.map(({ stdout }) => stdout)).to.deep.equal(['hi\n', 'hi\n', 'hi\n']);
      expect(cloud.calls.count('wave', 'container')).to.equal(1);
      expect(cloud.calls.count('ecs', 'RegisterTaskDefinition')).to.equal(1);
      expect(results[0]?.trace?.container).to.match(
        /^127\.0\.0\.1:\d+\/wt\/[0-9a-f]{12}\/library\/ubuntu:latest$/,
      );
    });

    it('asks nobody for images that hold Fusion', async () => {
      await using session = await openSession(options({ fusion: { preinstalled: 'ubuntu:*' } }));
      const { outcome, trace } = await session.run({ process: 'HELLO', container, script: 'true' });
      expect([outcome.kind, trace?.container]).to.deep.equal(['completed', container]);
      expect(cloud.calls.count('wave', 'container') + cloud.calls.count('wave', 'fusionLayer')).to.equal(0);
    });

    it('ends a task whose image cannot be had with the reason, and no other', async () => {
      const rule = { service: 'wave', operation: 'container', times: 1 } as const;
      const effect = { kind: 'error', status: 400, code: 'BadRequest', message: 'no such image' } as const;
      cloud.control.addFaults({ calls: [{ ...rule, effect }] });
      await using session = await openSession(options());
      const failed = await session.run({ process: 'HELLO', container, script: 'true' });
      expect(failed.outcome.kind).to.equal('not-submitted');
      expect(failed.errorReport).to.contain('no such image').and.contain('[WAVE_REFUSED]');
      const next = await session.run({ process: 'HELLO', container, script: 'true' });
      expect(next.outcome.kind).to.equal('completed');
    });

    it('closes while images are asked for, leaving nothing', async () => {
      cloud.control.addFaults({ calls: [{ service: 'wave', effect: { kind: 'latency', ms: 20_000 } }] });
      const session = await openSession(options());
      const waits = session.run({ process: 'HELLO', container, script: 'true' });
      await session.close();
      expect((await waits).outcome.kind).to.equal('killed');
      expect(cloud.calls.count('ecs', 'RunTask')).to.equal(0);
    });
  });
});
