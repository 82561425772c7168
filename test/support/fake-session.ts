import type { ConfigMap, Session } from '../../spi/index.js';
import { FakeClock } from './fake-clock.js';
import { RecordingEvents } from './recording-events.js';
import { RecordingLogger } from './recording-logger.js';

/** A session whose clock, logger and events a test can hold and read. */
export interface FakeSession extends Session {
  readonly clock: FakeClock;
  readonly logger: RecordingLogger;
  readonly events: RecordingEvents;
}

export function fakeSession(changes: Partial<FakeSession> = {}): FakeSession {
  const config: ConfigMap = {};
  return {
    id: '00000000-0000-4000-8000-000000000001',
    runName: 'happy_curie',
    workDir: 's3://my-bucket/work',
    config,
    resolvesContainers: true,
    events: new RecordingEvents(),
    logger: new RecordingLogger(),
    clock: new FakeClock(),
    // The middle: a backoff is then exactly its base.
    random: () => 0.5,
    ...changes,
  };
}
