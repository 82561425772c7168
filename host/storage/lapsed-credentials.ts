/** Credentials that AWS took before and takes no longer. What was asked with them was not looked at. */
export class LapsedCredentials extends Error {
  /** The service's or the SDK's own name for it. */
  override readonly name: string;

  /** @param renewable whether others can come while the run goes on. */
  constructor(
    cause: unknown,
    readonly renewable: boolean,
  ) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = cause instanceof Error ? cause.name : 'Error';
  }
}
