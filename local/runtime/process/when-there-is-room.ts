import { type Clock } from '../../clock.js';
import { errorCode } from '../../system-error.js';

/** The machine has too many processes or open files, or too little memory, for now. */
const full = new Set(['EMFILE', 'ENFILE', 'EAGAIN', 'ENOMEM']);

/** Milliseconds between attempts: other tasks end in seconds. */
const pause = 500;

export interface Waiting {
  readonly clock: Clock;
  /** Asked before every further attempt; where it is false, the last failure is the result. */
  readonly wanted: () => boolean;
  /** Called on each failure that is waited out, with the system's code. */
  readonly full: (code: string) => void;
}

/** Repeats an attempt for as long as the machine is full. Rejects with any other failure of it. */
export async function whenThereIsRoom<T>(attempt: () => Promise<T>, waiting: Waiting): Promise<T> {
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      const code = errorCode(error) ?? '';
      if (!full.has(code) || !waiting.wanted()) throw error;
      waiting.full(code);
    }
    await new Promise<void>((resolve) => waiting.clock.after(pause, resolve));
  }
}
