/** A suite or test function of the caller's runner: mocha, node:test, vitest and jest all fit. */
export type Group = (title: string, define: () => void) => void;

/** Defines one test; the runner's own way of skipping is `skip`. */
export interface Test {
  (title: string, run: () => Promise<void>): void;
  readonly skip: (title: string, run?: () => Promise<void>) => void;
}
