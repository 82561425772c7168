/** What can be made to go wrong on a backend. Each acts from the moment it is called. */
export interface FaultInjectors<B> {
  /** Turns the next `times` submits away as too many at once; nothing is started for them. */
  throttleSubmits(backend: B, times: number): void | Promise<void>;
  /** Accepts the next `times` submits and loses the answers. */
  loseSubmitAnswers(backend: B, times: number): void | Promise<void>;
  /** Refuses the next `times` submits for good. */
  refuseSubmits(backend: B, times: number): void | Promise<void>;
  /** Accepts every submit and answers it `ms` milliseconds later. */
  delaySubmits(backend: B, ms: number): void | Promise<void>;
  /** Fails the next `times` status calls. */
  failPolls(backend: B, times: number): void | Promise<void>;
  /** Leaves every task out of the next `times` answers to status calls. */
  omitFromPolls(backend: B, times: number): void | Promise<void>;
  /** Denies knowing a task for the first `ms` milliseconds of its life. */
  hideNewTasks(backend: B, ms: number): void | Promise<void>;
  /** Denies knowing any task from now on, whatever became of it. */
  forgetTasks(backend: B): void | Promise<void>;
  /** Refuses the next `times` kills for good; the tasks go on. */
  refuseKills(backend: B, times: number): void | Promise<void>;
  /** Tasks from now on are accepted and never start. */
  failStarts(backend: B): void | Promise<void>;
  /** Tasks from now on are accepted; their image is not there. */
  failImagePulls(backend: B): void | Promise<void>;
  /** Tasks from now on are accepted and never start; the reason given speaks of capacity. */
  failForCapacity(backend: B): void | Promise<void>;
  /** Takes the machines away under all tasks that run. */
  takeMachines(backend: B): void | Promise<void>;
}

/** The name of a fault, as {@link FaultInjectors} has it. */
export type FaultName = keyof FaultInjectors<unknown>;

/** Each fault that can be injected; for one that cannot, the reason, which the title of the skipped test tells. */
export type Faults<B> = { readonly [N in FaultName]?: FaultInjectors<B>[N] | string };
