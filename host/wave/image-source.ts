import type { Problem, ProcessDefinition } from '../../spi/index.js';

/** Gives the images that tasks run in, with what starts them inside. */
export interface ImageSource {
  /** What keeps the tasks of a process from ever getting an image; empty when nothing. Asks nobody. */
  check(process: ProcessDefinition): readonly Problem[];
  /** Whether its tasks run in another image than the process names. Asks nobody. */
  changes(process: ProcessDefinition): boolean;
  /**
   * The image for an attempt at a task of the process; undefined where the process names none. What is known is not
   * asked for again.
   * @throws ExecutorError
   */
  imageFor(process: ProcessDefinition): Promise<string | undefined>;
  /**
   * The same for an attempt that had its image and has waited since: its name may have come near its end.
   * @throws ExecutorError
   */
  renewed(process: ProcessDefinition): Promise<string | undefined>;
  /** Asks for nothing more. Whoever waits is told that the session ends. Idempotent. */
  close(): void;
}
