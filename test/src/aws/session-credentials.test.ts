import { expect } from 'chai';
import { LapsedCredentials } from '../../../src/aws/lapsed-credentials.js';
import { SessionCredentials, type Credentials } from '../../../src/aws/session-credentials.js';
import { failureOf } from '../settle-with.js';

function failure(name: string, metadata: object = {}): Error {
  return Object.assign(new Error(`${name} said AWS`), { name, $metadata: metadata });
}

/** A profile's file and the service that judges what is signed with it. */
class CredentialsRig {
  /** What the file holds. */
  file = 'OLD';
  /** What the service takes. */
  good = 'OLD';
  reads = 0;
  source: object = { CREDENTIALS_PROFILE: 'n' };
  private cached: string | undefined;
  readonly credentials: SessionCredentials;

  constructor(fixed = false) {
    const chain = (options?: { readonly forceRefresh?: boolean }): Promise<Credentials> => {
      // As the SDK does: what bears no date of expiry is kept for ever.
      if (this.cached === undefined || options?.forceRefresh === true) {
        this.reads += 1;
        this.cached = this.file;
      }
      return Promise.resolve({ accessKeyId: this.cached, secretAccessKey: 's', $source: this.source });
    };
    this.credentials = new SessionCredentials(chain, fixed);
  }

  /** One call through the middleware, signed and judged. */
  readonly call = this.guarded(async () => {
    const { accessKeyId } = await this.credentials.provider();
    if (accessKeyId !== this.good) throw failure('ExpiredTokenException');
    return accessKeyId;
  });

  guarded<T>(next: () => Promise<T>): () => Promise<T> {
    return () => this.credentials.guard<undefined, T>(next)(undefined);
  }
}

describe(SessionCredentials.name, () => {
  it('takes what a profile’s file holds now, once AWS calls what it held bad', async () => {
    const rig = new CredentialsRig();
    await rig.call();
    rig.good = 'NEW';
    expect(await failureOf(rig.call()))
      .to.be.instanceOf(LapsedCredentials)
      .with.property('renewable', true);
    rig.file = 'NEW';
    expect(await rig.call()).to.equal('NEW');
  });

  it('looks again at every call while nobody has renewed them, and not once more after that', async () => {
    const rig = new CredentialsRig();
    await rig.call();
    rig.good = 'NEW';
    for (let n = 0; n < 3; n++) await failureOf(rig.call());
    expect(rig.reads).to.equal(3);
    rig.file = 'NEW';
    for (let n = 0; n < 3; n++) await rig.call();
    expect(rig.reads).to.equal(4);
  });

  it('reads them once for many calls that were signed with the old ones', async () => {
    const rig = new CredentialsRig();
    await rig.call();
    rig.good = 'NEW';
    rig.file = 'NEW';
    await Promise.all(Array.from({ length: 20 }, () => failureOf(rig.call())));
    await Promise.all(Array.from({ length: 20 }, () => rig.call().catch(() => undefined)));
    expect(rig.reads).to.equal(2);
  });

  it('lets a refusal stand where they never worked: waiting mends no mistake', async () => {
    const rig = new CredentialsRig();
    rig.good = 'OTHER';
    expect(await failureOf(rig.call())).not.to.be.instanceOf(LapsedCredentials);
  });

  it('says of keys of the configuration and of the environment that no others can come', async () => {
    const fixed = new CredentialsRig(true);
    const environment = new CredentialsRig();
    environment.source = { CREDENTIALS_ENV_VARS: 'g' };
    for (const rig of [fixed, environment]) {
      await rig.call();
      rig.good = 'NEW';
      expect(await failureOf(rig.call())).to.have.property('renewable', false);
    }
  });

  it('takes a login that has ended for the same, where it worked before', async () => {
    const rig = new CredentialsRig();
    const loggedOut = rig.guarded(() => Promise.reject(failure('CredentialsProviderError')));
    expect(await failureOf(loggedOut())).to.have.property('name', 'CredentialsProviderError');
    await rig.call();
    expect(await failureOf(loggedOut())).to.be.instanceOf(LapsedCredentials);
  });

  it('leaves other refusals alone', async () => {
    const rig = new CredentialsRig();
    await rig.call();
    const denied = failure('AccessDeniedException');
    expect(await failureOf(rig.guarded(() => Promise.reject(denied))())).to.equal(denied);
    await rig.call();
    expect(rig.reads).to.equal(1);
  });

  it('sends once more what was signed with a wrong time that the SDK has learned of, and nothing else', async () => {
    const rig = new CredentialsRig();
    for (const [name, metadata, calls] of [
      ['InvalidSignatureException', { clockSkewCorrected: true }, 2],
      ['RequestTimeTooSkewed', { clockSkewCorrected: true }, 2],
      ['InvalidSignatureException', {}, 1],
      ['ThrottlingException', { clockSkewCorrected: true }, 1],
    ] as const) {
      let sent = 0;
      const answer = rig.guarded(() => {
        sent += 1;
        return Promise.reject(failure(name, metadata));
      });
      expect(await failureOf(answer())).to.have.property('name', name);
      expect(sent, name).to.equal(calls);
    }
  });
});
