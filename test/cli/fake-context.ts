import type { CliContext, EndSignal, OutputStream } from '../../cli/context/cli-context.js';
import { FakeClock } from '../support/fake-clock.js';

/** Keeps what was written. */
export class RecordedStream implements OutputStream {
  text = '';
  columns: number | undefined;
  rows: number | undefined;

  constructor(readonly isTTY = false) {
    if (!isTTY) return;
    this.columns = 80;
    this.rows = 24;
  }

  /** Whether the reader has left; a test sets it, or says after how many writes. */
  closed = false;
  closesAfter = Infinity;
  /** How long what was written takes to be taken. */
  taking: Promise<void> = Promise.resolve();
  private writes = 0;

  write(text: string): void {
    this.writes += 1;
    if (this.writes > this.closesAfter) this.closed = true;
    if (!this.closed) this.text += text;
  }

  taken(): Promise<void> {
    return this.taking;
  }

  get lines(): string[] {
    return this.text.split('\n');
  }
}

/** A process that never was: streams are recorded, signals are sent by the test, leaving is noted. */
export class FakeContext implements CliContext {
  readonly stdout: RecordedStream;
  readonly stderr = new RecordedStream();
  readonly clock = new FakeClock();
  /** Processes that live. */
  readonly alive = new Set([4711]);
  readonly owner: CliContext['owner'] = {
    pid: 4711,
    host: 'desk',
    processSpace: 'desk 1',
    isAlive: (pid) => this.alive.has(pid),
  };
  readonly exits: number[] = [];
  private readonly strayHandlers = new Set<(error: unknown) => void>();
  private readonly handlers = new Map<EndSignal, Set<() => void>>();

  constructor(
    readonly env: Readonly<Record<string, string | undefined>> = {},
    readonly cwd = '/somewhere',
    isTTY = false,
  ) {
    this.stdout = new RecordedStream(isTTY);
  }

  random(): number {
    return 0.5;
  }

  onSignal(signal: EndSignal, handler: () => void): () => void {
    const handlers = this.handlers.get(signal) ?? new Set();
    this.handlers.set(signal, handlers.add(handler));
    return () => void handlers.delete(handler);
  }

  onStray(handler: (error: unknown) => void): () => void {
    this.strayHandlers.add(handler);
    return () => void this.strayHandlers.delete(handler);
  }

  /** Something fails where nobody waits for it. */
  stray(error: unknown): void {
    for (const handler of this.strayHandlers) handler(error);
  }

  exit(code: number): void {
    this.exits.push(code);
  }

  signal(name: EndSignal): void {
    for (const handler of this.handlers.get(name) ?? []) handler();
  }

  /** Handlers still registered. */
  get listeners(): number {
    return [...this.handlers.values(), this.strayHandlers].reduce(
      (count, handlers) => count + handlers.size,
      0,
    );
  }
}
