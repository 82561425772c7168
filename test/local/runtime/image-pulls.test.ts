import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { systemClock } from '../../../local/clock.js';
import { Engine } from '../../../local/runtime/container/engine.js';
import { ImagePulls, registryOf, tagged } from '../../../local/runtime/container/image-pulls.js';
import { FakeEngine } from './fake-engine.js';

describe(ImagePulls.name, () => {
  let folder: string;
  let engine: FakeEngine;
  let pulls: ImagePulls;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nf-pulls-'));
    engine = await FakeEngine.listen(folder);
    pulls = new ImagePulls(new Engine({ kind: 'socket', path: engine.path }, systemClock));
  });
  afterEach(async () => {
    await engine.close();
    await rm(folder, { recursive: true });
  });

  it('takes an image the engine has, without asking a registry', async () => {
    expect(await pulls.get('ubuntu:latest', undefined, undefined)).to.deep.equal({ kind: 'pulled' });
    expect(await pulls.get('ubuntu:latest', 'X86_64', undefined)).to.deep.equal({ kind: 'pulled' });
    expect(engine.pulls).to.deep.equal([]);
  });

  it('pulls what is missing and tells its digest', async () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    expect(await pulls.get('quay.io/x/y:1', undefined, undefined)).to.deep.equal({ kind: 'pulled', digest });
    expect(engine.pulls[0]?.query.toString()).to.equal('fromImage=quay.io%2Fx%2Fy%3A1');
  });

  it('pulls an image that is there for another architecture only [9.12]', async () => {
    expect(await pulls.get('ubuntu:latest', 'ARM64', undefined)).to.have.property('kind', 'pulled');
    expect(engine.pulls[0]?.query.get('platform')).to.equal('linux/arm64');
  });

  it('shares one pull among the tasks that want an image at once', async () => {
    let open: () => void = () => undefined;
    engine.pullGate = new Promise((resolve) => (open = resolve));
    const all = [1, 2, 3].map(() => pulls.get('busy:1', undefined, undefined));
    open();
    for (const one of await Promise.all(all)) expect(one.kind).to.equal('pulled');
    expect(engine.pulls).to.have.length(1);
  });

  it('gives the registry the credentials of the definition, and nobody else [9.14]', async () => {
    await pulls.get('registry.example:5000/a:1', undefined, { username: 'me', password: 'pass-word' });
    const { auth = '', query } = engine.pulls[0] ?? { query: new URLSearchParams() };
    expect(JSON.parse(Buffer.from(auth, 'base64url').toString())).to.deep.equal({
      username: 'me',
      password: 'pass-word',
      serveraddress: 'registry.example:5000',
    });
    expect(query.toString()).to.not.include('pass');
  });

  it('finds the failure of a pull in its progress, as its status is 200 [4.10]', async () => {
    engine.progress = [
      { status: 'Pulling' },
      { error: 'manifest for a:1 not found: manifest unknown: manifest unknown' },
    ];
    expect(await pulls.get('a:1', undefined, undefined)).to.deep.equal({
      kind: 'failed',
      reason:
        'CannotPullContainerError: Error response from daemon: manifest for a:1 not found: manifest unknown: manifest unknown',
    });
  });

  it('gives a refused pull in the words of ECS, and pulls again the next time [4.10]', async () => {
    engine.refusals.set('POST /images/create', { status: 404, message: 'pull access denied for a' });
    expect(await pulls.get('a:1', undefined, undefined)).to.have.property(
      'reason',
      "CannotPullContainerError: Error response from daemon: pull access denied, repository does not exist or may require 'docker login': pull access denied for a",
    );
    engine.refusals.clear();
    expect(await pulls.get('a:1', undefined, undefined)).to.have.property('kind', 'pulled');
  });

  it('never rejects, also where the engine has gone', async () => {
    await engine.close();
    expect(await pulls.get('a:1', undefined, undefined)).to.have.property('kind', 'failed');
  });
});

describe(tagged.name, () => {
  for (const [image, expected] of [
    ['a', 'a:latest'],
    ['host:5000/a', 'host:5000/a:latest'],
    ['host:5000/a:1', 'host:5000/a:1'],
    [`a@sha256:${'0'.repeat(64)}`, `a@sha256:${'0'.repeat(64)}`],
  ] as const) {
    it(`takes ${image.slice(0, 20)} for ${expected.slice(0, 20)}`, () => {
      expect(tagged(image)).to.equal(expected);
    });
  }
});

describe(registryOf.name, () => {
  for (const [image, expected] of [
    ['a', 'https://index.docker.io/v1/'],
    ['library/a:1', 'https://index.docker.io/v1/'],
    ['quay.io/b/a', 'quay.io'],
    ['localhost/a', 'localhost'],
    ['127.0.0.1:5000/a', '127.0.0.1:5000'],
  ] as const) {
    it(`looks for ${image} at ${expected}`, () => {
      expect(registryOf(image)).to.equal(expected);
    });
  }
});
