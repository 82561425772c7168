import { expect } from 'chai';
import { parseImage, imageText } from '../../../local/wave/image-name.js';
import { KnownImages } from '../../../local/wave/wave-images.js';
import { MemoryBook } from '../memory-book.js';

describe(parseImage.name, () => {
  const names: [string, string][] = [
    ['ubuntu', 'docker.io/library/ubuntu:latest'],
    ['biocontainers/salmon:1.10', 'docker.io/biocontainers/salmon:1.10'],
    ['quay.io/a/b-c_d:v1.0', 'quay.io/a/b-c_d:v1.0'],
    ['localhost:5000/x', 'localhost:5000/x:latest'],
    [`a@sha256:${'0'.repeat(64)}`, `docker.io/library/a@sha256:${'0'.repeat(64)}`],
  ];
  for (const [name, full] of names) {
    it(`reads ${name}`, () => expect(imageText(parseImage(name)!)).to.equal(full));
  }
  for (const name of ['', 'UPPER', 'a b', 'a:', 'a//b', '/a', 'a@sha256:0', 'x'.repeat(513), '$(id)']) {
    it(`refuses '${name.slice(0, 20)}'`, () => expect(parseImage(name)).to.equal(undefined));
  }
});

describe(KnownImages.name, () => {
  it('forgets what has expired, and the oldest past ten thousand', () => {
    let now = 0;
    const state = new MemoryBook();
    const images = new KnownImages(
      () => now,
      state,
      () => undefined,
    );
    const add = (target: string, expires?: number): void =>
      images.add({ target, source: target, changes: {}, ...(expires === undefined ? {} : { expires }) });
    add('frozen');
    add('short', 10);
    now = 10;
    for (let index = 0; index < 10_000; index++) add(`t${index}`, 1000 + index);
    expect(state.count('wave-image')).to.equal(10_000);
    expect(images.source('frozen')).to.equal(undefined);
    expect(images.source('short')).to.equal(undefined);
    expect(images.source('t0')).to.equal('t0');
  });
});
