import type { DirectiveValue } from '../../spi/index.js';
import type { Reading } from '../config/reading.js';

/** How a task is told to be the one that an earlier run has done (directive `cache`). */
export type CacheMode =
  /** Inputs by their path, size and time (`cache true`, the default). */
  | 'standard'
  /** Inputs by their path and size: for storages that change times (`cache 'lenient'`). */
  | 'lenient'
  /** Inputs by their content, which is read (`cache 'deep'`). */
  | 'deep'
  /** It runs anew in every run (`cache false`). */
  | 'off';

/** As Nextflow documents the values (reference/process#cache). */
const MODES: ReadonlyMap<DirectiveValue, CacheMode> = new Map<DirectiveValue, CacheMode>([
  [true, 'standard'],
  [false, 'off'],
  ['lenient', 'lenient'],
  ['deep', 'deep'],
]);

/** The mode that a value of the directive `cache` stands for. */
export function cacheMode(value: DirectiveValue): Reading<CacheMode> {
  const mode = MODES.get(value);
  return mode === undefined ? { problem: "must be true, false, 'lenient' or 'deep'" } : { value: mode };
}
