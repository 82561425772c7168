import type { SmokeGround } from './smoke-ground.js';

/** What a question may start, at most. */
export interface Starts {
  readonly tasks: number;
  /** Of each task. */
  readonly vCpus: number;
  /** Minutes that each may live before it is stopped. */
  readonly minutes: number;
}

/** What an account answered. */
export interface Learned {
  /** One sentence. */
  readonly answer: string;
  /** AWS's own words and values. */
  readonly evidence: Readonly<Record<string, unknown>>;
}

/** Something that AWS's pages leave open, or contradict each other on. */
export interface OpenQuestion {
  /** Its place in the list of facts that could not be confirmed. */
  readonly number: number;
  readonly question: string;
}

/** One that an account can be asked for cents. */
export interface Question extends OpenQuestion {
  readonly does: string;
  readonly starts: Starts;
  ask(ground: SmokeGround): Promise<Learned>;
}

/** One that cannot. */
export interface UnaskedQuestion extends OpenQuestion {
  readonly why: string;
}
