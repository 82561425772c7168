import { expect } from 'chai';
import type { Http } from '../../../host/wave/http.js';
import type { ImageSource } from '../../../host/wave/image-source.js';
import { openImages } from '../../../host/wave/open-images.js';
import type { ConfigMap, ProcessDefinition } from '../../../spi/index.js';
import { FakeClock } from '../../support/fake-clock.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { answer, LAYER, ScriptedHttp } from './scripted-http.js';

const HOUR = 3_600_000;
const ON = { wave: { enabled: true }, fusion: { enabled: true } };

function process(container: string | undefined, arch?: string): ProcessDefinition {
  const others = arch === undefined ? {} : { arch: { name: arch } };
  return { name: 'HELLO', directives: { others }, ...(container === undefined ? {} : { container }) };
}

describe(openImages.name, () => {
  let clock: FakeClock;
  let logger: RecordingLogger;
  let wave: ScriptedHttp;
  let layers: ScriptedHttp;
  let tokens: number;

  beforeEach(() => {
    clock = new FakeClock();
    logger = new RecordingLogger();
    tokens = 0;
    wave = new ScriptedHttp(() => Promise.resolve(named()));
    layers = new ScriptedHttp(answer(LAYER));
  });

  /** A name of its own for each request, good for 36 hours. */
  function named(life = 36 * HOUR): ReturnType<typeof answer> {
    const expiration = new Date(clock.now() + life).toISOString();
    return answer({
      requestId: 'r',
      targetImage: `wave.example/wt/t${(tokens += 1)}/a:1`,
      succeeded: true,
      expiration,
    });
  }

  const http: Http = (request) => (request.method === 'POST' ? wave : layers).send(request);

  function open(config: ConfigMap = ON): ImageSource {
    const random = (): number => 0.5;
    const images = openImages(config, { environment: {}, clock, random, logger, http });
    if (images === undefined) throw new Error('Images are used as they stand.');
    return images;
  }

  it('leaves images alone where Wave is off, unless all of them hold Fusion', async () => {
    const ground = { environment: {}, clock, random: () => 0.5, logger, http };
    expect(openImages({}, ground)).to.equal(undefined);
    expect(openImages({ fusion: { preinstalled: 'a:*' } }, ground)).to.equal(undefined);
    const asTheyStand = open({ fusion: { preinstalled: true } });
    expect(await asTheyStand.imageFor(process('a:1'))).to.equal('a:1');
    expect(await asTheyStand.renewed(process('a:1'))).to.equal('a:1');
    expect(asTheyStand.check(process('a:1', 'ppc64le'))).to.deep.equal([]);
    asTheyStand.close();
    expect(wave.requests).to.have.length(0);
  });

  it('asks once for all tasks that need the same, and fetches the layer once', async () => {
    const images = open();
    const names = await Promise.all(Array.from({ length: 50 }, () => images.imageFor(process('a:1'))));
    expect(new Set(names)).to.deep.equal(new Set(['wave.example/wt/t1/a:1']));
    expect(await images.imageFor(process('b:1'))).to.equal('wave.example/wt/t2/a:1');
    expect(wave.requests).to.have.length(2);
    expect(layers.requests.map(({ url }) => url)).to.deep.equal([
      'https://fusionfs.seqera.io/releases/v2.6-amd64.json',
    ]);
    expect(wave.body(0)).to.deep.include({ containerPlatform: 'linux/amd64', containerConfig: LAYER });
  });

  it('asks for each platform, with its own layer', async () => {
    const images = open();
    await images.imageFor(process('a:1'));
    await images.imageFor(process('a:1', 'linux/arm64'));
    expect(wave.body(1)).to.include({ containerPlatform: 'linux/arm64' });
    expect(layers.requests[1]?.url).to.equal('https://fusionfs.seqera.io/releases/v2.6-arm64.json');
  });

  it('takes the layer from where the settings say, whatever the platform', async () => {
    const images = open({
      ...ON,
      fusion: { enabled: true, containerConfigUrl: 'https://own.example/l.json' },
    });
    await images.imageFor(process('a:1'));
    await images.imageFor(process('a:1', 'arm64'));
    expect(layers.requests.map(({ url }) => url)).to.deep.equal(['https://own.example/l.json']);
  });

  it('adds no layer where Fusion is off', async () => {
    await open({ wave: { enabled: true } }).imageFor(process('a:1'));
    expect(wave.body(0)).to.not.have.property('containerConfig');
    expect(layers.requests).to.have.length(0);
  });

  it('runs images that hold Fusion as they are, and tasks without an image too', async () => {
    const images = open({ ...ON, fusion: { enabled: true, preinstalled: ['fused/*'] } });
    expect(await images.imageFor(process('fused/a@sha256:0'))).to.equal('fused/a@sha256:0');
    expect(await images.imageFor(process(undefined))).to.equal(undefined);
    expect(images.check(process('fused/a@sha256:0', 'ppc64le'))).to.deep.equal([]);
    expect(wave.requests).to.have.length(0);
  });

  it('asks anew after half an hour, and before half of a shorter life is over', async () => {
    const images = open();
    await images.imageFor(process('a:1'));
    await clock.advance(30 * 60_000 - 1);
    expect(await images.renewed(process('a:1'))).to.equal('wave.example/wt/t1/a:1');
    wave = new ScriptedHttp(() => Promise.resolve(named(10 * 60_000)));
    await clock.advance(1);
    expect(await images.renewed(process('a:1'))).to.equal('wave.example/wt/t2/a:1');
    await clock.advance(5 * 60_000 - 1);
    expect(await images.imageFor(process('a:1'))).to.equal('wave.example/wt/t2/a:1');
    await clock.advance(1);
    expect(await images.imageFor(process('a:1'))).to.equal('wave.example/wt/t3/a:1');
  });

  it('keeps the name of a frozen image for the whole session', async () => {
    wave = new ScriptedHttp(answer({ requestId: 'r', targetImage: 'r.example/wave:1', succeeded: true }));
    const images = open({
      ...ON,
      wave: { enabled: true, freeze: true, build: { repository: 'r.example/wave' } },
    });
    expect(await images.imageFor(process('a@sha256:0'))).to.equal('r.example/wave:1');
    await clock.advance(100 * HOUR);
    expect(await images.imageFor(process('a@sha256:0'))).to.equal('r.example/wave:1');
    expect(wave.requests).to.have.length(1);
  });

  it('asks again after a failure, of Wave and of the layer', async () => {
    layers = new ScriptedHttp(answer('gone', 404), answer({}), answer(LAYER));
    wave = new ScriptedHttp(answer({ message: 'no' }, 400), () => Promise.resolve(named()));
    const images = open();
    const codes: unknown[] = [];
    for (let tries = 0; tries < 3; tries++) {
      codes.push(
        await images.imageFor(process('a:1')).catch((error: unknown) => (error as { code: string }).code),
      );
    }
    expect(codes).to.deep.equal(['WAVE_REFUSED', 'FUSION_LAYER_INVALID', 'WAVE_REFUSED']);
    expect(await images.imageFor(process('a:1'))).to.equal('wave.example/wt/t1/a:1');
  });

  it('says early what will get no image, and again to a task nobody announced', async () => {
    const images = open();
    const wrong = process(`a@sha256:${'0'.repeat(64)}`, 'linux/ppc64le');
    expect(images.check(wrong).map(({ path }) => path)).to.deep.equal([
      'process HELLO, directive arch',
      'process HELLO, directive container',
    ]);
    expect(images.check(process('a:1', 'arm64'))).to.deep.equal([]);
    const error: unknown = await images.imageFor(wrong).catch((reason: unknown) => reason);
    expect(error).to.include({ code: 'IMAGE_UNSUPPORTED' }).and.have.property('problems').with.length(2);
    expect(wave.requests).to.have.length(0);
  });

  it('says once that Wave knows nobody, when as many tasks came as it lets pull in an hour', async () => {
    const images = open();
    for (let tasks = 0; tasks < 99; tasks++) await images.imageFor(process('a:1'));
    await images.renewed(process('a:1'));
    expect(logger.messages('warn')).to.deep.equal([]);
    for (let tasks = 0; tasks < 200; tasks++) await images.imageFor(process('a:1'));
    expect(logger.messages('warn')).to.have.length(1);
    expect(logger.messages('warn')[0]).to.contain('100 pulls an hour').and.contain('TOWER_ACCESS_TOKEN');
  });

  const quiet: readonly (readonly [string, ConfigMap])[] = [
    ['with a token', { ...ON, tower: { accessToken: 'tok' } }],
    [
      'with images in a registry of its own',
      { ...ON, wave: { enabled: true, freeze: true, build: { repository: 'r/w' } } },
    ],
    ['on this machine', { ...ON, wave: { enabled: true, endpoint: 'http://127.0.0.1:4566' } }],
    ['without Wave', { ...ON, fusion: { enabled: true, preinstalled: true } }],
  ];
  for (const [what, config] of quiet) {
    it(`says nothing of limits to a run ${what}`, async () => {
      const images = open(config);
      for (let tasks = 0; tasks < 200; tasks++) await images.imageFor(process('a:1'));
      expect(logger.messages('warn')).to.deep.equal([]);
    });
  }

  it('asks nothing once it is closed', async () => {
    const images = open();
    images.close();
    const error: unknown = await images.imageFor(process('a:1')).catch((reason: unknown) => reason);
    expect(error).to.have.property('code', 'SHUT_DOWN');
    expect(layers.requests.length + wave.requests.length).to.equal(0);
  });
});
