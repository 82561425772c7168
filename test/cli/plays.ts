import type { RunResult } from '../../host/index.js';
import { hello, type Play, progressOf, resultOf } from './fake-services.js';

const outcome = { kind: 'completed', reason: 'exited 0', evidence: {}, retry: { class: 'never' } } as const;

/** A run whose one task says hello. */
export const sayHello: Play = (reporter) => {
  reporter.progress([progressOf()]);
  reporter.submitted(hello);
  reporter.output('Hello from ECS Managed Instances!\n');
  reporter.completed(hello, outcome);
  reporter.progress([progressOf({ succeeded: 1 })]);
  return Promise.resolve(resultOf());
};

/** A run with one submitted task that ends when it is aborted. */
export const untilAborted =
  (result: RunResult): Play =>
  (reporter, run) => {
    reporter.submitted(hello);
    return new Promise((resolve) => {
      run.onAbort = () => {
        reporter.stopping(1, 1);
        resolve(result);
      };
    });
  };

/** What an aborted run of one task comes to. */
export const aborted = resultOf({ status: 'aborted', succeeded: 0, aborted: 1 });
