import type { FakeClock } from '../support/fake-clock.js';

/** What became of a promise: for tests that look at it while time moves. */
export interface Watched<T> {
  value?: T;
  error?: unknown;
  done: boolean;
}

/** Follows a promise without waiting for it; its failure is kept, never unhandled. */
export function watch<T>(promise: Promise<T>): Watched<T> {
  const watched: Watched<T> = { done: false };
  promise.then(
    (value) => Object.assign(watched, { value, done: true }),
    (error: unknown) => Object.assign(watched, { error, done: true }),
  );
  return watched;
}

/** The error a promise fails with; a promise that does not fail is an error of the test. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error('it did not fail');
    },
    (error: unknown) => error,
  );
}

/** The outcome of a promise whose waits are on `clock`, which is moved far enough for all of them. */
export async function settledWith<T>(
  clock: FakeClock,
  promise: Promise<T>,
  ms = 3_600_000,
): Promise<Watched<T>> {
  const watched = watch(promise);
  await clock.advance(ms);
  return watched;
}
