/** Starts that have not settled yet: a runtime that closes has to wait for them. */
export class StartsUnderWay {
  private readonly attempts = new Set<Promise<unknown>>();

  /** Counts an attempt, which is not to reject, until it settles. */
  async follow<T>(attempt: Promise<T>): Promise<T> {
    this.attempts.add(attempt);
    try {
      return await attempt;
    } finally {
      this.attempts.delete(attempt);
    }
  }

  /** Resolves when those that are under way now have settled. */
  async settled(): Promise<void> {
    await Promise.all(this.attempts);
  }
}
