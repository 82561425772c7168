import { mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { systemClock } from '../../../local/clock.js';
import {
  chooseRuntime,
  type ChooseRuntimeDeps,
  type RuntimeKind,
  RuntimeUnavailableError,
} from '../../../local/runtime/choose-runtime.js';
import { createSimulatedRuntime } from '../../../local/runtime/simulated/simulated-runtime.js';
import { type Offered } from '../../../local/runtime/runtime-offers.js';
import { FakeClock, settle } from '../../support/fake-clock.js';
import { FakeEngine } from './fake-engine.js';

describe(chooseRuntime.name, () => {
  let dataDir: string;
  beforeEach(async () => {
    dataDir = await realpath(await mkdtemp(join(tmpdir(), 'nf-choose-')));
  });
  afterEach(() => rm(dataDir, { recursive: true }));

  const deps = (changes: Partial<ChooseRuntimeDeps> = {}): ChooseRuntimeDeps => ({
    clock: systemClock,
    log: () => undefined,
    dataDir,
    s3Root: join(dataDir, 's3'),
    path: process.env['PATH'] ?? '/usr/bin:/bin',
    environment: { DOCKER_HOST: `unix://${join(dataDir, 'engine.sock')}` },
    user: { uid: 1000, gid: 1000 },
    ...changes,
  });
  /** Offers in which only these kinds can be had. */
  const only = (...kinds: readonly RuntimeKind[]): ChooseRuntimeDeps => {
    const runtime = createSimulatedRuntime({ clock: systemClock, log: () => undefined, s3Root: dataDir });
    const offer = (kind: RuntimeKind) => (): Promise<Offered> =>
      Promise.resolve(
        kinds.includes(kind) ? { kind: 'offered', runtime } : { kind: 'refused', why: `no ${kind} today` },
      );
    const offers = {
      container: offer('container'),
      sandbox: offer('sandbox'),
      process: offer('process'),
      simulated: offer('simulated'),
    };
    return deps({ offers });
  };

  it('takes a container engine before a sandbox before plain processes, and never simulates unasked', async () => {
    expect(await chooseRuntime('auto', only('container', 'sandbox', 'process'))).to.include({
      kind: 'container',
    });
    expect(await chooseRuntime('auto', only('sandbox', 'process', 'simulated'))).to.deep.include({
      kind: 'sandbox',
      passedOver: [{ name: 'container', why: 'no container today' }],
    });
    expect(await chooseRuntime('auto', only('process', 'simulated'))).to.deep.include({
      kind: 'process',
      passedOver: [
        { name: 'container', why: 'no container today' },
        { name: 'sandbox', why: 'no sandbox today' },
      ],
    });
  });

  it('gives what is wanted, or says why it cannot and what to do', async () => {
    expect(await chooseRuntime('process', only('container', 'process'))).to.include({ kind: 'process' });
    const failure = await chooseRuntime('sandbox', only('container', 'process')).catch(
      (error: unknown) => error,
    );
    expect(failure).to.be.instanceOf(RuntimeUnavailableError);
    expect(failure)
      .to.have.property('message')
      .that.matches(
        /runtime sandbox\): sandbox: no sandbox today\. Make it available, or choose another of auto/,
      );
  });

  it('reports the runtime by its own description', async () => {
    const chosen = await chooseRuntime('simulated', deps());
    expect(chosen).to.include({ kind: 'simulated', description: chosen.runtime.description });
    const plain = await chooseRuntime('process', deps());
    expect(plain.description).to.equal('plain processes of this machine');
    await plain.runtime.close();
  });

  it('refuses wrong rules of a simulation', async () => {
    const wrong = deps({ simulation: { rules: [{ exitCode: -1 }] } });
    expect(await chooseRuntime('simulated', wrong).catch((error: unknown) => error)).to.be.instanceOf(
      RangeError,
    );
  });

  it('uses an engine that answers', async () => {
    const engine = await FakeEngine.listen(dataDir);
    const chosen = await chooseRuntime('auto', deps());
    expect(chosen).to.deep.include({ kind: 'container', passedOver: [] });
    expect(chosen.description).to.match(/^Docker 99\.1 at unix:/);
    await chosen.runtime.close();
    await engine.close();
  });

  it('passes over an engine that does not answer in time, and leaves nothing of the trial', async () => {
    const { server, sockets } = await silentServer(join(dataDir, 'engine.sock'));
    const clock = new FakeClock();
    const choosing = chooseRuntime('container', deps({ clock })).catch((error: unknown) => error);
    while (sockets.size === 0) await settle();
    await clock.advance(1000);
    expect(await choosing)
      .to.have.property('message')
      .that.matches(/container: .*answer.* within \d+ ms/);
    for (const socket of sockets) socket.destroy();
    server.close();
    expect((await readdir(dataDir)).filter((name) => name !== 'engine.sock')).to.deep.equal([]);
  });
});

/** Takes connections and says nothing. */
async function silentServer(path: string): Promise<{ server: Server; sockets: Set<Socket> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => void sockets.add(socket));
  server.listen(path);
  await once(server, 'listening');
  return { server, sockets };
}
