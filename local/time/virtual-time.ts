/** Time that is told what to do: it flows at any rate, stands still, is advanced, or its wall clock is set. */
export interface VirtualTime {
  /** Timers that wait. */
  readonly pending: number;
  /** Virtual milliseconds a real one; 0 stands still. */
  readonly rate: number;
  /** Epoch milliseconds. */
  now(): number;
  /** @throws RangeError unless it is 0 to 3,600,000 */
  setRate(rate: number): void;
  /**
   * Sets the wall clock forward, or back where `ms` is negative. Nothing ages by it: timers fall due when they would
   * have.
   *
   * @throws RangeError unless `ms` is finite
   */
  jump(ms: number): void;
  /**
   * Lets `ms` virtual milliseconds run: timers run in the order of their time, each sees its own time as `now`, and
   * those set on the way run too. Resolves when all have; calls queue up. Rejects with what a timer threw, at the time
   * it threw.
   *
   * @throws RangeError unless `ms` is 0 or more
   */
  advance(ms: number): Promise<void>;
}
