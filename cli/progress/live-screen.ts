import { createLogUpdate } from 'log-update';
import type { Clock } from '../../spi/index.js';
import type { OutputStream } from '../context/cli-context.js';
import { type Screen, withLineEnd } from './screen.js';
import { Throttle } from './throttle.js';

/** Ten frames a second look alive and cost nothing even with thousands of events between two. */
const frameInterval = 100;

/** Progress redrawn in place at the bottom, everything else scrolling above it. */
export class LiveScreen implements Screen {
  readonly live = true;
  private readonly area: ReturnType<typeof createLogUpdate>;
  private readonly frames: Throttle;
  private lines: (() => readonly string[]) | undefined;

  constructor(
    private readonly stdout: OutputStream,
    private readonly stderr: OutputStream,
    clock: Clock,
  ) {
    // The cursor stays visible: hiding it needs exit hooks, and a killed process would leave it hidden.
    // Of the whole stream its type asks for, it uses what ours has: write, isTTY, columns, rows.
    this.area = createLogUpdate(stdout as unknown as NodeJS.WritableStream, { showCursor: true });
    this.frames = new Throttle(clock, frameInterval, () => this.paint());
  }

  print(text: string): void {
    this.above(this.stdout, text);
  }

  printError(text: string): void {
    this.above(this.stderr, text);
  }

  draw(lines: () => readonly string[]): void {
    this.lines = lines;
    this.frames.request();
  }

  finish(): void {
    this.frames.cancel();
    // The last drawing is written whole: while live, lines beyond the terminal's height were cut off.
    const lines = this.lines?.() ?? [];
    this.area.clear();
    if (lines.length > 0) this.stdout.write(withLineEnd(lines.join('\n')));
    this.lines = undefined;
  }

  /** Written past the area, which would wrap long lines and drop those beyond the terminal's height. */
  private above(stream: OutputStream, text: string): void {
    if (this.lines !== undefined) this.area.clear();
    stream.write(withLineEnd(text));
    this.paint();
  }

  private paint(): void {
    const lines = this.lines?.() ?? [];
    if (lines.length > 0) this.area(lines.join('\n'));
  }
}
