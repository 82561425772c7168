import type { Clock } from './clock.js';
import type { Logger } from './logger.js';
import type { TaskEvents } from './task-monitor.js';

/** A value of the resolved configuration. */
export type ConfigValue = string | number | boolean | null | readonly ConfigValue[] | ConfigMap;

/** One scope of the resolved configuration, e.g. `aws` or `aws.ecs`. */
export interface ConfigMap {
  readonly [name: string]: ConfigValue;
}

/** One run of a pipeline, as an executor sees it. Read-only: an executor never changes the run's settings. */
export interface Session {
  /** A UUID, stable over resumed runs. */
  readonly id: string;
  /** The run's name for people, e.g. `happy_curie`. */
  readonly runName: string;
  /** URI of the folder that holds every task's work dir, without a slash at its end. */
  readonly workDir: string;
  /**
   * False where nothing will be submitted: logs are read, or it is cleared up. What only tasks need may then be missing,
   * `workDir` empty.
   */
  readonly submits?: boolean;
  /**
   * The whole resolved configuration, files and command line merged; `executor.pollInterval` in milliseconds. Secret
   * settings (`aws.secretKey`) can be read by name and are not enumerable, so that printing it does not print them.
   */
  readonly config: ConfigMap;
  /**
   * True when the host gives tasks images that already hold what `launch` needs (it resolved them through
   * Wave). An executor whose backend pulls the image as it stands must refuse to run when this is false.
   */
  readonly resolvesContainers: boolean;
  /** The only way news of a task reaches the host. */
  readonly events: TaskEvents;
  readonly logger: Logger;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}
