/** Decisions kept at most; more tasks than that are not visible at once in an hour of a busy cloud. */
const mostKept = 50_000;

/**
 * What a rule once decided about a task, so that asking again changes nothing. The longest unasked go first: a task
 * that is still looked at keeps its fate.
 */
export class Decisions {
  private readonly kept = new Map<string, boolean>();

  /** @param most how many are kept */
  constructor(private readonly most = mostKept) {}

  /** The decision of this key, made by `decide` where there is none. */
  of(key: string, decide: () => boolean): boolean {
    const known = this.kept.get(key);
    const decision = known ?? decide();
    if (known !== undefined) this.kept.delete(key);
    this.kept.set(key, decision);
    if (this.kept.size > this.most) {
      for (const oldest of this.kept.keys()) {
        this.kept.delete(oldest);
        break;
      }
    }
    return decision;
  }
}
