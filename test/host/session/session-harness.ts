import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assembleSession } from '../../../host/session/open-session.js';
import type { SessionOptions, TaskSession } from '../../../host/session/session-api.js';
import { FakeClock } from '../../support/fake-clock.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { MemoryStore } from '../engine/memory-store.js';
import { Backend, stage, type BackendExecutor } from './backend.js';

/** A folder with a plugin, its backend, and everything a session is handed. */
export class SessionHarness {
  readonly store = new MemoryStore();
  readonly logger = new RecordingLogger();
  readonly clock = new FakeClock();
  readonly backend = new Backend(this.store);
  private readonly sessions: TaskSession[] = [];
  private chance = 0;

  private constructor(private readonly folder: string) {
    stage.backend = this.backend;
  }

  static async create(): Promise<SessionHarness> {
    const harness = new SessionHarness(await mkdtemp(join(tmpdir(), 'nxf-session-')));
    await harness.writePlugin('plugin.json', { id: 'nf-steady', executors: ['steady'] });
    return harness;
  }

  /** Closes what is open and fails where a timer is left. */
  async remove(): Promise<void> {
    const closing = Promise.all(this.sessions.map((session) => session.close()));
    await this.clock.advance(600_000);
    await closing;
    stage.backend = undefined;
    await rm(this.folder, { recursive: true, force: true });
    if (this.clock.timers > 0) throw new Error(`${this.clock.timers} timers are left`);
  }

  path(manifest: string): string {
    return join(this.folder, manifest);
  }

  /** Opens a session on the plugin `nf-steady` with its one executor. */
  async open(options: Partial<SessionOptions> = {}): Promise<TaskSession> {
    const all: SessionOptions = {
      plugins: [this.path('plugin.json')],
      workDir: 's3://my-bucket/work',
      clock: this.clock,
      random: () => (this.chance = (this.chance + 0.37) % 1),
      logger: this.logger,
      ...options,
    };
    const session = await assembleSession(all, () => this.store);
    this.sessions.push(session);
    return session;
  }

  get executor(): BackendExecutor {
    const [executor] = this.backend.executors;
    if (executor === undefined) throw new Error('No executor was created.');
    return executor;
  }

  async writePlugin(
    name: string,
    { id, executors }: { readonly id: string; readonly executors: readonly string[] },
  ): Promise<void> {
    const settings = { 'acme.batch': { type: 'object' } };
    const entry = `${id}.mjs`;
    const manifest = { id, version: '1.0.0', spi: '^1.0.0', executors, entry, settings };
    const backend = new URL('./backend.js', import.meta.url).href;
    await writeFile(this.path(name), JSON.stringify(manifest));
    await writeFile(this.path(entry), `export { plugin } from ${JSON.stringify(backend)};\n`);
  }
}
