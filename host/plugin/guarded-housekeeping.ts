import type { BackendTask, Housekeeping, Registration } from '../../spi/index.js';

/** Turns what a call threw into what is told of it. */
export type Blame = (call: string, error: unknown) => Error;

/** Housekeeping whose exceptions beside refusals are told as its plugin's. */
export class GuardedHousekeeping implements Housekeeping {
  constructor(
    private readonly inner: Housekeeping,
    private readonly blame: Blame,
  ) {}

  tasks(sessionId?: string): AsyncIterable<BackendTask> {
    return this.each('housekeeping.tasks()', () => this.inner.tasks(sessionId));
  }

  registrations(): AsyncIterable<Registration> {
    return this.each('housekeeping.registrations()', () => this.inner.registrations());
  }

  stop(nativeId: string, reason: string): Promise<void> {
    return this.guard(`housekeeping.stop("${nativeId}")`, () => this.inner.stop(nativeId, reason));
  }

  deregister(id: string): Promise<void> {
    return this.guard(`housekeeping.deregister("${id}")`, () => this.inner.deregister(id));
  }

  private async *each<T>(call: string, open: () => AsyncIterable<T>): AsyncGenerator<T> {
    const items = (): AsyncIterator<T> => open()[Symbol.asyncIterator]();
    let iterator: AsyncIterator<T> | undefined;
    try {
      for (;;) {
        const item = await this.guard(call, () => (iterator ??= items()).next());
        if (item.done === true) return;
        yield item.value;
      }
    } finally {
      // Whoever has seen enough leaves: what is still to come is not fetched.
      await iterator?.return?.();
    }
  }

  private async guard<T>(call: string, act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      throw this.blame(call, error);
    }
  }
}
