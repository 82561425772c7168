/** How one run of the engine is killed; read by its preload from the environment. */
export interface Death {
  /** A named point, and at which of its passings. */
  readonly at?: Passing;
  /** Milliseconds after its first call, however long it took to get there. */
  readonly afterMs?: number;
  /** Ctrl-C first, at a point of its own; the death counts from there. Without one the run ends as Ctrl-C ends it. */
  readonly interrupted?: Passing;
  /** A file that is written as it dies: how the harness tells a death from a run that never came by. */
  readonly mark: string;
}

/** The k-th time, from 1, that a run comes by a point. */
export interface Passing {
  readonly point: string;
  readonly passing: number;
}

/** The variable of the environment that holds a {@link Death} as JSON. */
export const deathVariable = 'CRASH_DEATH';

export function passingText({ point, passing }: Passing): string {
  return `${point} #${passing}`;
}

/** For people: `run-task-unanswered #3`. */
export function deathText({ at, afterMs, interrupted }: Omit<Death, 'mark'>): string {
  const first = interrupted === undefined ? '' : `Ctrl-C at ${passingText(interrupted)}`;
  if (first !== '' && at === undefined && afterMs === undefined) return first;
  return (
    (first === '' ? '' : `${first}, then `) + (at === undefined ? `${afterMs ?? 0} ms` : passingText(at))
  );
}
