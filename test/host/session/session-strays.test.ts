import { expect } from 'chai';
import { settle } from '../../support/fake-clock.js';
import { FakeHousekeeping } from '../leftovers/fake-housekeeping.js';
import type { TaskSession, TaskSpec } from '../../../host/session/session-api.js';
import { SessionHarness } from './session-harness.js';

const hello: TaskSpec = { process: 'HELLO', container: 'ubuntu:latest', script: 'echo hello' };
const sessionId = '12345678-9abc-4def-8123-456789abcdef';
const rest = '0'.repeat(30);

describe('the end of a session whose id was given', () => {
  let harness: SessionHarness;
  let backend: FakeHousekeeping;
  let session: TaskSession;

  beforeEach(async () => {
    harness = await SessionHarness.create();
    backend = new FakeHousekeeping();
    harness.backend.housekeeping = backend;
    session = await harness.open({ sessionId });
    // Room for two: the third waits, and nobody has looked for what runs of it.
    for (const name of ['one', 'two', 'three']) void session.run({ ...hello, script: `echo ${name}` });
    await settle();
    const own = harness.backend.accepted.map(({ hash, workDir }) => {
      return { nativeId: `native-${hash.slice(0, 8)}`, hash, workDir };
    });
    expect(own).to.have.length(2);
    const stray = { nativeId: 'stray', hash: `aa${rest}`, workDir: `${session.workDir}/aa/${rest}` };
    backend.running.set(sessionId, [...own, stray]);
  });

  afterEach(() => harness.remove());

  async function end(leaveRunning: boolean): Promise<void> {
    const closing = session.close({ leaveRunning });
    await harness.clock.advance(60_000);
    await closing;
  }

  it('stops what no handler has, and leaves the rest to the monitors', async () => {
    await end(false);
    expect(backend.stopped).to.deep.equal(['stray']);
    expect([...harness.backend.ends.values()].map(({ kind }) => kind)).to.deep.equal(['killed', 'killed']);
    expect([...harness.store.files.keys()].filter((uri) => uri.includes('.nf-sessions'))).to.deep.equal([]);
  });

  it('stops nothing where all are to go on', async () => {
    await end(true);
    expect([backend.asked, backend.stopped]).to.deep.equal([[], []]);
  });
});
