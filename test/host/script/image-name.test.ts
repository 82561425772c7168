import { expect } from 'chai';
import { imageName } from '../../../host/script/image-name.js';
import type { ConfigMap } from '../../../spi/index.js';

describe(imageName.name, () => {
  const cases: [image: string, docker: ConfigMap, expected: string][] = [
    ['ubuntu', {}, 'ubuntu'],
    ['ubuntu:24.04', { registry: 'quay.io' }, 'quay.io/ubuntu:24.04'],
    ['biocontainers/fastqc:0.12', { registry: 'quay.io' }, 'quay.io/biocontainers/fastqc:0.12'],
    ['ubuntu', { registry: 'my.registry:5000/mirror/' }, 'my.registry:5000/mirror/ubuntu'],
    ['tool@sha256:0123', { registry: 'quay.io' }, 'quay.io/tool@sha256:0123'],
    ['docker.io/ubuntu', { registry: 'quay.io' }, 'docker.io/ubuntu'],
    ['registry:5000/ubuntu', { registry: 'quay.io' }, 'registry:5000/ubuntu'],
    ['ghcr.io/org/tool:1', { registry: 'quay.io', registryOverride: false }, 'ghcr.io/org/tool:1'],
    ['ghcr.io/org/tool:1', { registry: 'quay.io', registryOverride: true }, 'quay.io/org/tool:1'],
    ['org/tool:1', { registry: 'quay.io', registryOverride: true }, 'quay.io/org/tool:1'],
    ['ghcr.io/org/tool:1', { registryOverride: true }, 'ghcr.io/org/tool:1'],
  ];
  for (const [image, docker, expected] of cases) {
    it(`makes ${expected} of ${image} with ${JSON.stringify(docker)}`, () =>
      expect(imageName(image, { docker })).to.equal(expected));
  }
});
