/** How a task ended. */
export type OutcomeKind =
  /** The command ran and exited 0. */
  | 'completed'
  /** The command ran and exited with another status. */
  | 'failed'
  /** The backend killed the command for its memory. */
  | 'out-of-memory'
  /** It ran for longer than the process allows and was stopped for that. */
  | 'time-limit'
  /** The image could not be fetched. */
  | 'image-pull-failed'
  /** The container never ran, for another reason. */
  | 'failed-to-start'
  /** The backend took the machine away: spot reclaim, lost or drained host. */
  | 'interrupted'
  /** The run asked for the end. */
  | 'killed'
  /**
   * Nothing says how the task ended, or whether it began: the backend forgot it, the answer to its submit was
   * lost for good, or the run ended before the end was seen.
   */
  | 'lost'
  /** The backend did not accept the task. */
  | 'not-submitted';

/**
 * On whose account the task may be tried again.
 * - `free`: the infrastructure's fault. The host resubmits in a new work dir while fewer than `max`
 *   resubmissions of this `budget` have happened; the user's retries are untouched.
 * - `counted`: the user's error strategy and retry limit decide.
 * - `never`: trying again cannot help.
 */
export type RetryAdvice =
  | {
      readonly class: 'free';
      readonly budget: string;
      readonly max: number;
      /** Milliseconds that should pass before the resubmission; none where absent. */
      readonly afterMs?: number;
    }
  | { readonly class: 'counted' }
  | { readonly class: 'never' };

/** Where people can look further. */
export interface Place {
  /** What is there, e.g. `Log stream`. */
  readonly what: string;
  /** Its name or address. Never a credential. */
  readonly where: string;
}

/** The end of one attempt, as a value. */
export interface TaskOutcome {
  readonly kind: OutcomeKind;
  /** The command's own exit status, 0 to 255. Absent where nobody knows it. */
  readonly exitStatus?: number;
  /** What happened, one sentence without a full stop, the backend's own words kept. */
  readonly reason: string;
  /** What to do next: a sentence that begins with the verb, e.g. `Run again.` */
  readonly advice?: string;
  /** What the verdict rests on, e.g. `stopCode`. Never a credential. */
  readonly evidence: Readonly<Record<string, string | number>>;
  readonly retry: RetryAdvice;
  /** The last lines of its output as the backend kept them, oldest first, where the work dir holds none. */
  readonly logTail?: readonly string[];
  /** Where its logs are, in the order people would look. */
  readonly seeAlso?: readonly Place[];
}
