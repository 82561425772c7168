/** A task that the backend runs, or is about to, as anybody sees it who looks at the backend. */
export interface BackendTask {
  readonly nativeId: string;
  /** The session whose engine submitted it; see `Session.id`. */
  readonly sessionId: string;
  /** The run it was submitted by, as far as the backend tells; so is all below. */
  readonly runName?: string;
  readonly process?: string;
  /** For people, e.g. `HELLO (1)`. */
  readonly name?: string;
  /** See `TaskRun.hash`. */
  readonly hash?: string;
  /** URI of the attempt's folder; absent where the backend kept only a part of it. */
  readonly workDir?: string;
  /** The backend's own word, e.g. `PROVISIONING`. */
  readonly state: string;
  /** Epoch milliseconds. */
  readonly submittedAt?: number;
  /** When its command began, epoch milliseconds; absent while it waits. */
  readonly startedAt?: number;
  /** Estimated US dollars so far; absent where they cannot be reckoned. */
  readonly cost?: number;
}

/** Something that the backend keeps beyond the run it was made for, e.g. a task definition. */
export interface Registration {
  /** What `deregister` takes. */
  readonly id: string;
  /** For people. */
  readonly name: string;
  /** Epoch milliseconds. */
  readonly registeredAt?: number;
  /** Whether a task that has not ended uses it. */
  readonly inUse: boolean;
}

/** What the backend holds of any run of any engine, for whoever clears up. Every call is paced by the executor. */
export interface Housekeeping {
  /**
   * Tasks that have not ended, of one session or of all.
   * @throws ExecutorError where the backend cannot be asked.
   */
  tasks(sessionId?: string): AsyncIterable<BackendTask>;
  /**
   * Stops a task, whoever submitted it. Resolves when the backend has accepted; stopping what has ended is no error.
   * @param reason for whoever looks at the task later; a sentence.
   * @throws ExecutorError where it has not.
   */
  stop(nativeId: string, reason: string): Promise<void>;
  /**
   * What runs have registered, of all engines.
   * @throws ExecutorError where the backend cannot be asked.
   */
  registrations(): AsyncIterable<Registration>;
  /**
   * Takes a registration back; a later run registers anew what it needs.
   * @throws ExecutorError where it was not taken back.
   */
  deregister(id: string): Promise<void>;
}
