import type { BackendTask, Housekeeping, Registration } from '../../../spi/index.js';

/** A task that a backend runs, as far as a test says. */
export type FakeTask = Pick<BackendTask, 'nativeId'> & Partial<BackendTask>;

/** A backend that knows tasks by their session. What is called `stubborn` is not stopped. */
export class FakeHousekeeping implements Housekeeping {
  readonly running = new Map<string, readonly FakeTask[]>();
  readonly asked: (string | undefined)[] = [];
  readonly stopped: string[] = [];
  failure: Error | undefined;
  /** Before a stop is answered. */
  onStop: (nativeId: string) => Promise<void> = () => Promise.resolve();

  async *tasks(sessionId?: string): AsyncGenerator<BackendTask> {
    this.asked.push(sessionId);
    if (this.failure !== undefined) throw this.failure;
    for (const task of this.running.get(sessionId ?? '') ?? [])
      yield await Promise.resolve({ sessionId: sessionId ?? '', state: 'RUNNING', ...task });
  }

  async stop(nativeId: string): Promise<void> {
    if (nativeId.startsWith('stubborn')) throw new Error('not authorized');
    await this.onStop(nativeId);
    this.stopped.push(nativeId);
  }

  async *registrations(): AsyncGenerator<Registration> {
    // It keeps nothing.
  }

  deregister(): Promise<void> {
    return Promise.resolve();
  }
}
