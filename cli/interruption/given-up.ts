/** Work that need not be waited for any longer, once somebody says so. */
export class GivenUp {
  private lose: (error: Error) => void = () => undefined;

  /** What `work` comes to, or the error it is given up with before. */
  async unless<T>(work: Promise<T>): Promise<T> {
    const lost = new Promise<never>((_, reject) => (this.lose = reject));
    try {
      return await Promise.race([work, lost]);
    } finally {
      this.lose = () => undefined;
    }
  }

  /** Gives up what is waited for now; nothing where nothing is. */
  because(error: Error): void {
    this.lose(error);
  }
}
