/** What the parent asks of the cloud's process. */
export type Question = 'usage' | 'close';

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

/** The cloud serves. */
export interface Up {
  readonly kind: 'up';
  readonly endpoint: string;
  /** Milliseconds that `startLocalCloud` took. */
  readonly startMs: number;
}

/** What the cloud's process tells. */
export type News = Up | Usage;
