import type { OpenObserver } from '../engine/open-observers.js';
import { MetricsReader } from './metrics-reader.js';
import { TraceObserver } from './trace-observer.js';
import { traceOptions } from './trace-options.js';

/** The trace of a run, where the configuration wants one. */
export const openTrace: OpenObserver = ({ options, config, store }) => {
  const wanted = traceOptions(config);
  if (wanted === undefined) return undefined;
  const { cwd = process.cwd(), clock, logger } = options;
  const metrics = new MetricsReader(store, logger);
  return new TraceObserver({ options: wanted, cwd, now: () => clock.now(), metrics, logger });
};
