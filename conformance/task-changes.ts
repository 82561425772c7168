import type { TaskDirectives } from '../spi/index.js';

/** What a test may change about a task. */
export interface TaskChanges {
  readonly name?: string;
  /** Beside its own. */
  readonly directives?: TaskDirectives | undefined;
  /** Beside its own. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Free resubmissions it has behind it. */
  readonly interruptions?: Readonly<Record<string, number>>;
  /** Runs in place of writing the work files, once `prepare` was called. */
  readonly onPrepare?: () => Promise<void>;
}
