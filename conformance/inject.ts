import type { Bench } from './bench.js';
import { KitFailure } from './check.js';
import type { FaultInjectors, FaultName } from './faults.js';

type Rest<F> = F extends (backend: never, ...rest: infer R) => unknown ? R : never;

/** Makes a fault act on the backend of a bench. The test has named it among its needs. */
export async function inject<B, N extends FaultName>(
  bench: Bench<B>,
  name: N,
  ...rest: Rest<FaultInjectors<B>[N]>
): Promise<void> {
  const fault = bench.kit.faults?.[name];
  if (typeof fault !== 'function') throw new KitFailure(`no fault ${name} is given`);
  await (fault as (backend: B, ...rest: readonly unknown[]) => unknown)(bench.backend, ...rest);
}
