import type { OutputStream } from '../context/cli-context.js';
import { type Screen, withLineEnd } from './screen.js';

/** Lines one after the other, for pipes, logs and `-ansi-log false`. */
export class PlainScreen implements Screen {
  readonly live = false;

  constructor(
    private readonly stdout: OutputStream,
    private readonly stderr: OutputStream,
  ) {}

  print(text: string): void {
    this.stdout.write(withLineEnd(text));
  }

  printError(text: string): void {
    this.stderr.write(withLineEnd(text));
  }

  draw(): void {
    // Nothing is redrawn here: the reporter prints events as lines instead.
  }

  finish(): void {
    // Every line already stands.
  }
}
