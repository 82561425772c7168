import type { ApiCall, RunSettings } from '../../local/index.js';

/** What the parent asks of the cloud's process. */
export type Question = 'usage' | 'calls' | 'close';

/** What a process has used. */
export interface Usage {
  readonly kind: 'usage';
  /** Microseconds of CPU since its start. */
  readonly cpu: number;
  /** Resident bytes. */
  readonly memory: number;
  /** DescribeTasks answered, by the cloud's own record. */
  readonly describes: number;
}

/** Every call to ECS since the start, by the cloud's own record, oldest answer first. */
export interface Calls {
  readonly kind: 'calls';
  readonly calls: readonly ApiCall[];
}

/** The cloud serves. */
export interface Up {
  readonly kind: 'up';
  readonly endpoint: string;
  /** The settings by which a run reaches it. */
  readonly settings: RunSettings;
  /** Milliseconds that `startLocalCloud` took. */
  readonly startMs: number;
}

/** What the cloud's process tells. */
export type News = Up | Usage | Calls;
