import { expect } from 'chai';
import { RunningSession } from '../../../host/session/running-session.js';
import type { SessionObserver, TaskSpec } from '../../../host/session/session-api.js';
import { settle } from '../../support/fake-clock.js';
import { ending } from '../engine/fake-plugin.js';
import { SessionHarness } from './session-harness.js';

const GIB = 1024 ** 3;
const hello: TaskSpec = { process: 'HELLO', container: 'ubuntu:latest', script: 'echo hello' };
const done = ending('completed', { exitStatus: 0 });
const failed = ending('failed', { exitStatus: 1 });

describe(`retries of a ${RunningSession.name}`, () => {
  let harness: SessionHarness;
  let told: string[];
  let observer: SessionObserver;

  beforeEach(async () => {
    harness = await SessionHarness.create();
    told = [];
    observer = {
      retried: (_task, { kind }, count, max, delayMs) =>
        told.push(`retried ${kind} ${count}/${max} in ${delayMs}`),
      completed: (_task, { kind }) => told.push(`completed ${kind}`),
    };
  });

  afterEach(async () => {
    await harness.remove();
  });

  it('run a task again as it asks, with what a function says of each attempt', async () => {
    const session = await harness.open({ observer });
    const result = session.run({
      ...hello,
      memory: ({ attempt }) => attempt * GIB,
      errorStrategy: ({ previous }) => (previous?.outcome.exitStatus === 1 ? 'retry' : 'terminate'),
      maxRetries: 3,
    });
    await settle();
    harness.backend.finish(0, failed);
    await settle();
    harness.backend.finish(1, done, 'hello\n');
    expect(await result).to.deep.include({ outcome: done, attempts: 2, stdout: 'hello\n' });
    expect(harness.backend.accepted.map(({ attempt, directives }) => [attempt, directives.memory])).to.deep.equal([
      [1, GIB],
      [2, 2 * GIB],
    ]);
    expect(told).to.deep.equal(['retried failed 1/3 in 0', 'completed completed']);
  });

  it('end with the result when they are used up, which tells every attempt', async () => {
    const session = await harness.open({ observer, config: { process: { errorStrategy: 'retry' } } });
    const result = session.run(hello);
    for (const index of [0, 1]) {
      await settle();
      harness.backend.finish(index, failed);
    }
    const { outcome, attempts, errorReport } = await result;
    expect(attempts).to.equal(2);
    expect(outcome.reason).to.equal('It ended: failed (retried once, the most that maxRetries allows)');
    expect(errorReport).to.contain('Attempts:\n  1. failed, exit 1\n  2. failed, exit 1\n');
  });

  it('mend also output that is missing', async () => {
    const session = await harness.open({ observer });
    const result = session.run({ ...hello, errorStrategy: 'retry' });
    await settle();
    harness.backend.finish(0, done);
    await settle();
    harness.backend.finish(1, done, 'hello\n');
    expect(await result).to.include({ stdout: 'hello\n', attempts: 2 });
  });

  it('are not made of a task that is cancelled while its output is read', async () => {
    const controller = new AbortController();
    const session = await harness.open({ observer });
    const result = session.run({ ...hello, errorStrategy: 'retry' }, { signal: controller.signal });
    await settle();
    harness.store.readFailure = new Error('no access');
    harness.backend.finish(0, done);
    controller.abort();
    const { outcome, attempts } = await result;
    expect(attempts).to.equal(1);
    expect(['failed', 'killed']).to.include(outcome.kind);
  });

  it('wait no longer once the session closes', async () => {
    const slow = ending('interrupted', { retry: { class: 'free', budget: 'slow', max: 3, afterMs: 60_000 } });
    const session = await harness.open({ observer });
    const result = session.run(hello);
    await settle();
    harness.backend.finish(0, slow);
    await settle();
    expect((await Promise.all([result, session.close()]))[0]).to.deep.include({ attempts: 1 });
  });
});
