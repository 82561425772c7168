import { type CliContext, type EndSignal, endSignals, signalExitCode } from '../context/cli-context.js';

/** What an interruption does; each is called at most once. */
export interface InterruptionActions {
  /** The first signal: come to an orderly end. */
  begin(signal: EndSignal): void;
  /** Ctrl-C again: say what is left behind. The process ends when the answer has settled. */
  leave(): Promise<void> | void;
}

/**
 * One Ctrl-C can arrive twice: the terminal signals the whole process group, and a parent such as `npm start`
 * passes on what it got. Nobody presses twice within this many milliseconds.
 */
const echo = 250;

/** The signals of one command: the first asks for an orderly end, Ctrl-C after it leaves at once. */
export class Interruption {
  private first: { readonly signal: EndSignal; readonly at: number } | undefined;
  private leaving = false;
  private readonly removers: (() => void)[] = [];

  constructor(
    private readonly context: CliContext,
    private readonly actions: InterruptionActions,
  ) {}

  /** Starts listening; `release` ends it. */
  listen(): void {
    for (const signal of endSignals) {
      this.removers.push(this.context.onSignal(signal, () => this.receive(signal)));
    }
  }

  release(): void {
    for (const remove of this.removers.splice(0)) remove();
  }

  /** The exit code of the signal that came first; undefined while none has. */
  exitCode(): number | undefined {
    return this.first === undefined ? undefined : signalExitCode[this.first.signal];
  }

  private receive(signal: EndSignal): void {
    const now = this.context.clock.now();
    if (this.first === undefined) {
      this.first = { signal, at: now };
      this.actions.begin(signal);
    } else if (signal === 'SIGINT' && now - this.first.at >= echo) {
      this.leave();
    }
  }

  private leave(): void {
    if (this.leaving) return;
    this.leaving = true;
    const exit = (): void => this.context.exit(signalExitCode.SIGINT);
    void Promise.resolve(this.actions.leave()).then(exit, exit);
  }
}
