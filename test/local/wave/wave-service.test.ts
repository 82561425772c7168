import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { createWaveService } from '../../../local/wave/wave-service.js';
import { MemoryBook } from '../memory-book.js';
import { type RunningWave, startWave } from './running-wave.js';

const hour = 3_600_000;
const fusion = {
  location: 'https://fusionfs.seqera.io/releases/pkg.tar.gz',
  gzipDigest: 'sha256:1',
  gzipSize: 1,
  tarDigest: 'sha256:2',
};
const file = (text: string): string => Buffer.from(text).toString('base64');
const packages = { type: 'CONDA', entries: ['salmon', 'bwa'], channels: ['bioconda'] };

describe(createWaveService.name, () => {
  let wave: RunningWave;
  afterEach(() => wave.close());

  it('answers an image with the Fusion layer by a name with a token, which runtimes can resolve [WAVE-1]', async () => {
    wave = await startWave();
    const config = { layers: [fusion], env: ['A=1'], workingDir: '/w' };
    const { status, body } = await wave.post({ containerImage: 'ubuntu', containerConfig: config });
    expect(status).to.equal(200);
    const token = body['containerToken'] as string;
    expect(token).to.match(/^[0-9a-f]{12}$/);
    expect(body).to.deep.equal({
      requestId: token,
      containerToken: token,
      expiration: new Date(wave.clock.now() + 36 * hour).toISOString(),
      targetImage: `${wave.host}/wt/${token}/library/ubuntu:latest`,
      containerImage: 'docker.io/library/ubuntu:latest',
      freeze: false,
      mirror: false,
      succeeded: true,
    });
    const target = body['targetImage'] as string;
    expect(wave.wave.images.source(target)).to.equal('docker.io/library/ubuntu:latest');
    expect(wave.wave.images.changes(target)).to.deep.equal({ env: ['A=1'], workingDir: '/w' });
    expect(wave.wave.images.source('docker.io/library/ubuntu:latest')).to.equal(undefined);
    const { body: state } = await wave.get(`/v1alpha2/container/${token}/status`);
    expect(state).to.include({ id: token, status: 'DONE', succeeded: true });
    expect(wave.calls.count('wave', 'container')).to.equal(1);
  });

  it('describes a layer for Fusion that it takes itself [WAVE-12]', async () => {
    wave = await startWave();
    const { status, body } = await wave.get('/fusion/layer.json');
    expect(status).to.equal(200);
    const [layer] = body['layers'] as readonly Record<string, string>[];
    const gzip = Buffer.from(layer?.['location']?.replace(/^data:/, '') ?? '', 'base64');
    const sum = (content: Buffer): string => `sha256:${createHash('sha256').update(content).digest('hex')}`;
    expect(layer).to.include({
      gzipDigest: sum(gzip),
      gzipSize: gzip.length,
      tarDigest: sum(gunzipSync(gzip)),
    });
    const asked = await wave.post({ containerImage: 'ubuntu', containerConfig: body });
    expect(asked.status).to.equal(200);
  });

  it('lets a token expire after 36 hours [WAVE-2]', async () => {
    wave = await startWave();
    const { body } = await wave.post({ containerImage: 'quay.io/a/b:1' });
    const target = body['targetImage'] as string;
    await wave.clock.advance(36 * hour - 1);
    expect(wave.wave.images.source(target)).to.equal('quay.io/a/b:1');
    await wave.clock.advance(1);
    expect(wave.wave.images.source(target)).to.equal(undefined);
  });

  it('builds packages in the time it was told, once for all who ask [WAVE-3]', async () => {
    wave = await startWave({ builds: () => ({ duration: 5000 }) });
    const first = (await wave.post({ packages })).body;
    expect(first['buildId']).to.match(/^bd-[0-9a-f]{16}_1$/);
    expect(first).to.include({ cached: false }).and.not.have.property('succeeded');
    const second = (await wave.post({ packages })).body;
    expect(second).to.include({ cached: true, buildId: first['buildId'] });
    const statusOf = async ({ requestId }: Record<string, unknown>): Promise<unknown> =>
      (await wave.get(`/v1alpha2/container/${String(requestId)}/status`)).body;
    const build = (): Promise<{ body: unknown }> =>
      wave.get(`/v1alpha1/builds/${String(first['buildId'])}/status`);
    await wave.clock.advance(4999);
    expect(await statusOf(second))
      .to.include({ status: 'BUILDING' })
      .and.not.have.property('succeeded');
    expect((await build()).body)
      .to.include({ status: 'PENDING' })
      .and.not.have.property('succeeded');
    await wave.clock.advance(1);
    expect(await statusOf(second)).to.include({ status: 'DONE', succeeded: true, duration: 5 });
    expect((await build()).body).to.include({ status: 'COMPLETED', succeeded: true, duration: 5 });
    expect((await wave.post({ packages })).body).to.include({ cached: true, succeeded: true });
    // Nothing was built, so nothing can be pulled.
    expect(wave.wave.images.source(first['targetImage'] as string)).to.equal(undefined);
  });

  it('tells why a build failed, and tries again when asked again [WAVE-3]', async () => {
    wave = await startWave({ builds: () => ({ duration: 1000, failure: 'no such package: bwa' }) });
    const { body } = await wave.post({ packages });
    await wave.clock.advance(1000);
    const { body: state } = await wave.get(`/v1alpha2/container/${String(body['requestId'])}/status`);
    expect(state).to.include({ status: 'DONE', succeeded: false, reason: 'no such package: bwa' });
    const { body: again } = await wave.post({ packages });
    expect(again['buildId']).to.match(/_2$/);
    expect(again).to.include({ cached: false });
  });

  it('resolves a Dockerfile that only begins from an image, and none that does more [WAVE-4]', async () => {
    wave = await startWave();
    const sourceOf = async (text: string): Promise<string | undefined> => {
      const { body } = await wave.post({ containerFile: file(text) });
      return wave.wave.images.source(body['targetImage'] as string);
    };
    expect(await sourceOf('# mine\nFROM --platform=linux/amd64 alpine:3 AS x\nLABEL a=b\n')).to.equal(
      'docker.io/library/alpine:3',
    );
    expect(await sourceOf('FROM alpine\nRUN apk add \\\n  bash')).to.equal(undefined);
    expect(await sourceOf('FROM a\nFROM b')).to.equal(undefined);
    expect(await sourceOf('ARG v\nFROM alpine:$v')).to.equal(undefined);
  });

  it('freezes an image under a name without a token that does not change [WAVE-5]', async () => {
    wave = await startWave();
    const request = {
      containerImage: 'ubuntu:24.04',
      containerConfig: { layers: [fusion] },
      freeze: true,
      buildRepository: '1234.dkr.ecr.us-east-1.amazonaws.com/mine',
    };
    const first = (await wave.post(request)).body;
    expect(first['targetImage']).to.match(/^1234\.dkr\.ecr\.us-east-1\.amazonaws\.com\/mine:[0-9a-f]{16}$/);
    expect(first).to.include({ freeze: true }).and.not.have.property('containerToken');
    expect((await wave.post(request)).body['targetImage']).to.equal(first['targetImage']);
    await wave.clock.advance(1000 * hour);
    expect(wave.wave.images.source(first['targetImage'] as string)).to.equal(
      'docker.io/library/ubuntu:24.04',
    );
  });

  const refused: [string, object, RegExp][] = [
    ['no source', {}, /Specify either 'containerImage' or 'containerFile'/],
    ['two sources', { containerImage: 'a', containerFile: 'x' }, /cannot be used in the same request/],
    ['a name that is none', { containerImage: 'Bad Name' }, /Invalid container repository name.*Bad Name/],
    ['another platform', { containerImage: 'a', containerPlatform: 'windows' }, /platform 'windows'/],
    ['a freeze to nowhere', { containerImage: 'a', freeze: true }, /`buildRepository` must be specified/],
    [
      'half a layer',
      { containerImage: 'a', containerConfig: { layers: [{ location: 'x' }] } },
      /Missing layer gzipDigest.*tarDigest/,
    ],
    ['a mirror', { containerImage: 'a', mirror: true }, /`mirror` is not served/],
    [
      'all that is wrong',
      { containerPlatform: 'x', format: 'sif' },
      /`format`.*Specify either.*platform 'x'/,
    ],
    ['packages of another kind', { packages: { type: 'PIP' } }, /packages.type is 'PIP'/],
  ];
  for (const [what, request, message] of refused) {
    it(`refuses ${what} [WAVE-6]`, async () => {
      wave = await startWave();
      const { status, body } = await wave.post(request);
      expect(status).to.equal(400);
      expect(body['message']).to.match(message);
    });
  }

  it('takes any access token, or only those it was given [WAVE-7]', async () => {
    wave = await startWave({ accessTokens: ['good'] });
    const ask = async (towerAccessToken?: string): Promise<number> =>
      (await wave.post({ containerImage: 'a', towerAccessToken })).status;
    expect([await ask('good'), await ask(), await ask('bad')]).to.deep.equal([200, 200, 401]);
    const { headers, body } = await wave.post({ containerImage: 'a', towerAccessToken: 'bad' });
    expect(headers.get('www-authenticate')).to.equal('Basic realm=Wave Authentication');
    expect(JSON.stringify(body)).not.to.contain('bad');
  });

  it('lets nobody without a token ask more than a hundred times an hour [WAVE-8]', async () => {
    wave = await startWave();
    for (let count = 0; count < 100; count++) await wave.post({ containerImage: 'a' });
    const { status, headers, body } = await wave.post({ containerImage: 'a' });
    expect(status).to.equal(429);
    expect(headers.get('retry-after')).to.equal('36');
    expect(body['message']).to.match(/exceeded pull rate limit/);
    expect((await wave.post({ containerImage: 'a', towerAccessToken: 't' })).status).to.equal(200);
    await wave.clock.advance(36_000);
    expect((await wave.post({ containerImage: 'a' })).status).to.equal(200);
  });

  it('lets nobody without a token build more than 25 times a day, unless told not to mind [WAVE-8]', async () => {
    wave = await startWave();
    const build = (index: number): Promise<{ status: number }> =>
      wave.post({ packages: { ...packages, entries: [`p${index}`] } });
    for (let index = 0; index < 25; index++) expect((await build(index)).status).to.equal(200);
    expect((await build(25)).status).to.equal(429);
    expect((await build(0)).status).to.equal(200);
    await wave.close();
    wave = await startWave({ throttle: 'off' });
    for (let index = 0; index < 130; index++) expect((await build(index)).status).to.equal(200);
  });

  it('serves the older endpoint, which knows no packages, and tells of itself [WAVE-9]', async () => {
    wave = await startWave();
    expect((await wave.post({ containerImage: 'a' }, '/container-token')).body['targetImage']).to.match(
      /library\/a/,
    );
    expect((await wave.post({ packages }, '/container-token')).body['message']).to.match(
      /`packages` is not allowed/,
    );
    expect((await wave.get('/service-info')).body).to.have.nested.property('serviceInfo.version');
  });

  it('says what it does not serve or know', async () => {
    wave = await startWave();
    const unknown = await wave.get('/v1alpha1/inspect');
    expect([unknown.status, unknown.body['message']]).to.satisfy(
      ([status, message]: [number, string]) =>
        status === 404 && message.includes('GET /v1alpha1/inspect is not served'),
    );
    expect((await wave.get('/v1alpha2/container/none/status')).status).to.equal(404);
    expect((await wave.get('/v1alpha1/builds/none/status')).status).to.equal(404);
    expect((await wave.post('{}', '/v1alpha2/container', 'text/plain')).status).to.equal(415);
    expect((await wave.post('{', '/v1alpha2/container')).status).to.equal(400);
  });

  it('resolves its names after a start, without broken records [WAVE-10]', async () => {
    const state = new MemoryBook();
    wave = await startWave({ state });
    const { body } = await wave.post({ containerImage: 'quay.io/a/b:1' });
    state.note('wave-image', 'broken', () => 'x');
    const said: string[] = [];
    const later = createWaveService({
      clock: wave.clock,
      random: () => 0,
      log: (line) => said.push(line),
      state: state.reopened(),
    });
    expect(later.images.source(body['targetImage'] as string)).to.equal('quay.io/a/b:1');
    expect(said).to.deep.equal(['the record broken of wave-image is broken and left out']);
  });
});
