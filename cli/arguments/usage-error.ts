/** The command line itself is wrong; nothing was started. Carries every problem found in it. */
export class UsageError extends Error {
  constructor(
    /** Each one sentence or two, ready to print. */
    readonly problems: readonly string[],
    /** The command whose help says more, e.g. `nf-awsecs run`. */
    readonly command: string,
  ) {
    super(problems.join('\n'));
    this.name = 'UsageError';
  }
}
