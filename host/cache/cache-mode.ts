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
