import type { ConfigMap, Logger, Session } from '../spi/index.js';
import { CountedClock } from './counted-clock.js';
import type { KitOptions } from './kit-options.js';
import { realTime, type KitTime } from './kit-time.js';
import { mergeConfig } from './merge-config.js';
import { News } from './news.js';
import { workDirOf } from './seats.js';

/** A session the kit can read. */
export interface OpenSession {
  /** Counts from 1. */
  readonly number: number;
  readonly session: Session;
  readonly news: News;
  readonly clock: CountedClock;
  readonly time: KitTime;
}

/** Longest interval between two status calls that a session of the kit asks for, in milliseconds of its pace. */
export const POLL_INTERVAL_MS = 2_000;
const SLOTS = 1_000;
let sessions = 0;

/** What a test may ask of its session. */
export interface SessionWishes {
  readonly config?: ConfigMap;
  readonly time?: KitTime;
  /** Default: an id of its own. */
  readonly sessionId?: string;
}

/** Makes the session of one test. */
export function openSession<B>(
  kit: KitOptions<B>,
  { config = {}, time = (kit.time ?? realTime)(), sessionId }: SessionWishes,
): OpenSession {
  sessions += 1;
  const clock = new CountedClock(time.clock);
  const news = new News();
  const session: Session = {
    id: sessionId ?? `00000000-0000-4000-8000-${sessions.toString(16).padStart(12, '0')}`,
    runName: `conformance_${sessions}`,
    workDir: workDirOf(kit),
    config: mergeConfig(
      { executor: { queueSize: SLOTS, pollInterval: POLL_INTERVAL_MS * time.pace } },
      config,
    ),
    resolvesContainers: true,
    events: news,
    logger: silent,
    clock,
    // The middle: a backoff is then exactly its base.
    random: () => 0.5,
  };
  return { number: sessions, session, news, clock, time };
}

const silent: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
