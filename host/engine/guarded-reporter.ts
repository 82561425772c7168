import type { Logger } from '../../spi/index.js';
import { reasonOf } from '../report/reason-of.js';
import type { RunReporter } from './run-api.js';

/** A reporter whose failures are logged: what people see must never decide how a run goes. */
export function guardedReporter(reporter: RunReporter, logger: Logger): RunReporter {
  const guard = (tell: () => void): void => {
    try {
      tell();
    } catch (error) {
      logger.error(`The progress display failed: ${reasonOf(error)}`);
    }
  };
  return {
    started: (run) => guard(() => reporter.started(run)),
    progress: (processes) => guard(() => reporter.progress(processes)),
    cached: (task) => guard(() => reporter.cached(task)),
    submitted: (task) => guard(() => reporter.submitted(task)),
    completed: (task, outcome) => guard(() => reporter.completed(task, outcome)),
    ignored: (task, outcome) => guard(() => reporter.ignored(task, outcome)),
    finishing: (...news) => guard(() => reporter.finishing(...news)),
    failed: (task, outcome) => guard(() => reporter.failed(task, outcome)),
    retried: (...news) => guard(() => reporter.retried(...news)),
    resubmitted: (...news) => guard(() => reporter.resubmitted(...news)),
    output: (text) => guard(() => reporter.output(text)),
    leftBehind: (runs) => guard(() => reporter.leftBehind(runs)),
    sweeping: (stopped, total) => guard(() => reporter.sweeping(stopped, total)),
    stopping: (stopped, total) => guard(() => reporter.stopping(stopped, total)),
  };
}
