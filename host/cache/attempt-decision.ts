/** What the work dirs of a task say about its last attempt that was begun. */
export interface AttemptEvidence {
  /** Which attempt, from 0. */
  readonly n: number;
  /** Its exit file; absent where there is none. */
  readonly exit?: ExitEvidence;
}

/** A command came to its end. */
export interface ExitEvidence {
  /** Its exit status, 0 to 255. */
  readonly status: number;
  /** Milliseconds since that was written, by the storage's own clock. */
  readonly ageMs: number;
  /** Which of the outputs that it should have left are not there. Looked for where `status` is 0 alone. */
  readonly missing: readonly string[];
}

/** What may be done with an earlier attempt. */
export interface AttemptRules {
  /** Whether its results may stand for the task. */
  readonly caches: boolean;
  /** Whether the executor can take over what an engine before this one submitted. */
  readonly adopts: boolean;
}

/** How a task goes on, and as which attempt. */
export type AttemptDecision =
  /** A new attempt; `why` says what became of the last one, where there was one: a clause. */
  | { readonly kind: 'new'; readonly n: number; readonly why?: string }
  /** That attempt may live: it goes again as itself. */
  | { readonly kind: 'resumed'; readonly n: number }
  /** That attempt has done it. */
  | { readonly kind: 'cached'; readonly n: number };

/** Outputs may come after the exit file; those that are not there by then will not come. */
const SETTLED_MS = 10 * 60 * 1000;

/**
 * Decides how a task of a resumed session goes on. The last attempt alone counts: the one after it is begun only once
 * it is over.
 * @param last Undefined where none was begun.
 * @param first The attempt to begin with then.
 */
export function decideAttempt(
  last: AttemptEvidence | undefined,
  first: number,
  { caches, adopts }: AttemptRules,
): AttemptDecision {
  if (last === undefined) return { kind: 'new', n: first };
  const { n, exit } = last;
  const again = (why: string): AttemptDecision => ({ kind: 'new', n: n + 1, why });
  const perhapsAlive = (why: string): AttemptDecision => (adopts ? { kind: 'resumed', n } : again(why));
  if (exit === undefined) return perhapsAlive('it came to no end, and its executor takes none over');
  if (exit.status !== 0) return again(`it exited ${exit.status}`);
  if (!caches) return again('its process says cache false');
  if (exit.missing.length === 0) return { kind: 'cached', n };
  const lost = `it exited 0 without ${exit.missing.join(', ')}`;
  return exit.ageMs < SETTLED_MS ? perhapsAlive(lost) : again(lost);
}
