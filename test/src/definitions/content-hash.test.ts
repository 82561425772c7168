import { expect } from 'chai';
import { contentHash, familyOf } from '../../../src/definitions/content-hash.js';
import { taskDefinition } from '../../../src/request/task-definition.js';
import { awsEcsConfig, taskNeeds } from '../aws-builders.js';

const REQUEST = {
  needs: taskNeeds(),
  storage: { kind: 'instance' },
  entryPoint: [],
  network: { mode: 'host' },
  region: 'us-east-1',
} as const;

function content(
  image: string = REQUEST.needs.image,
  region: string = REQUEST.region,
): ReturnType<typeof taskDefinition> {
  return taskDefinition({ ...REQUEST, needs: taskNeeds({ image }), region }, awsEcsConfig());
}

describe(contentHash.name, () => {
  it('does not depend on the order of keys', () => {
    const backwards = Object.fromEntries(Object.entries(content()).reverse());
    expect(Object.keys(backwards)).not.to.deep.equal(Object.keys(content()));
    expect(contentHash(backwards as ReturnType<typeof content>)).to.equal(contentHash(content()));
  });

  it('changes with anything the definition holds', () => {
    const hashes = [
      content(),
      content('ubuntu:24.04'),
      content(REQUEST.needs.image, 'eu-west-3'),
      taskDefinition(REQUEST, awsEcsConfig({ fusionPrivileged: false })),
      taskDefinition(REQUEST, awsEcsConfig({ logsGroup: '/mine' })),
      taskDefinition({ ...REQUEST, resources: { cpu: '1024', memory: '2048' } }, awsEcsConfig()),
    ].map(contentHash);
    expect(new Set(hashes).size).to.equal(hashes.length);
  });
});

describe(familyOf.name, () => {
  it('names the image in ECS’s own charset, with the hash behind it', () => {
    const image = 'quay.io/bio/salmon:1.10@sha256:abc';
    expect(familyOf(image, content(image))).to.match(/^nf-quay-io-bio-salmon-1-10-sha256-abc-[0-9a-f]{32}$/);
  });

  it('fits into 255 characters whatever the image is called', () => {
    const image = `registry/${'ü/'.repeat(300)}${'x'.repeat(300)}`;
    expect(familyOf(image, content(image))).to.match(/^[A-Za-z0-9_-]{1,255}$/);
  });
});
