import {
  PollingTaskMonitor,
  type PollingTaskMonitorOptions,
  type ShutdownOptions,
  type ShutdownReport,
  type TaskHandler,
  type TaskMonitor,
  type TaskOutcome,
} from '../../spi/index.js';

/** A monitor that submits also what comes after the end of its session. */
export class ForgivingMonitor<S> implements TaskMonitor {
  private closed = false;

  constructor(protected readonly inner: TaskMonitor) {}

  start(): void {
    this.inner.start();
  }

  schedule(handler: TaskHandler<S>): void {
    if (this.closed) handler.submit().catch(() => undefined);
    else this.inner.schedule(handler);
  }

  evict(handler: TaskHandler<S>): boolean {
    return this.inner.evict(handler);
  }

  signal(): void {
    this.inner.signal();
  }

  shutdown(options?: ShutdownOptions): Promise<ShutdownReport> {
    this.closed = true;
    return this.inner.shutdown(options);
  }
}

/** Counts slots by itself and keeps those of tasks that end in some ways. */
export class LeakyMonitor<S> implements TaskMonitor {
  private readonly inner: PollingTaskMonitor<S>;
  private readonly waiting: TaskHandler<S>[] = [];
  private taken = 0;

  /** @param keeps whether the slot of a task that ends so is lost. */
  constructor(
    private readonly options: PollingTaskMonitorOptions<S>,
    keeps: (outcome: TaskOutcome) => boolean,
  ) {
    const { events } = options;
    this.inner = new PollingTaskMonitor({
      ...options,
      events: {
        submitted: (handler) => events.submitted(handler),
        running: (handler) => events.running(handler),
        completed: (handler, outcome) => {
          if (!keeps(outcome)) this.taken -= 1;
          events.completed(handler, outcome);
          this.next();
        },
      },
    });
  }

  start(): void {
    this.inner.start();
  }

  schedule(handler: TaskHandler<S>): void {
    this.waiting.push(handler);
    this.next();
  }

  evict(handler: TaskHandler<S>): boolean {
    const held = this.inner.evict(handler);
    if (held) this.taken -= 1;
    this.next();
    return held;
  }

  signal(): void {
    this.inner.signal();
  }

  shutdown(options?: ShutdownOptions): Promise<ShutdownReport> {
    this.taken = -Infinity;
    this.next();
    return this.inner.shutdown(options);
  }

  private next(): void {
    while (this.taken < this.options.queueSize) {
      const handler = this.waiting.shift();
      if (handler === undefined) return;
      this.taken += 1;
      this.inner.schedule(handler);
    }
  }
}
