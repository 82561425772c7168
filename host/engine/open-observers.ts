import type { ConfigMap } from '../../spi/index.js';
import { openHistory } from '../history/history-observer.js';
import type { FileStore } from '../storage/file-store.js';
import { openTrace } from '../trace/open-trace.js';
import type { RunObserver } from './run-observer.js';
import type { RunOptions } from './run-api.js';

/** What the records of a run are kept by. */
export interface ObserverGround {
  readonly options: RunOptions;
  readonly config: ConfigMap;
  /** Work files; whoever opened it closes it. */
  readonly store: FileStore;
}

/** Opens one record of a run; undefined where nobody wants it. No I/O. */
export type OpenObserver = (ground: ObserverGround) => RunObserver | undefined;

const records: readonly OpenObserver[] = [openTrace, openHistory];

/** Who keeps records of a run, by its options and its configuration. */
export function openObservers(ground: ObserverGround): readonly RunObserver[] {
  return records.flatMap((open) => open(ground) ?? []);
}
