import { expect } from 'chai';
import { leaseUri } from '../../../host/lease/read-lease.js';
import { EngineLiveness } from '../../../host/survey/engine-liveness.js';
import { RecordingLogger } from '../../support/recording-logger.js';

const SESSION = '0a1b2c3d-0000-4000-8000-000000000001';
const workDir = `s3://my-bucket/work/ab/${'c'.repeat(30)}`;
const holder = { runName: 'happy_curie', program: 'nf-awsecs 1', host: 'desk', pid: 7 };
const lease = {
  ...holder,
  ...{ sessionId: SESSION, engine: 'e', processSpace: 'there', beganAt: 0, renewal: 1, unfinished: 0 },
  state: 'held',
};

describe(EngineLiveness.name, () => {
  const logger = new RecordingLogger();
  const witness = { processSpace: 'here', pid: 1, isAlive: () => false, engines: new Set<string>() };
  let reads: string[];

  beforeEach(() => (reads = []));

  /** Whoever sees this file where the lease of the session belongs. */
  function seeing(text: string | Error | undefined, ageMs = 0): EngineLiveness {
    const readVersion = (uri: string): Promise<{ text: string; version: string; ageMs: number } | undefined> => {
      reads.push(uri);
      if (text instanceof Error) return Promise.reject(text);
      return Promise.resolve(text === undefined ? undefined : { text, version: '1', ageMs });
    };
    return new EngineLiveness({ readVersion }, witness, logger);
  }

  const task = { sessionId: SESSION, workDir };

  it('tells one that lives, and who it is, by one read for a session', async () => {
    const liveness = seeing(JSON.stringify(lease));
    const [one, other] = [await liveness.of(task), await liveness.of({ ...task, workDir: workDir.replace('ab', 'cd') })];
    expect(one.state).to.equal('alive');
    expect(one.holder).to.include(holder);
    expect(other).to.equal(one);
    expect(reads).to.deep.equal([leaseUri('s3://my-bucket/work', SESSION)]);
  });

  it('tells one that is dead', async () => {
    expect((await seeing(JSON.stringify({ ...lease, state: 'ended' })).of(task)).state).to.equal('dead');
    expect((await seeing(JSON.stringify(lease), 16 * 60_000).of(task)).state).to.equal('dead');
  });

  it('takes one for alive whose lease another version wrote', async () => {
    expect(await seeing('{}').of(task)).to.deep.equal({ state: 'alive' });
  });

  it('does not know where there is no lease, no storage, or no work dir', async () => {
    const unknown = { state: 'unknown' };
    expect(await seeing(undefined).of(task)).to.deep.equal(unknown);
    expect(await new EngineLiveness(undefined, witness, logger).of(task)).to.deep.equal(unknown);
    const liveness = seeing(JSON.stringify(lease));
    expect(await liveness.of({ sessionId: SESSION })).to.deep.equal(unknown);
    expect(await liveness.of({ ...task, workDir: 's3://my-bucket/elsewhere' })).to.deep.equal(unknown);
  });

  it('says once that leases cannot be read', async () => {
    const liveness = seeing(new Error('no access'));
    for (const bucket of ['one', 'two'])
      expect(await liveness.of({ ...task, workDir: workDir.replace('my-bucket', bucket) })).to.deep.equal({ state: 'unknown' });
    expect(logger.messages('warn')).to.deep.equal(['Whether engines live is not known everywhere: no access']);
  });
});
