import { expect } from 'chai';
import { addressText, engineAddresses } from '../../../local/runtime/container/engine-address.js';

describe(engineAddresses.name, () => {
  const texts = (environment: Parameters<typeof engineAddresses>[0]): string | readonly string[] => {
    const found = engineAddresses(environment);
    return typeof found === 'string' ? found : found.map(addressText);
  };

  it('tries the usual sockets of Docker, Colima and Podman, Docker’s own first', () => {
    expect(texts({ HOME: '/home/me', XDG_RUNTIME_DIR: '/run/user/7' })).to.deep.equal([
      'unix:///var/run/docker.sock',
      'unix:///home/me/.docker/run/docker.sock',
      'unix:///home/me/.colima/default/docker.sock',
      'unix:///run/user/7/docker.sock',
      'unix:///run/user/7/podman/podman.sock',
      'unix:///run/podman/podman.sock',
    ]);
    expect(texts({})).to.have.length(2);
  });

  for (const [given, expected] of [
    ['unix:///tmp/a b.sock', 'unix:///tmp/a b.sock'],
    ['tcp://127.0.0.1:4243', 'tcp://127.0.0.1:4243'],
    ['tcp://engine', 'tcp://engine:2375'],
    ['http://[::1]:99/', 'tcp://::1:99'],
  ] as const) {
    it(`takes DOCKER_HOST=${given} and no other`, () => {
      expect(texts({ DOCKER_HOST: given, HOME: '/home/me' })).to.deep.equal([expected]);
    });
  }

  for (const given of [
    'ssh://me@host',
    'npipe:////./pipe/docker',
    'unix://relative',
    'tcp://host:port',
    'x',
  ]) {
    it(`refuses DOCKER_HOST=${given}, saying what is served`, () => {
      expect(texts({ DOCKER_HOST: given })).to.match(/^DOCKER_HOST is '.*only unix:.* and tcp:/);
    });
  }

  it('refuses an engine behind TLS by name', () => {
    expect(texts({ DOCKER_HOST: 'tcp://host:2376', DOCKER_TLS_VERIFY: '1' })).to.match(/TLS is not served/);
  });
});
