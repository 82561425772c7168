import { type Clock, type Timer } from '../../clock.js';
import { outOfMemory } from '../exit-reason.js';
import { type ContainerExit } from '../task-runtime.js';
import { type ContainerScript } from './simulation-script.js';

/** What its wrapper does at an end it can see coming; a killed one leaves nothing. */
export type Leave = (exitCode: number) => Promise<void>;

/** A container that takes its time and ends, without a process. */
export class SimulatedContainer {
  /** Resolves once, when what its wrapper leaves is written; never rejects. */
  readonly exit: Promise<ContainerExit>;
  private readonly timer: Timer;
  private resolve: (exit: ContainerExit) => void = () => undefined;
  private ended = false;

  constructor(
    private readonly script: ContainerScript,
    private readonly leave: Leave,
    clock: Clock,
  ) {
    this.exit = new Promise((resolve) => (this.resolve = resolve));
    this.timer = clock.after(script.durationMs, () => this.finish());
  }

  /** The wrapper's trap turns SIGTERM into 143; nobody survives SIGKILL. */
  signal(name: 'SIGTERM' | 'SIGKILL'): void {
    if (name === 'SIGKILL') this.end({ exitCode: 137 });
    else if (!this.script.ignoresSigterm) this.end({ exitCode: 143 }, 143);
  }

  private finish(): void {
    const { exitCode } = this.script;
    if (this.script.outOfMemory) this.end({ exitCode, reason: outOfMemory });
    else this.end({ exitCode }, exitCode);
  }

  private end(exit: ContainerExit, left?: number): void {
    if (this.ended) return;
    this.ended = true;
    this.timer.cancel();
    if (left === undefined) this.resolve(exit);
    else void this.leave(left).then(() => this.resolve(exit));
  }
}
