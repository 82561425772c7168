import { PollingTaskMonitor, type PollingTaskMonitorOptions } from '../../spi/index.js';
import { FakeClock } from '../support/fake-clock.js';
import type { FakeState, FakeTaskHandler } from '../support/fake-task-handler.js';
import { RecordingEvents } from '../support/recording-events.js';
import { RecordingLogger } from '../support/recording-logger.js';

export const ROUND_MS = 1_000;

/** A monitor over a backend that is one map; what a fetch was asked for is kept. */
export class MonitorRig {
  readonly clock = new FakeClock();
  readonly logger = new RecordingLogger();
  readonly events = new RecordingEvents();
  readonly backend = new Map<string, FakeState>();
  readonly fetches: string[][] = [];
  readonly monitor: PollingTaskMonitor<FakeState>;
  /** Replaced by a test: how the status call answers. */
  onFetch: (ids: readonly string[]) => Promise<ReadonlyMap<string, FakeState>> = (ids) =>
    Promise.resolve(
      new Map(
        ids.flatMap((id) => {
          const state = this.backend.get(id);
          return state === undefined ? [] : [[id, state] as const];
        }),
      ),
    );

  constructor(changes: Partial<PollingTaskMonitorOptions<FakeState>> = {}) {
    this.monitor = new PollingTaskMonitor<FakeState>({
      clock: this.clock,
      logger: this.logger,
      events: this.events,
      queueSize: 10,
      submitConcurrency: 10,
      batchSize: 100,
      fetch: (ids) => {
        this.fetches.push([...ids]);
        return this.onFetch(ids);
      },
      pollDelay: () => ROUND_MS,
      ...changes,
    });
  }

  /** Schedules handlers that the backend takes at once. */
  schedule(...handlers: readonly FakeTaskHandler[]): void {
    for (const handler of handlers) this.monitor.schedule(handler);
  }

  /** What the backend says of a handler from now on. */
  say(handler: FakeTaskHandler, state: FakeState): void {
    this.backend.set(`native-${handler.id}`, state);
  }
}
