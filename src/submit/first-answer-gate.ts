import { unlessKilled } from './killed.js';

/**
 * Until the first answer of a session has shown that ECS does what our requests assume, one submit is in
 * flight at a time; after that the gate stands open.
 */
export class FirstAnswerGate {
  private open = false;
  private busy: Promise<void> | undefined;

  /**
   * Runs `action` alone while the gate is closed. It returns whether the gate may stay open from now on.
   * @throws ShutdownError where the task is killed before its turn.
   */
  async pass<T>(
    action: () => Promise<{ readonly value: T; readonly proven: boolean }>,
    killed: AbortSignal,
  ): Promise<T> {
    while (!this.open && this.busy !== undefined) await unlessKilled(this.busy, killed);
    if (this.open) return (await action()).value;
    let leave: () => void = () => undefined;
    this.busy = new Promise<void>((resolve) => (leave = resolve));
    try {
      const { value, proven } = await action();
      this.open ||= proven;
      return value;
    } finally {
      this.busy = undefined;
      leave();
    }
  }
}
