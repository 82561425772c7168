import { expect } from 'chai';
import { pullFailureReason } from '../../../local/runtime/container/pull-failure.js';

describe(pullFailureReason.name, () => {
  for (const { said, words } of [
    {
      said: 'reading manifest nope in docker.io/library/alpine: manifest unknown',
      words: 'manifest unknown',
    },
    { said: 'manifest for alpine:nope not found', words: 'manifest unknown' },
    {
      said: 'name unknown: The repository with name x does not exist in the registry',
      words: 'repository does not exist',
    },
    { said: 'unauthorized: authentication required', words: 'pull access denied' },
    { said: 'requested access to the resource is denied', words: 'pull access denied' },
    { said: 'write /var/lib/x: no space left on device', words: 'no space left on device' },
    { said: 'dial tcp 1.2.3.4:443: i/o timeout', words: 'i/o timeout' },
    { said: 'lookup registry-1.docker.io: no such host', words: 'i/o timeout' },
  ]) {
    it(`says '${words}' of: ${said} [4.10]`, () => {
      const reason = pullFailureReason(said);
      expect(reason).to.match(/^CannotPullContainerError: Error response from daemon: /);
      expect(reason).to.include(words).and.to.include(said);
    });
  }

  it("says toomanyrequests of Docker Hub's refusal, whoever words it [9.15] [4.10]", () => {
    const docker = 'toomanyrequests: You have reached your pull rate limit.';
    expect(pullFailureReason(docker)).to.equal(
      `CannotPullContainerError: Error response from daemon: ${docker}`,
    );
    expect(pullFailureReason('received 429 Too Many Requests')).to.include('toomanyrequests: received');
  });

  it('passes on what it does not know', () => {
    expect(pullFailureReason('odd')).to.equal('CannotPullContainerError: Error response from daemon: odd');
  });
});
