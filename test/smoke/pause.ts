import type { Clock } from '../../spi/index.js';

/** Waits that end early, as failures, when nothing more is to be asked. */
export class Pause {
  constructor(
    private readonly clock: Clock,
    private readonly signal: AbortSignal,
  ) {}

  async for(ms: number): Promise<void> {
    this.signal.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const timer = this.clock.after(ms, () => {
        this.signal.removeEventListener('abort', leave);
        resolve();
      });
      const leave = (): void => {
        timer.cancel();
        reject(this.signal.reason instanceof Error ? this.signal.reason : new Error('aborted'));
      };
      this.signal.addEventListener('abort', leave, { once: true });
    });
  }
}
