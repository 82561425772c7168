import { expect } from 'chai';
import { fusedImages, hasDigest } from '../../../host/wave/image-names.js';
import { archName, platformOf } from '../../../host/wave/platform.js';

describe(fusedImages.name, () => {
  it('says of no image that it holds Fusion, or of all, as the setting does', () => {
    expect(fusedImages({})('a')).to.equal(false);
    expect(fusedImages({ fusion: { preinstalled: false } })('a')).to.equal(false);
    expect(fusedImages({ fusion: { preinstalled: true } })('a')).to.equal(true);
  });

  it('knows images by whole names, in which * stands for anything and a dot for a dot', () => {
    const isFused = fusedImages({ fusion: { preinstalled: ['r.example/fused/*', 'tool:1.*'] } });
    for (const image of ['r.example/fused/a/b:1', 'tool:1.2', 'tool:1.'])
      expect(isFused(image), image).to.equal(true);
    for (const image of ['rxexample/fused/a', 'my-r.example/fused/a', 'tool:1', 'tool:12'])
      expect(isFused(image), image).to.equal(false);
    expect(fusedImages({ fusion: { preinstalled: 'one:1' } })('one:1')).to.equal(true);
  });
});

describe(hasDigest.name, () => {
  it('tells names by content from names by tag', () => {
    expect(hasDigest(`ubuntu@sha256:${'a'.repeat(64)}`)).to.equal(true);
    expect(hasDigest('ubuntu:latest')).to.equal(false);
  });
});

describe(platformOf.name, () => {
  const cases = [
    [undefined, 'linux/amd64'],
    ['linux/x86_64', 'linux/amd64'],
    ['amd64', 'linux/amd64'],
    ['linux/arm64', 'linux/arm64'],
    ['Linux/AARCH64', 'linux/arm64'],
    ['linux/arm64/v8', 'linux/arm64'],
    ['linux/ppc64le', undefined],
    ['windows/amd64', undefined],
  ] as const;
  for (const [name, platform] of cases) {
    it(`takes ${name ?? 'no architecture'} for ${platform ?? 'none Fusion exists for'}`, () => {
      expect(platformOf(name === undefined ? undefined : { name, target: 'haswell' })).to.equal(platform);
    });
  }

  it('reads nothing but a name', () => {
    for (const arch of [null, 3, ['arm64'], { name: 3 }]) expect(archName(arch)).to.equal(undefined);
  });
});
