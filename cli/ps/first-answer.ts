import type { Clock, Timer } from '../../spi/index.js';
import type { Screen } from '../progress/screen.js';

/** Milliseconds without any task after which people are told what goes on. */
const SILENCE_MS = 4000;

/** Tells once that tasks are still looked for, where that takes long and quiet. */
export class FirstAnswer {
  private timer: Timer | undefined;

  /** @param screen where trouble on the way is told. */
  constructor(
    private readonly clock: Clock,
    private readonly screen: Pick<Screen, 'printError'>,
  ) {}

  /** The wait begins. */
  await(): void {
    this.timer = this.clock.after(SILENCE_MS, () =>
      this.screen.printError(
        'Still looking for tasks; a backend that does not answer is given up after about a minute.',
      ),
    );
  }

  /** Something has come, or nothing is waited for any more. Idempotent. */
  over(): void {
    this.timer?.cancel();
  }
}
